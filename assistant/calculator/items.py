"""What was told as the items that a rule reckons with: two projects, a total, a price for each of two machines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from assistant.calculator.amounts import Quantity, numeral
from assistant.calculator.counted import totalled
from assistant.calculator.facts import Fact, Value
from assistant.calculator.levels import Levels
from assistant.calculator.naming import of_other_things
from assistant.calculator.schema import Rule
from assistant.calculator.sums import per_head, telling
from assistant.calculator.terms import value_of
from assistant.calculator.ways import PerItem, Rate
from assistant.text import fold

__all__ = ["YEARS", "items_of", "levels_counted"]

# A sum told for one of several: per square metre, per mu.
_PER_AREA = re.compile(r"(?:每|一|/|单)个?(?P<unit>平方米?|平米?|亩|m2)")
_MU = Decimal(2000) / 3
_EACH_BEFORE = re.compile(
    r"(每|各(?!种|类|项目|能|补)|单[价台套批]|均价|(?<!第)一(?:[台套件项批款]|个(?!月|季|年)))[^，。；;]{0,8}$"
)
_EACH_AFTER = re.compile(r"\s*(一[台套个件项批款]|/|每)")
_NOT_ALL = re.compile(r"不在|不是|不属于|没进|没有进|未进|不算")
# A figure told by the month counts each month.
_MONTHLY = re.compile(r"(每个?月|一个月|月均|每月|按月|人均月|月人均)[^，。；;、]{0,10}$")
_MONTHLY_AFTER = re.compile(r"^\s*(/|每|一个?)月")
_A_YEAR = re.compile(r"[一全整]个?年|12个?月|十二个?月|年(?:底|终|下来|度)|一年")
# No standard and no centre is counted so.
_OF_GOODS = {"台", "套", "辆", "颗", "支", "只", "件", "款", "部", "批次", "批"}
# People and bodies who apply, and no things granted, unless the name of one stands with the count.
_OF_WHO = {"家", "位", "名", "人", "所", "户", "方"}
_COMPARED = re.compile(r"差多少|相差|差几|哪[个种项边样]|对比|比较")
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
    way = rule.award.way if rule.award else None
    # Two standards of one level are two awards; two machines are two only with a price each.
    by_level = isinstance(way, Levels) and way.of is None
    counted_ones = (q for q in usable if q.kind == "count" and "count" not in types)
    counts = (
        q.value
        for q in counted_ones
        if not (by_level and (q.unit in _OF_GOODS or _of_others(q, rule, folded)))
    )
    times = next((int(c) for c in counts if c == int(c) and 1 < c <= 1000), 1)
    each = any(
        _EACH_BEFORE.search(folded[: q.start]) or _EACH_AFTER.match(folded[q.end :])
        for q in usable
        if q.kind == "money"
    )
    if not (by_level or (each and "money" in types)):
        times = 1
    whole_sums = {name: totalled(qs, folded) for name, qs in lists.items()}
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
    return items * times * _years(rule, folded) if length == 1 else items


def _of_others(count: Quantity, rule: Rule, folded: str) -> bool:
    """Whether a count is none of what the rule grants for: 三家单位一起申请, 研究员四十个; 两家省级的 is."""
    if count.unit not in _OF_WHO:
        return of_other_things(count, rule, folded)
    level = next(f for f in rule.facts.values() if f.type == "level")
    level_words = "|".join(re.escape(fold(w)) for name, ws in level.options.items() for w in (name, *ws))
    after = re.split("[，,。；;、：:?？!！]", folded[count.end :])[0]
    before = re.split("[，,。；;、：:?？!！]", folded[: count.start])[-1]
    return not (
        re.match(rf"的?(?:{level_words})", after) or re.search(rf"(?:{level_words})[的有各共]?$", before)
    )


def _years(rule: Rule, folded: str) -> int:
    """For how many years a figure told as every year's is to be added up: no more than the rule gives."""
    over = telling().over_years.search(folded)
    if not (rule.years and over and telling().every_year.search(folded)):
        return 1
    most = int(value_of(rule.years.amount))
    told = over["n"] or over["m"] or over["k"]
    return min(most, int(numeral("二" if told == "两" else told))) if told else most


def levels_counted(rule: Rule, usable: Iterable[Quantity], folded: str) -> list[tuple[Quantity, str]]:
    """(count, level) of several levels each with its own: 两个国标一个行标, 国标两个、行标一个.

    Nothing where a level stands without a count, or where the levels are only compared.
    """
    way = rule.award.way if rule.award else None
    if not isinstance(way, Levels) or way.of is not None or _COMPARED.search(folded):
        return []
    spelt = {fold(w): level for level, words in rule.facts[way.by].options.items() for w in (level, *words)}
    word = "|".join(map(re.escape, sorted(spelt, key=len, reverse=True)))
    told = {spelt[m] for m in re.findall(word, folded)}
    counts = [q for q in usable if q.kind == "count" and q.value in range(1, 1000)]
    # 三项：一项国际的: the level is of the count next to it.
    near = r"[^，,。；;、：:\d一二两三四五六七八九十]"
    ahead = {q: m[1] for q in counts if (m := re.match(rf"{near}{{0,3}}?({word})", folded[q.end :]))}
    behind = {
        q: m[1]
        for q in counts
        if (m := re.search(rf"({word})(?:(?!{word}){near}){{0,8}}$", folded[: q.start]))
    }
    for found in (ahead, behind, behind | ahead):
        if len(found) > 1 and {spelt[w] for w in found.values()} == told and len(told) == len(found):
            return [(q, spelt[w]) for q, w in found.items()]
    return []


def _one_count(found: list[Quantity], folded: str) -> list[Quantity]:
    """The count that the others add up to; none where they don't, or some of them are said not to count."""
    if len(found) == 1 or found[0].kind != "count":
        return found
    total = sum(q.value for q in found)
    if _NOT_ALL.search(folded):
        return []
    if telling().by_now.search(folded[: found[-1].start]) and found[-1].value * 2 >= total:
        return found[-1:]
    return [q for q in found if q.value * 2 == total][:1]


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
    if "people" in many and per_head(folded):
        return quantity.value * many["people"] * _months(quantity, folded)
    if "area" in many and (per := _PER_AREA.search(folded)):
        return quantity.value * many["area"] / (_MU if per["unit"] == "亩" else 1)
    return quantity.value * _months(quantity, folded)
