"""Two or more provisions on one matter, side by side, and which document prevails where they conflict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.wording import conclusion
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.types import Evidence, Passage, Understanding

__all__ = ["Comparison"]

_SIDES = 3


class Comparison:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def find(self, what: Understanding, kept: Sequence[Passage]) -> tuple[str, tuple[Evidence, ...]] | None:
        """(the sides in words and which prevails, their evidence); None where there is only one side."""
        sides = self._sides(what, kept)
        if len(sides) < 2:
            return None
        lines = []
        for n, side in enumerate(sides, 1):
            clause = side.clause
            short = self._corpus.documents[clause.doc].short
            said = conclusion(clause, side.evidence[0], what.years)
            lines.append(say("answer.side", n=n, short=short, label=clause.label, said=said))
        evidence = [side.evidence[0] for side in sides]
        prevailing = self._prevailing([side.clause.doc for side in sides])
        if prevailing is not None:
            evidence.append(prevailing)
            short = self._corpus.documents[self._corpus.clause(prevailing.clause).doc].short
            label = self._corpus.clause(prevailing.clause).label
            lines.append(say("answer.prevails", short=short, label=label, quote=prevailing.quote))
        return "\n".join(lines), tuple(evidence)

    def rule_of_precedence(self, what: Understanding) -> tuple[str, tuple[Evidence, ...]] | None:
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
        return said, tuple(found[:1])

    def _sides(self, what: Understanding, kept: Sequence[Passage]) -> list[Passage]:
        """The best passage, and those that share its subject: one a document where several are compared."""
        usable = [p for p in kept if p.evidence]
        if not usable:
            return []
        if len(what.documents) > 1:
            firsts = (next((p for p in usable if p.clause.doc == doc), None) for doc in what.documents)
            return [p for p in firsts if p is not None][:_SIDES]
        best = usable[0]
        topics = set(best.evidence[0].topics)
        related = [p for p in usable[1:] if not topics or topics & set(p.evidence[0].topics)]
        others = (
            _one_a_document(best, related) if len({p.clause.doc for p in (best, *related)}) > 1 else related
        )
        return [best, *others][:_SIDES]

    def _prevailing(self, docs: Sequence[str]) -> Evidence | None:
        """The words by which one of the documents prevails over another of them."""
        for doc in docs:
            for rule in self._corpus.documents[doc].precedence:
                if set(rule.over) & set(docs):
                    return Evidence(rule.clause, rule.quote)
        return None


def _one_a_document(best: Passage, related: Iterable[Passage]) -> list[Passage]:
    out: dict[str, Passage] = {}
    for passage in related:
        if passage.clause.doc != best.clause.doc:
            out.setdefault(passage.clause.doc, passage)
    return list(out.values())
