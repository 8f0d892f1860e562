"""Which of the asker's quantities is which fact of a rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assistant.calculator.amounts import Quantity, quantities
from assistant.calculator.evaluate import Facts
from assistant.calculator.facts import Fact, Value
from assistant.calculator.levels import Levels
from assistant.calculator.schema import Rule
from assistant.calculator.ways import Rate
from assistant.text import TURN, fold

__all__ = ["Bound", "bind"]

_RECEIVED = re.compile(
    r"(?:已经?|之前|上半年|今年|本年度?|前面|年内).{0,6}?(?:拿|获|领|享受|得|批|补)(?:到|过|了|得)*.{0,6}$"
)
_NO_BEFORE = re.compile(r"(?:不是|没有?|非|不属于|不算|并非|未|缺|不够|进不了)[^，。,；;]{0,4}$")
_NO_AFTER = re.compile(
    r"^[^，。,；;]{0,4}(?:还没|没有?|未|尚未|办不|不是(?!.{0,20}[吗吧])|不符|(?<![不没无])缺)"
)
# A sum told for one of several: per head, per square metre, per mu.
_PER_HEAD = re.compile(r"人均|每人|平均每?人?|一个人")
_PER_AREA = re.compile(r"(?:每|一|/|单)个?(?P<unit>平方米?|平米?|亩|m2)")
_MU = Decimal(2000) / 3
_EACH_BEFORE = re.compile(r"(每|各(?!种|类|项目|能|补)|单价|均价|一[台套个件项批款])[^，。；;]{0,8}$")
_EACH_AFTER = re.compile(r"\s*(一[台套个件项批款]|/|每)")
# Who pays is no level of what is paid for.
_PAYER = re.compile(r"[省市区]级?(财政|资金|政府|部门|这边|里(?=[能给再还可会补]))")
_LAST_YEAR = re.compile(r"(去年|前年|上一?年度?|往年|以前年度)[^，。；;]{0,14}$")
# A total told last says what the figures before it come to; a figure told by the month counts each month.
_TOTAL = re.compile(r"(一共|合计|总共|总计|共计|加起来|加在一起|算下来|拢共|全部)[^，。；;]{0,8}$")
# 320万，其中设备200万: a part of what was told before. Two amounts are two projects only if something says so.
_PART_OF = re.compile(r"(其中|当中|里面|里头|包括|含)[^，。；;]{0,8}$")
_SEVERAL = re.compile(
    r"各|分别|另外?|两[个台项套笔家单款]|三[个台项套笔家单款]|几[个台项笔]|第[一二三]|、|加上|还有|又|以及|再|和|跟|与|一[个台项套笔].{0,16}一[个台项套笔]|[＋+]|;|；"
)
_MONTHLY = re.compile(r"(每个?月|一个月|月均|每月|按月)[^，。；;、]{0,10}$")
_MONTHLY_AFTER = re.compile(r"^\s*(/|每|一个?)月")
_A_YEAR = re.compile(r"[一全整]个?年|12个?月|十二个?月|年(?:底|终|下来|度)|一年")
_REACH = 14
_ROW = 24
_LISTED = re.compile(r"[、,，和跟与及\s元]*")
_CUMULATIVE = {"enterprise", "enterprise_year", "park", "term"}
# Durations in the unit of the fact that reads them.
_YEARS = {"年": Decimal(1), "个月": Decimal(1) / 12}
_DAYS = {"日", "天", "个工作日", "工作日", "个天", "自然日", "个自然日"}


@dataclass(frozen=True, slots=True)
class Bound:
    """``told``: fact -> how the asker put it; ``asked`` whether any quantity, level or flag was recognised."""

    facts: Facts
    told: Mapping[str, str]
    low: Facts | None = None

    @property
    def asked(self) -> bool:
        return bool(self.told)


def bind(rule: Rule, text: str) -> Bound:
    """Quantities by their type and the words beside them; levels and flags by their own words."""
    folded = fold(text)
    found = quantities(text)
    received = _received(rule, found, folded)
    earlier = [q for q in received if _of_an_earlier_year(rule, folded[: q.start])]
    usable = [q for q in found if q not in received]
    received = [q for q in received if q not in earlier]
    told: dict[str, str] = {}
    shared: dict[str, Value] = {}
    # What was said last holds: an earlier turn speaks only where the later ones are silent.
    turns = [*reversed(folded.split(TURN)), folded]
    for name, fact in rule.facts.items():
        if fact.chosen:
            names = [fold(f.name) for n, f in rule.facts.items() if n != name and not f.chosen]
            value = next((v for turn in turns if (v := _named(fact, _without(turn, names)))), None)
            if value:
                shared[name], told[name] = value, value
    lists: dict[str, list[Quantity]] = {}
    in_turn = _in_turn(rule, usable, folded)
    for quantity in usable:
        if read_as := in_turn.get(quantity) or _fact_for(quantity, rule, folded, lists):
            lists.setdefault(read_as, []).append(quantity)
            told[read_as] = f"{told[read_as]}、{quantity.text}" if read_as in told else quantity.text
    items = _items(rule, lists, usable, folded)
    facts = Facts(
        tuple({**shared, **item} for item in items),
        sum((q.value for q in received), Decimal(0)) if received else None,
        any(q.approximate for q in usable),
    )
    return Bound(facts, told, _at_low_end(facts, lists))


def _received(rule: Rule, found: Iterable[Quantity], folded: str) -> list[Quantity]:
    """Sums granted already, where a cap counts them."""
    if not any(cap.per in _CUMULATIVE for cap in rule.caps):
        return []
    before = {q: folded[max(0, q.start - 12) : q.start] for q in found if q.kind == "money"}
    return [q for q, words in before.items() if _RECEIVED.search(words)]


def _of_an_earlier_year(rule: Rule, before: str) -> bool:
    """Last year's money doesn't count where the cap is for a year."""
    yearly = all(cap.per == "enterprise_year" for cap in rule.caps if cap.per in _CUMULATIVE)
    return yearly and bool(_LAST_YEAR.search(before))


def _at_low_end(facts: Facts, lists: Mapping[str, list[Quantity]]) -> Facts | None:
    ranged = next((q for found in lists.values() for q in found if q.low is not None), None)
    if ranged is None or ranged.low is None:
        return None
    low, high = ranged.low, ranged.value
    swapped = tuple({k: low if v == high else v for k, v in item.items()} for item in facts.items)
    return Facts(swapped, facts.received, facts.approximate)


def _without(text: str, names: Iterable[str]) -> str:
    """The text without the names of other facts: 平段电价 names no period."""
    for name in names:
        text = text.replace(name, " ")
    return text


def _named(fact: Fact, folded: str) -> str | None:
    """The level whose word the text contains, or 是 / 否 for a flag that it affirms or denies."""
    if fact.type == "level":
        folded = _PAYER.sub(" ", folded)
        alike = [n for n, patterns in fact.like.items() if any(re.search(p, folded) for p in patterns)]
        if len(alike) == 1:
            return alike[0]
        pairs = [(fold(word), level) for level, words in fact.options.items() for word in (level, *words)]
        named: dict[str, str] = {}
        left = folded
        for word, level in sorted(pairs, key=lambda p: -len(p[0])):
            if word in left:
                named.setdefault(level, word)
                left = left.replace(word, " ")
        # Two levels in one breath, or in a row, ask for a comparison; but 国家目录 names one and 市里 none.
        in_a_row = any(re.search(rf"{re.escape(word)}[、和与及或跟]", folded) for word in named.values())
        plainly = [] if in_a_row else [n for n, word in named.items() if "级" in word or len(word) > 2]
        plainly = plainly or list(named)
        return plainly[0] if len(plainly) == 1 else None
    for words, affirmed in ((fact.denied, "否"), ((*fact.words, fact.name), "是")):
        for word in sorted(map(fold, words), key=len, reverse=True):
            at = folded.find(word)
            if at >= 0:
                denied = _NO_BEFORE.search(folded[:at]) or _NO_AFTER.search(folded[at + len(word) :])
                return {"是": "否", "否": "是"}[affirmed] if denied else affirmed
    return None


def _suits(quantity: Quantity, fact: Fact) -> bool:
    return quantity.kind == fact.type and (
        not fact.unit or quantity.unit in (_YEARS if fact.unit == "年" else _DAYS)
    )


def _in_turn(rule: Rule, usable: Sequence[Quantity], folded: str) -> Mapping[Quantity, str]:
    """Facts named in a row before as many quantities: 省、市、区分成分别是100万、60万、40万."""
    read = [n for n in (rule.award.reads() if rule.award else ()) if not rule.facts[n].chosen]
    for size in range(len(read), 1, -1):
        of_type = [q for q in usable if q.kind == rule.facts[read[0]].type]
        for first in range(len(of_type) - size + 1):
            run = of_type[first : first + size]
            between = [folded[a.end : b.start] for a, b in pairwise(run)]
            if any(not _LISTED.fullmatch(words) for words in between):
                continue
            before = folded[max(0, run[0].start - _ROW) : run[0].start]
            named = {n: at for n in read if (at := _last(before, rule.facts[n])) >= 0}
            if len(named) == size and len(set(named.values())) == size:
                return dict(zip(run, sorted(named, key=lambda n: named[n]), strict=True))
    return {}


def _last(text: str, fact: Fact) -> int:
    return max((text.rfind(fold(w)) for w in (*fact.words, fact.name)), default=-1)


def _fact_for(quantity: Quantity, rule: Rule, folded: str, taken: Mapping[str, object]) -> str | None:
    """The fact of the quantity's type whose words stand nearest to it; the award's own where none do."""
    before = folded[max(0, quantity.start - _REACH) : quantity.start]
    after = folded[quantity.end : quantity.end + 6]

    def nearest(words: Iterable[str]) -> int:
        spelt = list(map(fold, words))
        near = [len(before) - before.rfind(w) - len(w) for w in spelt if w in before]
        near += [after.find(w) + 3 for w in spelt if w in after]
        return min(near, default=_REACH * 2)

    def distance(name: str) -> int:
        return nearest((*rule.facts[name].words, rule.facts[name].name))

    same = [
        n
        for n, f in rule.facts.items()
        if _suits(quantity, f) and nearest(f.denied) >= min(distance(n), _REACH * 2)
    ]
    if not same:
        return None

    conditions = {c.fact for c in rule.conditions}
    return min(same, key=lambda n: (distance(n), n in conditions, n in taken, same.index(n)))


def _items(
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
    lists = {name: _totalled(qs, folded) for name, qs in lists.items()}
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


def _months(quantity: Quantity, folded: str) -> int:
    """12 for a figure told by the month where a year is asked about."""
    monthly = _MONTHLY.search(folded[: quantity.start]) or _MONTHLY_AFTER.match(folded[quantity.end :])
    return 12 if monthly and _A_YEAR.search(folded) else 1


def _base(quantity: Quantity, fact: Fact, folded: str, many: Mapping[str, Decimal]) -> Decimal:
    """The value in the fact's own unit; a wage told per head or a price per square metre, for all of them."""
    if fact.unit == "年":
        return quantity.value * _YEARS.get(quantity.unit, Decimal(1))
    if fact.type == "energy":
        return quantity.value * _months(quantity, folded)
    if fact.type != "money":
        return quantity.value
    if "people" in many and _PER_HEAD.search(folded):
        return quantity.value * many["people"]
    if "area" in many and (per := _PER_AREA.search(folded)):
        return quantity.value * many["area"] / (_MU if per["unit"] == "亩" else 1)
    return quantity.value * _months(quantity, folded)
