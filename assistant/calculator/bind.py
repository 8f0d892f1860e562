"""Which of the asker's quantities is which fact of a rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assistant.calculator.amounts import Quantity, quantities
from assistant.calculator.evaluate import Facts
from assistant.calculator.schema import Fact, Rule
from assistant.text import fold

__all__ = ["Bound", "bind"]

_RECEIVED = re.compile(
    r"(?:已经?|之前|上半年|今年|本年度?|前面|年内).{0,6}?(?:拿|获|领|享受|得|批|补)(?:到|过|了|得)*.{0,6}$"
)
_NO_BEFORE = re.compile(r"(?:不是|没有?|非|不属于|不算|并非|未|缺|不够|进不了)[^，。,；;]{0,4}$")
_NO_AFTER = re.compile(r"^[^，。,；;]{0,4}(?:还没|没有?|未|尚未|办不|不是|不符|缺)")
_PER_HEAD = re.compile(r"人均|每人|平均每?人?|一个人")
_EACH = re.compile(r"每|各|单价|均价|一台|一套")
_REACH = 14


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
    folded = fold(text)
    found = quantities(text)
    received = [
        q for q in found if q.kind == "money" and _RECEIVED.search(folded[max(0, q.start - 12) : q.start])
    ]
    usable = [q for q in found if q not in received]
    told: dict[str, str] = {}
    shared: dict[str, Decimal | str] = {}
    for name, fact in rule.facts.items():
        if fact.type in {"level", "flag"} and (value := _named(fact, folded)):
            shared[name], told[name] = value, value
    lists: dict[str, list[Quantity]] = {}
    for quantity in usable:
        if read_as := _fact_for(quantity, rule, folded, lists):
            lists.setdefault(read_as, []).append(quantity)
            told[read_as] = f"{told[read_as]}、{quantity.text}" if read_as in told else quantity.text
    items = _items(rule, lists, usable, folded)
    facts = Facts(
        tuple({**shared, **item} for item in items),
        sum((q.value for q in received), Decimal(0)) if received else None,
        any(q.approximate for q in usable),
    )
    ranged = next((q for qs in lists.values() for q in qs if q.low is not None), None)
    low = None
    if ranged is not None and ranged.low is not None:
        swapped = tuple(
            {k: ranged.low if v == ranged.value else v for k, v in item.items()} for item in facts.items
        )
        low = Facts(swapped, facts.received, facts.approximate)
    return Bound(facts, told, low)


def _named(fact: Fact, folded: str) -> str | None:
    """The level whose word the text contains, or 是 / 否 for a flag that it affirms or denies."""
    if fact.type == "level":
        pairs = [(fold(word), level) for level, words in fact.options.items() for word in (level, *words)]
        named: dict[str, None] = {}
        left = folded
        for word, level in sorted(pairs, key=lambda p: -len(p[0])):
            if word in left:
                named[level] = None
                left = left.replace(word, " ")
        # Two levels in one breath ask for a comparison, not for one of them.
        return next(iter(named)) if len(named) == 1 else None
    for word in sorted(map(fold, (*fact.words, fact.name)), key=len, reverse=True):
        at = folded.find(word)
        if at >= 0:
            denied = _NO_BEFORE.search(folded[:at]) or _NO_AFTER.search(folded[at + len(word) :])
            return "否" if denied else "是"
    return None


def _fact_for(quantity: Quantity, rule: Rule, folded: str, taken: Mapping[str, object]) -> str | None:
    """The fact of the quantity's type whose words stand nearest to it; the award's own where none do."""
    same = [n for n, f in rule.facts.items() if f.type == quantity.kind]
    if not same:
        return None

    def distance(name: str) -> int:
        before = folded[max(0, quantity.start - _REACH) : quantity.start]
        after = folded[quantity.end : quantity.end + 6]
        words = [fold(w) for w in (*rule.facts[name].words, rule.facts[name].name)]
        near = [len(before) - before.rfind(w) - len(w) for w in words if w in before]
        near += [after.find(w) + 3 for w in words if w in after]
        return min(near, default=_REACH * 2)

    conditions = {c.fact for c in rule.conditions}
    return min(same, key=lambda n: (distance(n), n in conditions, n in taken, same.index(n)))


def _items(
    rule: Rule, lists: Mapping[str, list[Quantity]], usable: Iterable[Quantity], folded: str
) -> list[dict[str, Decimal | str]]:
    """One item for each value of the fact that was given most often; "两台，每台600万" makes two."""
    counts = [q for q in usable if q.kind == "count" and "count" not in {rule.facts[n].type for n in lists}]
    people = next((q for q in usable if q.kind == "people"), None)
    length = max((len(values) for values in lists.values()), default=1)
    items: list[dict[str, Decimal | str]] = [{} for _ in range(length)]
    for name, values in lists.items():
        amounts = [q.value for q in values]
        if people and rule.facts[name].type == "money" and _PER_HEAD.search(folded):
            amounts = [a * people.value for a in amounts]
        conditional = rule.award is None or name not in rule.award.reads()
        for i in range(length):
            items[i][name] = amounts[i] if i < len(amounts) else amounts[-1 if conditional else 0]
    repeated = next((q for q in counts if q.value > 1 and q.value == int(q.value) and q.value <= 1000), None)
    if (
        repeated
        and length == 1
        and _EACH.search(folded)
        and any(rule.facts[n].type == "money" for n in lists)
    ):
        items = items * int(repeated.value)
    return items
