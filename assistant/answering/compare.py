"""Two or more provisions on one matter, side by side, and which document prevails where they conflict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.wording import conclusion, spoken
from assistant.calculator.figures import printed_figures
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.text import bigrams, fold
from assistant.types import Clause, Evidence, Passage, Understanding

__all__ = ["Comparison"]

Compared = tuple[str, str, tuple[Evidence, ...]]
_SIDES = 3
# Characters of a sentence that is still followed when it is read aloud.
_ALOUD = 120
_NEARLY = 0.8
_FAINT = 0.05
# What a figure that was told, and a kind that is the same, add to the share of words in common.
_ALSO = 0.5
_SAME_KIND = 0.3
_TELLING = 2
_OF_DOCUMENTS = re.compile(r"[份边]|文件|规划|意见|计划|方案")


@dataclass(frozen=True, slots=True)
class Side:
    """One provision that is compared, and how close it is to the best one and the question."""

    clause: Clause
    evidence: Evidence
    close: float


class Comparison:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def find(self, what: Understanding, kept: Sequence[Passage]) -> Compared | None:
        """(the sides in words and which prevails, a sentence to say aloud, their evidence); None where there is
        only one side."""
        sides = self._sides(what, kept)
        if len(sides) < 2:
            return None
        lines, aloud = [], ""
        for n, side in enumerate(sides, 1):
            clause = side.clause
            short = self._corpus.documents[clause.doc].short
            said = conclusion(clause, side.evidence, what.years)
            sentence = spoken(short, clause, side.evidence, what.years)
            if not aloud or len(aloud) + len(sentence) <= _ALOUD:
                aloud += sentence
            lines.append(say("answer.side", n=n, short=short, label=clause.label, said=said))
        evidence = [side.evidence for side in sides]
        prevailing = self._prevailing([side.clause.doc for side in sides])
        if prevailing is not None:
            evidence.append(prevailing)
            short = self._corpus.documents[self._corpus.clause(prevailing.clause).doc].short
            label = self._corpus.clause(prevailing.clause).label
            aloud = say("answer.prevails", short=short, label=label, quote=prevailing.quote)
            lines.append(aloud)
        return "\n".join(lines), aloud, tuple(evidence)

    def rule_of_precedence(self, what: Understanding) -> Compared | None:
        """What the documents say of conflicts, where the question is about nothing else."""
        docs = what.documents or tuple(self._corpus.documents)
        found = [
            Evidence(rule.clause, rule.quote, self._corpus.documents[doc].short)
            for doc in docs
            for rule in self._corpus.documents[doc].precedence
        ]
        if not found:
            return None
        clause = self._corpus.clause(found[0].clause)
        said = say("answer.prevails", short=found[0].subject, label=clause.label, quote=found[0].quote)
        return said, said, tuple(found[:1])

    def _sides(self, what: Understanding, kept: Sequence[Passage]) -> list[Side]:
        """The best provision and its like: one a document where documents are compared, else in other clauses,
        or in its own where the question names that, too."""
        usable = [p for p in kept if p.evidence]
        if not usable:
            return []
        first = usable[0].evidence[0]
        best = Side(usable[0].clause, first, 1.0)
        told = {f for f in printed_figures(what.original) if f.kind in {"money", "share"}}
        ranked = sorted(
            (
                Side(
                    p.clause,
                    e,
                    _likeness(first, e)
                    + p.score / usable[0].score
                    + e.score / max(p.evidence[0].score, _FAINT)
                    + _ALSO * len(told & (printed_figures(e.quote) - printed_figures(first.quote))),
                )
                for p in usable
                for e in p.evidence
                if e is not first
            ),
            key=lambda side: -side.close,
        )
        if len(what.documents) > 1:
            one_each = (
                next((s for s in (best, *ranked) if s.clause.doc == doc), None) for doc in what.documents
            )
            return [side for side in one_each if side][:_SIDES]
        topics = set(first.topics)
        related = [
            s
            for s in ranked
            if s.clause is not best.clause and (not topics or topics & set(s.evidence.topics))
        ]
        elsewhere = [s for s in related if s.clause.doc != best.clause.doc]
        apart = elsewhere if elsewhere and _OF_DOCUMENTS.search(what.text) else related
        others = _one_each(s for s in apart if s.close >= _NEARLY * apart[0].close)
        within = [s for s in ranked if s.clause is best.clause and _names(what.text, s.evidence, first)]
        if others and others[0].clause.doc == best.clause.doc:
            within = []  # A sibling clause is the other side.
        return [best, *within[:1], *others][:_SIDES]

    def _prevailing(self, docs: Sequence[str]) -> Evidence | None:
        """The words by which one of the documents prevails over another of them."""
        for doc in docs:
            for rule in self._corpus.documents[doc].precedence:
                if set(rule.over) & set(docs):
                    return Evidence(rule.clause, rule.quote)
        return None


def _one_each(sides: Iterable[Side]) -> list[Side]:
    """The first of each clause."""
    out: dict[str, Side] = {}
    for side in sides:
        out.setdefault(side.clause.id, side)
    return list(out.values())


def _likeness(one: Evidence, other: Evidence) -> float:
    """How far two provisions grant or set one thing: shared words (0..1), and the same kind."""
    mine, theirs = (set(bigrams(fold(e.subject + e.quote))) for e in (one, other))
    shared = 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))
    return shared + _SAME_KIND * (one.kind == other.kind)


def _names(text: str, evidence: Evidence, best: Evidence) -> bool:
    """Whether the question names what tells a provision from the best one of the same clause."""
    own = set(bigrams(fold(evidence.subject))) - set(bigrams(fold(best.subject)))
    return sum(pair in text for pair in own) >= _TELLING
