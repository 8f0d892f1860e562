"""Which of the asker's quantities is which fact of a rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from assistant.calculator.amounts import Quantity, quantities
from assistant.calculator.counted import counted
from assistant.calculator.evaluate import Facts
from assistant.calculator.facts import Fact, Value
from assistant.calculator.items import YEARS, items_of, levels_counted
from assistant.calculator.levels import Levels
from assistant.calculator.naming import named
from assistant.calculator.own import of_an_earlier_year, of_his_own, received
from assistant.calculator.qualified import qualified
from assistant.calculator.schema import Rule
from assistant.calculator.spoken import chosen, not_apart, without_figure
from assistant.calculator.sums import of_another, paid_as, telling
from assistant.calculator.unknown import said_unknown, without_unknown
from assistant.calculator.ways import Parts, PerItem
from assistant.text import fold

__all__ = ["Bound", "bind"]

_REACH = 14
_ROW = 24
_MANY = {"people", "area", "count"}
_LISTED = re.compile(r"[、,，和跟与及\s元]*")
# Durations in the unit of the fact that reads them.
_DAYS = {"日", "天", "个工作日", "工作日", "个天", "自然日", "个自然日"}


@dataclass(frozen=True, slots=True)
class Bound:
    """``told``: fact -> how the asker put it; ``asked`` whether any quantity, level or flag was recognised."""

    facts: Facts
    told: Mapping[str, str]
    low: Facts | None = None

    @property
    def asked(self) -> bool:
        return bool(self.told or self.facts.unknown)


def bind(rule: Rule, text: str) -> Bound:
    """Quantities by their type and the words beside them; levels and flags by their own words."""
    folded = fold(text)
    found = quantities(text)
    granted = received(rule, found, folded)
    usable = [q for q in of_his_own(found, folded) if q not in granted]
    granted = [q for q in granted if not of_an_earlier_year(rule, folded[: q.start])]
    unknown = said_unknown(rule, folded)
    told = chosen(rule, without_unknown(folded))
    shared: dict[str, Value] = {**told}
    lists: dict[str, list[Quantity]] = {}
    in_turn = _in_turn(rule, usable, folded)
    said = without_figure(rule, folded)
    shared |= said
    for quantity in usable:
        if read_as := in_turn.get(quantity) or _fact_for(quantity, rule, folded, lists, said):
            lists.setdefault(read_as, []).append(quantity)
    actual = _actual(rule)
    lists = {name: counted(found, rule.facts[name], folded, name in actual) for name, found in lists.items()}
    if wanted := not_apart(rule, lists, usable, folded):
        lists.pop(wanted, None)
        unknown.add(wanted)
    told |= {name: "、".join(q.text for q in found) for name, found in lists.items()}
    read = [q for found in lists.values() for q in found]
    items = items_of(rule, lists, usable, folded)
    # The fact that the award is worked out from first: the level, or the count of the pieces.
    lead = next(iter(rule.award.reads()), "") if rule.award else ""
    if by_level := levels_counted(rule, usable, folded):
        told[lead] = "、".join(f"{q.text}{level}" for q, level in by_level)
        items = [{lead: level} for q, level in by_level for _ in range(int(q.value))]
    elif priced := _levels_priced(rule, lists, usable, folded):
        items = priced
        told[lead] = "、".join(str(item[lead]) for item in priced)
    elif _counts_pieces(rule) and (some := qualified(rule.facts[lead], folded, usable)):
        items = [{} if some.count is None else {lead: some.count}]
        told[lead] = f"{some.count}个" if some.count is not None else told.get(lead, "几个")
        if some.said and some.count is not None:
            flags = {
                c.fact for whole in rule.conditions for c in whole.leaves() if c.fact and c.equals == "是"
            }
            shared |= dict.fromkeys(flags, "是" if some.count else "否")
    # An amount of something else was told for the one that is wanted: a loan where the interest is asked for.
    unknown |= {n for n in _wanted(rule, lists) if any(_of_else(q, rule, n, folded) for q in usable)}
    unknown = {n for n in unknown if n not in lists and n not in shared}
    facts = Facts(
        tuple({**shared, **item} for item in items),
        sum((q.value for q in granted), Decimal(0)) if granted else None,
        # A sum that doesn't count makes nothing approximate.
        any(q.approximate and (q.kind in _MANY or q in read) for q in usable),
        frozenset(unknown),
    )
    return Bound(facts, told, _at_low_end(facts, lists))


def _actual(rule: Rule) -> frozenset[str]:
    """The facts of which the clause counts what came: 国家实际到位经费."""
    if rule.award is None or len(read := rule.award.reads()) != 1:
        return frozenset()
    said = " ".join((rule.facts[read[0]].name, *(quote for _, _, quote in rule.award.way.figures())))
    return frozenset(read) if telling().actual.search(said) else frozenset()


def _counts_pieces(rule: Rule) -> bool:
    return rule.award is not None and isinstance(rule.award.way, PerItem)


def _levels_priced(
    rule: Rule, lists: Mapping[str, Sequence[Quantity]], usable: Sequence[Quantity], folded: str
) -> list[dict[str, Value]]:
    """One item for each price with a level of its own: 市目录的一台500万, 省目录的两台每台450万.

    The level stands before each price, or behind each; nothing where one has none or all have the same.
    """
    way = rule.award.way if rule.award else None
    if not isinstance(way, Levels) or way.of is None or len(prices := lists.get(way.of, ())) < 2:
        return []
    ends = [*(b.start for b in prices[1:]), len(folded)]
    starts = [0, *(a.end for a in prices[:-1])]
    level = rule.facts[way.by]
    spans = [(start, q.start) for start, q in zip(starts, prices, strict=True)]
    for found in (spans, [(q.end, end) for q, end in zip(prices, ends, strict=True)]):
        levels = [named(level, folded[start:end]) for start, end in found]
        if None in levels or len(set(levels)) < 2:
            continue
        items: list[dict[str, Value]] = []
        for price, name, (start, end) in zip(prices, levels, found, strict=True):
            many = [q for q in usable if q.kind == "count" and start <= q.start < end]
            # 两款：国家目录那台600万，市目录那台1500万: announced, and told one by one.
            many = [
                q
                for q in many
                if q.value != len(prices) or not re.match("[^，,。；;：:]{0,6}[：:]", folded[q.end : end])
            ]
            items += [{way.by: str(name), way.of: price.value}] * (int(many[-1].value) if many else 1)
        return items
    return []


def _wanted(rule: Rule, lists: Mapping[str, object]) -> list[str]:
    return [n for n in (rule.award.reads() if rule.award else ()) if rule.facts[n].denied and n not in lists]


def _of_else(quantity: Quantity, rule: Rule, name: str, folded: str) -> bool:
    near = folded[max(0, quantity.start - _REACH) : quantity.start]
    fact = rule.facts[name]
    return quantity.kind in {fact.type, "money"} and any(fold(word) in near for word in fact.denied)


def _at_low_end(facts: Facts, lists: Mapping[str, list[Quantity]]) -> Facts | None:
    ranged = next((q for found in lists.values() for q in found if q.low is not None), None)
    if ranged is None or ranged.low is None:
        return None
    low, high = ranged.low, ranged.value
    swapped = tuple({k: low if v == high else v for k, v in item.items()} for item in facts.items)
    return replace(facts, items=swapped)


def _suits(quantity: Quantity, fact: Fact) -> bool:
    return quantity.kind == fact.type and (
        not fact.unit or quantity.unit in (YEARS if fact.unit == "年" else _DAYS)
    )


def _in_turn(rule: Rule, usable: Sequence[Quantity], folded: str) -> Mapping[Quantity, str]:
    """Facts named in a row before as many quantities: 省、市、区分成分别是100万、60万、40万; a later row of as many
    (第二年各200万、120万、80万) is told in the same order."""
    read = [n for n in (rule.award.reads() if rule.award else ()) if not rule.facts[n].chosen]
    for size in range(len(read), 1, -1):
        of_type = [q for q in usable if q.kind == rule.facts[read[0]].type]
        order: list[str] = []
        found: dict[Quantity, str] = {}
        for first in range(len(of_type) - size + 1):
            run = of_type[first : first + size]
            between = [folded[a.end : b.start] for a, b in pairwise(run)]
            if any(not _LISTED.fullmatch(words) for words in between) or run[0] in found:
                continue
            before = folded[max(0, run[0].start - _ROW) : run[0].start]
            named = {n: at for n in read if (at := _last(before, rule.facts[n])) >= 0}
            if len(named) == size and len(set(named.values())) == size:
                order = sorted(named, key=lambda n: named[n])
            if order:
                found |= dict(zip(run, order, strict=True))
        if found:
            return found
    return {}


def _last(text: str, fact: Fact) -> int:
    return max((text.rfind(fold(w)) for w in (*fact.words, fact.name)), default=-1)


def _fact_for(
    quantity: Quantity, rule: Rule, folded: str, taken: Mapping[str, object], said: Mapping[str, str]
) -> str | None:
    """The fact of the quantity's type whose words stand nearest to it; the award's own where none do.

    Not one that was ``said`` to be met or not without a figure."""
    before = folded[max(0, quantity.start - _REACH) : quantity.start]
    after = re.split("[，,。；;、?？]", folded[quantity.end : quantity.end + 6])[0]
    paid = paid_as(quantity, folded)

    def nearest(words: Iterable[str]) -> int:
        spelt = list(map(fold, words))
        near = [len(before) - before.rfind(w) - len(w) for w in spelt if w in before]
        near += [after.find(w) + 3 for w in spelt if w in after]
        near += [0 for w in spelt if paid.startswith(w)]
        return min(near, default=_REACH * 2)

    def distance(name: str) -> int:
        return nearest((*rule.facts[name].words, rule.facts[name].name))

    same = [
        n
        for n, f in rule.facts.items()
        if n not in said
        and _suits(quantity, f)
        and nearest(f.denied) >= min(distance(n), _REACH * 2)
        and not of_another(quantity, f, folded)
    ]
    if not same:
        return None
    if rule.award and isinstance(rule.award.way, Parts) and min(map(distance, same)) == _REACH * 2:
        return None  # a part is told by its name
    conditions = {c.fact for c in rule.conditions}
    return min(same, key=lambda n: (distance(n), n in conditions, n in taken, same.index(n)))
