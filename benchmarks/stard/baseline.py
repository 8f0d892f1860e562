"""bm25s over the same words, or the same pairs of characters: what a user would pick instead."""

from __future__ import annotations

import gc
from collections.abc import Sequence

import bm25s
import numpy as np

from benchmarks.stard.data import Article
from benchmarks.stard.lexical import resident_mib, tokens

__all__ = ["Tokens"]

_SHOWN = 100


class Tokens:
    def __init__(self, articles: Sequence[Article], sort: str) -> None:
        self._sort = sort
        self._numbers: dict[str, int] = {}
        of_articles = [
            [self._numbers.setdefault(w, len(self._numbers)) for w in tokens(a.content)[sort]]
            for a in articles
        ]
        self._ids = np.array([a.id for a in articles])
        gc.collect()
        before = resident_mib()
        self._index = bm25s.BM25()
        self._index.index((of_articles, self._numbers), show_progress=False)
        gc.collect()
        self.memory_mib = resident_mib() - before

    def ids(self, text: str) -> list[int]:
        asked = [self._numbers[w] for w in dict.fromkeys(tokens(text)[self._sort]) if w in self._numbers]
        if not asked:
            return []
        scores = self._index.get_scores_from_ids(asked)
        best = np.argpartition(-scores, _SHOWN)[:_SHOWN]
        return [int(i) for i in self._ids[best[np.argsort(-scores[best], kind="stable")]]]
