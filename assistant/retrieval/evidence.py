"""Which words of a clause answer the question: one of its provisions, a row of its table, or a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.corpus.departments import find_groups
from assistant.corpus.numbering import marker_at
from assistant.corpus.store import Corpus
from assistant.retrieval.entries import row_text
from assistant.retrieval.retriever import Query, Retriever
from assistant.text import bigrams, fold
from assistant.types import Clause, Evidence

__all__ = ["EvidenceFinder", "operative_text"]

_NEAR_BEST = 0.9


def operative_text(clause: Clause) -> str:
    """The clause without its number and its responsibility brackets."""
    text = clause.text
    for group in find_groups(text):
        text = text.replace(group.raw, "")
    if marker := marker_at(text):
        text = text.removeprefix(marker.printed)
    return text.strip()


class EvidenceFinder:
    def __init__(self, corpus: Corpus, retriever: Retriever) -> None:
        self._corpus = corpus
        self._retriever = retriever
        self._tokens: dict[str, list[frozenset[str]]] = {}

    def find(
        self, clause: Clause, query: Query, remembered: Mapping[str, list[tuple[int, float]]]
    ) -> tuple[tuple[Evidence, float], ...]:
        """Evidence with its score in 0..1, best first."""
        wanted = {t: self._retriever.idf(t) for t in bigrams(query.text) if t not in query.ignore}
        for term in query.expansion:
            wanted.update({t: 0.6 * self._retriever.idf(t) for t in bigrams(fold(term)) if t not in wanted})
        found = [*self._provisions(clause, wanted, dict_of_best(remembered.get(clause.id, [])))]
        if clause.rows:
            found += self._rows(clause, wanted)
        elif not found:
            found = list(self._sentences(clause, wanted))
        return tuple(sorted(found, key=lambda pair: -pair[1]))

    def _provisions(
        self, clause: Clause, wanted: Mapping[str, float], similar: Mapping[int, float]
    ) -> list[tuple[Evidence, float]]:
        lay = self._corpus.lay.get(clause.id, ())
        if clause.rows:
            return []
        if clause.id not in self._tokens:
            self._tokens[clause.id] = [
                frozenset(bigrams(fold("\n".join((p.subject, p.quote, *p.ask))))) for p in lay
            ]
        out = []
        for n, (provision, tokens) in enumerate(zip(lay, self._tokens[clause.id], strict=True)):
            score = 0.5 * similar.get(n, 0.0) + 0.5 * _share(wanted, tokens)
            out.append((Evidence(clause.id, provision.quote, provision.subject), score))
        return out

    def _rows(self, clause: Clause, wanted: Mapping[str, float]) -> list[tuple[Evidence, float]]:
        out = []
        lines = [line for line in clause.text.split("\n") if line.startswith("|")][2:]
        lay = self._corpus.lay.get(clause.id, ())
        for row, line in zip(clause.rows, lines, strict=True):
            own = [text for p in lay if p.quote == line for text in (p.subject, *p.ask)]
            tokens = frozenset(bigrams(fold("\n".join((row_text(clause, row), *own)))))
            out.append((Evidence(clause.id, line, row=row), _share(wanted, tokens)))
        return out

    @staticmethod
    def _sentences(clause: Clause, wanted: Mapping[str, float]) -> list[tuple[Evidence, float]]:
        out = []
        for sentence in re.split(r"(?<=[。；])|\n", operative_text(clause)):
            if quote := sentence.strip().rstrip("。；"):
                out.append((Evidence(clause.id, quote), _share(wanted, frozenset(bigrams(fold(quote))))))
        return out


def dict_of_best(pairs: list[tuple[int, float]]) -> dict[int, float]:
    best: dict[int, float] = {}
    for n, similarity in pairs:
        best[n] = max(similarity, best.get(n, 0.0))
    return best


def _share(wanted: Mapping[str, float], tokens: frozenset[str]) -> float:
    total = sum(wanted.values())
    return sum(v for t, v in wanted.items() if t in tokens) / total if total else 0.0
