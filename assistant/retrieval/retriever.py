"""One retriever: what the words say, what the topic is, and what was asked before, fused by score.

Each part is brought to 0..1 and means the same for any corpus: ``words`` is the share of the question's
information (inverse document frequency) that the clause's best entry covers, ``asked`` the similarity to the
nearest remembered question, ``topic`` the cosine of the topic vectors, ``rank`` the BM25 score relative to
the best hit. Fusion by score beat fusion by rank on public data (see benchmarks).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.corpus.store import Corpus
from assistant.retrieval.entries import Ask, Entry, asks, entries
from assistant.retrieval.index import Index
from assistant.retrieval.lexical import query_tokens
from assistant.retrieval.topic import TopicEncoder
from assistant.text import bigrams, fold
from assistant.types import Passage

__all__ = ["Query", "Retriever", "Weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the fusion; chosen on lay questions held out of the index (``python -m benchmarks fusion``)."""

    words: float = 0.30
    asked: float = 0.45
    topic: float = 0.10
    rank: float = 0.15
    document: float = 0.25
    expansion: float = 0.6


_BOOSTS = {"title": 0.2, "path": 0.8, "text": 1.0, "lay": 0.8}
_CANDIDATES = 40
_ASKS = 30


@dataclass(frozen=True, slots=True)
class Query:
    """``text`` is folded; ``expansion`` adds the documents' terms; ``documents`` are preferred if named."""

    text: str
    expansion: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    ignore: frozenset[str] = frozenset()
    wants: tuple[str, ...] = ()


class Retriever:
    def __init__(self, corpus: Corpus, index: Index, weights: Weights | None = None) -> None:
        self._corpus = corpus
        self._index = index
        self._weights = weights or Weights()
        self._encoder = TopicEncoder(corpus.lexicon)
        self._entries: list[Entry] = list(entries(corpus))
        self._asks: list[Ask] = list(asks(corpus))
        self._tokens = [self._entry_tokens(e) for e in self._entries]
        self._ask_tokens = [frozenset(bigrams(a.text)) for a in self._asks]
        self._idf: dict[str, float] = {}

    @staticmethod
    def _entry_tokens(entry: Entry) -> frozenset[str]:
        return frozenset(query_tokens("\n".join((entry.title, entry.path, entry.text, entry.lay))))

    def idf(self, token: str) -> float:
        """Inverse document frequency over the entries, in the form of BM25 (never negative)."""
        if token not in self._idf:
            seen = max(self._index.clauses.frequency(f, token) for f in ("text", "lay", "path"))
            self._idf[token] = math.log(1 + (len(self._entries) - seen + 0.5) / (seen + 0.5))
        return self._idf[token]

    def search(self, query: Query, limit: int) -> list[Passage]:
        """The best ``limit`` clauses, best first, each with the parts of its score."""
        own = {t: 1.0 for t in query_tokens(query.text) if t not in query.ignore}
        added = {t: self._weights.expansion for term in query.expansion for t in query_tokens(fold(term))}
        tokens = {**added, **own}
        ranked = self._index.clauses.search(tokens, _BOOSTS, _CANDIDATES)
        best = ranked[0][1] if ranked else 1.0
        rank = {int(i): score / best for i, score in ranked}
        vector = self._encoder.encode(" ".join((query.text, *map(fold, query.expansion))))
        topic = (
            {int(i): max(0.0, s) for i, s in self._index.topics.nearest(vector, _CANDIDATES)}
            if vector.any()
            else {}
        )
        asked = self._asked(query, own)
        position: dict[str, list[int]] = {}
        for i in {*rank, *topic}:
            position.setdefault(self._entries[i].clause, []).append(i)
        passages = []
        for clause_id in {*position, *asked}:
            at = position.get(clause_id, [])
            parts = {
                "words": max((self._coverage(own, added, self._tokens[i]) for i in at), default=0.0),
                "asked": asked.get(clause_id, 0.0),
                "topic": max((topic.get(i, 0.0) for i in at), default=0.0),
                "rank": max((rank.get(i, 0.0) for i in at), default=0.0),
            }
            passages.append(self._passage(clause_id, parts, query.documents))
        passages.sort(key=lambda p: (-p.score, p.clause.id))
        return passages[:limit]

    def _passage(self, clause_id: str, parts: dict[str, float], documents: Iterable[str]) -> Passage:
        clause = self._corpus.by_id[clause_id]
        weights = self._weights
        score = sum(getattr(weights, name) * value for name, value in parts.items())
        if documents:
            named = clause.doc in documents
            parts = {**parts, "document": 1.0 if named else -1.0}
            score += weights.document if named else -weights.document
        return Passage(clause, max(0.0, min(1.0, score)), parts)

    def _coverage(self, own: dict[str, float], added: dict[str, float], tokens: frozenset[str]) -> float:
        """Share of the question's information that stands in the entry; expansion can make up for own words."""
        total = sum(self.idf(t) for t in own) or 1.0
        got = sum(self.idf(t) for t in own if t in tokens)
        extra = sum(self.idf(t) * w for t, w in added.items() if t in tokens and t not in own)
        return min(1.0, (got + extra) / total)

    def _asked(self, query: Query, own: dict[str, float]) -> dict[str, float]:
        """clause -> similarity of its nearest remembered question (idf-weighted Dice of the bigrams)."""
        return {
            clause: max(s for _, s in pairs)
            for clause, pairs in self.remembered(query).items()
            if pairs and own
        }

    def remembered(self, query: Query) -> dict[str, list[tuple[int, float]]]:
        """clause -> [(provision, similarity)] of the remembered questions nearest to this one."""
        mine = {t: self.idf(t) for t in bigrams(query.text) if t not in query.ignore}
        hits = self._index.asks.search(dict.fromkeys(query_tokens(query.text), 1.0), {"text": 1.0}, _ASKS)
        out: dict[str, list[tuple[int, float]]] = {}
        total = sum(mine.values())
        for i, _ in hits:
            ask, theirs = self._asks[int(i)], self._ask_tokens[int(i)]
            other = sum(self.idf(t) for t in theirs if t not in query.ignore)
            shared = sum(v for t, v in mine.items() if t in theirs)
            if total + other:
                out.setdefault(ask.clause, []).append((ask.provision, 2 * shared / (total + other)))
        return out
