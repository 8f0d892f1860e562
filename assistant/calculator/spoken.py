"""What is told of a rule's facts in words: a level, yes or no, enough of something; and what can't be told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.calculator.amounts import Quantity
from assistant.calculator.counted import announced_and_come
from assistant.calculator.facts import MET, UNMET
from assistant.calculator.naming import named, of_no_option, several, without
from assistant.calculator.schema import Rule
from assistant.calculator.sums import per_head, sum_of, telling
from assistant.calculator.terms import value_of
from assistant.calculator.ways import Parts, Rate
from assistant.text import TURN, fold

__all__ = ["chosen", "not_apart", "without_figure"]

_PAIR = 2
# 元 a month that nobody's pay is below.
_LEAST_PAY = 1000


def chosen(rule: Rule, known: str) -> dict[str, str]:
    """The levels and flags that are told; what was said last holds, and levels in a row are none of them."""
    found: dict[str, str] = {}
    turns = [*reversed(known.split(TURN)), known]
    for name, fact in rule.facts.items():
        if not fact.chosen:
            continue
        names = [fold(f.name) for n, f in rule.facts.items() if n != name and not f.chosen]
        for turn in (without(turn, names) for turn in turns):
            if several(fact, turn) or of_no_option(fact, turn):
                break
            if value := named(fact, turn):
                found[name] = value
                break
    return found


def without_figure(rule: Rule, folded: str) -> dict[str, str]:
    """Conditions on an amount that are said to be met or not, the amount untold: 主营收入够."""
    found: dict[str, str] = {}
    for name in {c.fact for whole in rule.conditions for c in whole.leaves()}:
        fact = rule.facts.get(name or "")
        if not fact or fact.chosen:
            continue
        for word in sorted(map(fold, (*fact.words, fact.name)), key=len, reverse=True):
            rest = re.split("[，,。；;？?！]", folded.partition(word)[2])[0]
            if telling().not_enough.match(rest) or telling().enough.match(rest):
                found[str(name)] = UNMET if telling().not_enough.match(rest) else MET
                break
    return found


def not_apart(
    rule: Rule, lists: Mapping[str, Sequence[Quantity]], usable: Sequence[Quantity], folded: str
) -> str | None:
    """The fact to ask for where only a sum of more than counts was told (五单合计2600万, 增量一共200万), one sum
    planned and another spent, or one taken off another."""
    way = rule.award.way if rule.award else None
    if isinstance(way, Parts) and not any(n in lists for n in way.reads()):
        first, read = way.reads()[0], [q for found in lists.values() for q in found]
        return first if any(q.kind == rule.facts[first].type and q not in read for q in usable) else None
    for name, found in lists.items():
        ahead = [folded[: q.start] for q in found]
        planned, done = (any(map(said.search, ahead)) for said in (telling().planned, telling().done))
        deducted = len(found) > 1 and any(map(telling().deducted.search, ahead))
        if deducted or (planned and done) or (len(found) == _PAIR and all(announced_and_come(found, folded))):
            return name
    people = max((q.value for q in usable if q.kind == "people"), default=Decimal(0))
    for name, found in lists.items():
        # 职工80人，基数4500: too little for all of them, and not said to be for each.
        pay = sum_of(rule.facts[name]) == "工资" and sum(q.value for q in found) < people * _LEAST_PAY
        if pay and not per_head(folded):
            return name
    if isinstance(way, Rate) and way.first and len(lists.get(way.of, ())) == 1:
        counts = value_of(way.first)
        more = any(q.kind == "count" and q.value > counts for q in usable)
        first_ones = re.search(rf"[前头](?:{counts}|{way.first[0]})", folded[: lists[way.of][0].start])
        return way.of if more and not first_ones else None
    return None
