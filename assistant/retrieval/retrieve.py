"""Step 2: the clauses that may answer, best first, the rejected ones recorded with the reason."""

from __future__ import annotations

from dataclasses import replace

from assistant.corpus.store import Corpus
from assistant.retrieval.evidence import EvidenceFinder
from assistant.retrieval.retriever import Nearness, Query, Retriever
from assistant.text import bigrams, is_foreign
from assistant.types import Passage, Understanding
from assistant.understanding.asking import asking

__all__ = ["Searcher"]

_RECORDED = 16
# The same matter in another document, of which one may prevail, or the other side of a comparison.
_BESIDE = 0.62
# Too far from everything to say what it is nearest to, and a clause that holds nearly every word of it.
_FAR_OFF = 0.2
_WORD_FOR_WORD = 0.7
# A subject that nothing covers is known by few questions, so that its place is less sure than a provision's.
_FEWER = 0.02
_FOREIGN_LEAD = 0.05


class Searcher:
    def __init__(self, corpus: Corpus, retriever: Retriever, *, kept: int, threshold: float) -> None:
        self._corpus = corpus
        self._retriever = retriever
        self._evidence = EvidenceFinder(corpus, retriever)
        self._kept = kept
        self._threshold = threshold

    def find(self, understanding: Understanding) -> tuple[Passage, ...]:
        """Direct references are taken as they are, score 1; everything else is searched and cut."""
        query = self.query(understanding)
        meant = self._retriever.meant(query)
        if understanding.clauses:
            named = [Passage(self._corpus.clause(i), 1.0, {"reference": 1.0}) for i in understanding.clauses]
            return tuple(self._with_evidence(p, query, meant) for p in named)
        found = self._retriever.search(query, _RECORDED, meant)
        if found and not is_foreign(understanding.text) and _is_outside(meant, found[0]):
            return tuple(
                replace(p, kept=False, why="更接近文件未收录的事项", outside=meant.outside[0]) for p in found
            )
        # Another language shares no word with the documents: meaning alone tells what they hold.
        foreign = is_foreign(understanding.text)
        threshold = self._threshold
        if foreign:
            threshold = 0.0 if meant.best() - meant.outside[1] >= _FOREIGN_LEAD else 1.0
        kept = [p for p in found if _keeps(p, found[0], threshold) and p.clause.kind != "signature"]
        kept = kept[: 1 if foreign else self._kept]
        return tuple(
            self._with_evidence(p, query, meant) if p in kept else replace(p, kept=False, why=self._why(p))
            for p in found
        )

    def _why(self, passage: Passage) -> str:
        if passage.clause.kind == "signature":
            return "落款不作为依据"
        return "低于阈值" if passage.score < self._threshold else "超出保留条数"

    def _with_evidence(self, passage: Passage, query: Query, meant: Nearness) -> Passage:
        return replace(passage, evidence=self._evidence.find(passage.clause, query, meant)[:4])

    @staticmethod
    def query(what: Understanding) -> Query:
        focus = frozenset(what.focus)
        spoken = {*bigrams(what.matter), *bigrams(what.context)}
        ignore = asking().filler | (spoken - focus)
        # The names of documents that are compared say nothing of the matter.
        sentence = what.matter if len(what.documents) > 1 and what.focus else what.text
        return Query(what.matter, what.expansion, what.documents, ignore, what.wants, what.context, sentence)


def _keeps(passage: Passage, best: Passage, threshold: float) -> bool:
    """Whether a passage answers, or, beside one that does, means about the same."""
    if passage.score >= threshold:
        return True
    beside = passage.parts.get("meaning", 0.0) >= _BESIDE * best.parts.get("meaning", 1.0)
    return beside and best.score >= threshold


def _is_outside(meant: Nearness, best: Passage) -> bool:
    """Whether the question is nearer to a subject that no clause covers than to any provision."""
    known = best.parts.get("words", 0.0) >= _WORD_FOR_WORD
    return not known and meant.outside[1] + _FEWER >= max(meant.best(), _FAR_OFF)
