"""What was told as the items that a rule reckons with: two projects, a total, a price for each of two machines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from assistant.calculator.amounts import Quantity
from assistant.calculator.facts import Fact, Value
from assistant.calculator.levels import Levels
from assistant.calculator.schema import Rule
from assistant.calculator.ways import PerItem, Rate

__all__ = ["YEARS", "items_of"]

# A sum told for one of several: per head, per square metre, per mu.
_PER_HEAD = re.compile(r"人均|每人|平均每?人?|一个人")
_PER_AREA = re.compile(r"(?:每|一|/|单)个?(?P<unit>平方米?|平米?|亩|m2)")
_MU = Decimal(2000) / 3
_EACH_BEFORE = re.compile(r"(每|各(?!种|类|项目|能|补)|单价|均价|(?<!第)一[台套个件项批款])[^，。；;]{0,8}$")
_EACH_AFTER = re.compile(r"\s*(一[台套个件项批款]|/|每)")
# A total told last says what the figures before it come to; a figure told by the month counts each month.
_TOTAL = re.compile(r"(一共|合计|总共|总计|共计|加起来|加在一起|算下来|拢共|全部)[^，。；;]{0,8}$")
# 320万，其中设备200万: a part of what was told before.
_PART_OF = re.compile(r"(其中|当中|里面|里头|包括|含)[^，。；;]{0,8}$")
_NOT_ALL = re.compile(r"不在|不是|不属于|没进|没有进|未进|不算")
_MONTHLY = re.compile(r"(每个?月|一个月|月均|每月|按月)[^，。；;、]{0,10}$")
_MONTHLY_AFTER = re.compile(r"^\s*(/|每|一个?)月")
_A_YEAR = re.compile(r"[一全整]个?年|12个?月|十二个?月|年(?:底|终|下来|度)|一年")
# Durations in the unit of the fact that reads them.
YEARS = {"年": Decimal(1), "个月": Decimal(1) / 12}


def items_of(
    rule: Rule, lists: Mapping[str, list[Quantity]], usable: Iterable[Quantity], folded: str
) -> list[dict[str, Value]]:
    """One item for each value of the fact that was given most often; "两台，每台600万" makes two.

    What a rule adds up (前三个合同累计) makes one item with all the values.
    """
    types = {rule.facts[n].type for n in lists}
    others = sorted((q for q in usable if q.kind not in types), key=lambda q: q.value)
    many = {q.kind: q.value for q in others if q.kind in {"people", "area"}}
    counts = (q.value for q in usable if q.kind == "count" and "count" not in types)
    times = next((int(c) for c in counts if c == int(c) and 1 < c <= 1000), 1)
    way = rule.award.way if rule.award else None
    # Two standards of one level are two awards; two machines are two only with a price each.
    by_level = isinstance(way, Levels) and way.of is None
    each = any(
        _EACH_BEFORE.search(folded[: q.start]) or _EACH_AFTER.match(folded[q.end :])
        for q in usable
        if q.kind == "money"
    )
    if not (by_level or (each and "money" in types)):
        times = 1
    whole_sums = {name: _totalled(qs, folded) for name, qs in lists.items()}
    if any(len(whole_sums[name]) < len(qs) for name, qs in lists.items()):
        times = 1
    lists = whole_sums
    if isinstance(way, PerItem):
        # Several counts that don't add up to one of them say nothing certain: better asked than added.
        lists = {name: kept for name, qs in lists.items() if (kept := _one_count(qs, folded))}
    values = {name: [_base(q, rule.facts[name], folded, many) for q in qs] for name, qs in lists.items()}
    whole: dict[str, Value] = {}
    if isinstance(way, Rate) and way.first and way.of in values:
        whole[way.of] = tuple(values.pop(way.of) * times)
        times = 1
    length = max(map(len, values.values()), default=1)
    read = set(rule.award.reads()) if rule.award else set()
    items = [
        {
            **whole,
            **{n: v[i] if i < len(v) else v[0 if n in read else -1] for n, v in values.items()},
        }
        for i in range(length)
    ]
    return items * times if length == 1 else items


def _totalled(found: list[Quantity], folded: str) -> list[Quantity]:
    """The total alone where the last figure is one: 设备150万，连厂房一共190万."""
    last = found[-1]
    if len(found) == 1 or last.kind != "money":
        return found
    if _TOTAL.search(folded[: last.start]) and last.value >= max(q.value for q in found):
        return [last]
    whole = [q for q in found if not _PART_OF.search(folded[: q.start])]
    return whole or found


def _one_count(found: list[Quantity], folded: str) -> list[Quantity]:
    """The count that the others add up to; none where they don't, or some of them are said not to count."""
    if len(found) == 1 or found[0].kind != "count":
        return found
    total = sum(q.value for q in found)
    return [] if _NOT_ALL.search(folded) else [q for q in found if q.value * 2 == total][:1]


def _months(quantity: Quantity, folded: str) -> int:
    """12 for a figure told by the month where a year is asked about."""
    monthly = _MONTHLY.search(folded[: quantity.start]) or _MONTHLY_AFTER.match(folded[quantity.end :])
    return 12 if monthly and _A_YEAR.search(folded) else 1


def _base(quantity: Quantity, fact: Fact, folded: str, many: Mapping[str, Decimal]) -> Decimal:
    """The value in the fact's own unit; a wage told per head or a price per square metre, for all of them."""
    if fact.unit == "年":
        return quantity.value * YEARS.get(quantity.unit, Decimal(1))
    if fact.type == "energy":
        return quantity.value * _months(quantity, folded)
    if fact.type != "money":
        return quantity.value
    if "people" in many and _PER_HEAD.search(folded):
        return quantity.value * many["people"]
    if "area" in many and (per := _PER_AREA.search(folded)):
        return quantity.value * many["area"] / (_MU if per["unit"] == "亩" else 1)
    return quantity.value * _months(quantity, folded)
