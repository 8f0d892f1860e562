"""Who is responsible: the clause that prints it, or the one that says in its own words where a thing belongs."""

from __future__ import annotations

from assistant.types import Passage, Understanding
from assistant.understanding.asking import asking

__all__ = ["says_itself", "with_units"]

_NEARLY = 0.6
# A place's own clause prints no units, the measure that provides for all places does.
_ALIKE = 0.8
_TOPICS = 2
# Sorts of fact that a question beside "who" wants of the clause: 办公室设在哪, 几个月内.
_BESIDE = frozenset({"duration", "place", "area", "transport"})


def with_units(kept: list[Passage]) -> Passage:
    """The best passage that prints responsible units and nearly fits as well, or is about the same matter in
    the same document; the best of all where there is none."""
    best = kept[0]
    printed = [p for p in kept if p.clause.departments.lead]
    near = (p for p in printed if p.score >= _NEARLY * best.score)
    return next(near, None) or next((p for p in printed if _same_matter(best, p)), best)


def says_itself(what: Understanding, kept: list[Passage]) -> bool:
    """Whether it is the words of the best clause that answer, not a bracket of responsible units: they name
    who receives, houses or runs a thing, or no unit is asked for at all (哪个镇, 哪条带)."""
    best = kept[0]
    if not best.evidence or best.evidence[0].row is not None:
        return False
    if asking().asks_other_than_unit(what.text):
        return True
    quote = best.evidence[0].quote
    if asking().asks_for_office(what.text, quote):
        return True
    if best.clause.departments.lead:
        return False
    beside = tuple(w for w in what.wants if w in _BESIDE)
    return asking().names_unit(quote) or asking().holds(beside, quote) > 0


def _same_matter(best: Passage, other: Passage) -> bool:
    if other.clause.doc != best.clause.doc or not (best.evidence and other.evidence):
        return False
    alike = other.parts.get("meaning", 0.0) >= _ALIKE * best.parts.get("meaning", 1.0)
    return alike and len({*best.evidence[0].topics} & {*other.evidence[0].topics}) >= _TOPICS
