"""Of the clauses found, the one that governs: where two documents grant one thing, the prevailing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.corpus.store import Corpus
from assistant.text import bigrams, fold
from assistant.types import Clause, Passage

__all__ = ["Choice", "choices", "prevails", "says_the_same"]

_RIVAL = 0.5
_AS_WELL = 0.75
_SAME_WORDS = 0.6
_AS_NEAR = 0.07
_VERBATIM = 0.9
_BINDING = frozenset({"grant", "relief", "land"})


@dataclass(frozen=True, slots=True)
class Choice:
    """``passage`` governs; ``loser`` says otherwise for the same matter, by force of ``clause``; ``twin`` says
    the same in a document that would have to give way. Where the document of ``passage`` is the one that was
    named, it is told of although it ``yields`` to the other by that clause."""

    passage: Passage
    loser: Passage | None = None
    clause: str = ""
    twin: Passage | None = None
    yields: bool = False


def choices(passages: Sequence[Passage], corpus: Corpus) -> tuple[Choice, ...]:
    """The kept passages, best first; each that another document overrides gives way to the prevailing one."""
    kept = [p for p in passages if p.kept]
    out: dict[str, Choice] = {}
    for passage in kept:
        choice = _choose(passage, kept, corpus)
        out.setdefault(choice.passage.clause.id, choice)
    return tuple(out.values())


def _choose(passage: Passage, kept: Sequence[Passage], corpus: Corpus) -> Choice:
    for other in kept:
        if says_the_same(passage, other.clause):
            here, there = (p.parts.get("document", 0.0) for p in (passage, other))
            if here <= there and prevails(other.clause.doc, passage.clause.doc, corpus):
                return Choice(other, twin=passage)
            if there <= here and prevails(passage.clause.doc, other.clause.doc, corpus):
                return Choice(passage, twin=other)
            continue
        if not (_fits_as_well(other, passage) and _same_matter(passage, other)):
            continue
        if clause := prevails(other.clause.doc, passage.clause.doc, corpus):
            named = passage.parts.get("document", 0.0) > other.parts.get("document", 0.0)
            return Choice(passage, other, clause, yields=True) if named else Choice(other, passage, clause)
        if clause := prevails(passage.clause.doc, other.clause.doc, corpus):
            return Choice(passage, other, clause)
    return Choice(passage)


def _fits_as_well(other: Passage, passage: Passage) -> bool:
    """Whether the question is as much about ``other``: what it covers less of is another matter."""
    close = all(
        other.parts.get(n, 0.0) >= _AS_WELL * passage.parts.get(n, 0.0) for n in ("words", "concepts")
    )
    near = other.parts.get("meaning", 0.0) >= passage.parts.get("meaning", 0.0) - _AS_NEAR
    return close and near and other.score >= _RIVAL * passage.score


def _same_matter(a: Passage, b: Passage) -> bool:
    """Whether passages of two documents grant one thing: a provision with the same main topic and kind in
    each, or, where no topics are recorded, much the same words."""
    if a.clause.doc == b.clause.doc or not (a.evidence and b.evidence):
        return False
    mine, theirs = ({(e.kind, e.topics[0]) for e in p.evidence if e.topics} for p in (a, b))
    if mine and theirs:
        return any(kind in _BINDING for kind, _ in mine & theirs)
    one, two = (set(fold(p.evidence[0].subject + p.evidence[0].quote)) for p in (a, b))
    return len(one & two) >= _SAME_WORDS * min(len(one), len(two))


def says_the_same(passage: Passage, clause: Clause) -> bool:
    """Whether what was found in one document is printed, word for word but for a few, in a clause of another."""
    if passage.clause.doc == clause.doc or not passage.evidence:
        return False
    said = _pairs(passage.evidence[0].quote)
    return len(said & _pairs(clause.text)) >= _VERBATIM * len(said) > 0


@lru_cache(maxsize=1024)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(bigrams(fold(text)))


def prevails(winner: str, loser: str, corpus: Corpus) -> str | None:
    """Id of the clause by which document ``winner`` prevails over ``loser``, if it says so."""
    rules = corpus.documents[winner].precedence
    return next((rule.clause for rule in rules if loser in rule.over), None)
