"""bm25s over the same words: what a user would pick instead."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np

from benchmarks.stard.data import Article
from benchmarks.stard.lexical import resident_mib, tokens

__all__ = ["Words"]

_SHOWN = 100


class Words:
    def __init__(self, articles: Sequence[Article]) -> None:
        self._numbers: dict[str, int] = {}
        of_articles = [
            [self._numbers.setdefault(w, len(self._numbers)) for w in tokens(a.content)["words"]]
            for a in articles
        ]
        self._ids = np.array([a.id for a in articles])
        before = resident_mib()
        self._index = bm25s.BM25()
        self._index.index((of_articles, self._numbers), show_progress=False)
        self.memory_mib = resident_mib() - before

    def ids(self, text: str) -> list[int]:
        asked = [self._numbers[w] for w in dict.fromkeys(tokens(text)["words"]) if w in self._numbers]
        if not asked:
            return []
        scores = self._index.get_scores_from_ids(asked)
        best = np.argpartition(-scores, _SHOWN)[:_SHOWN]
        return [int(i) for i in self._ids[best[np.argsort(-scores[best], kind="stable")]]]
