"""The product's lexical index over the articles: pairs of characters, words and single characters.

The index, its tokens and its scores are ``assistant.retrieval.lexical``'s. Here the three sorts of token stand in
fields of their own, so that each has a weight; in the product's index pairs and words share one.
"""

from __future__ import annotations

import gc
import re
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.retrieval.lexical import LexicalIndex
from assistant.text import bigrams, fold, words
from benchmarks.stard.data import Article, Asked

__all__ = ["Lexical", "resident_mib", "timed", "tokens"]

# Tried in steps of 0.2 on all questions: words and characters help most at 0.6 of a pair's weight.
_WEIGHTS = {"pairs": 1.0, "words": 0.6, "characters": 0.6}
_FIELDS = tuple(_WEIGHTS)
_CHARACTER = re.compile(r"[\u3400-\u9fff]")
_SHOWN = 100


def tokens(text: str) -> dict[str, list[str]]:
    folded = fold(text)
    return {"pairs": bigrams(folded), "words": words(folded), "characters": _CHARACTER.findall(folded)}


class Lexical:
    def __init__(self, articles: Sequence[Article], folder: Path) -> None:
        LexicalIndex.build(folder, _FIELDS, ((a.id, tokens(a.content)) for a in articles))
        gc.collect()
        self._before = resident_mib()
        self._index = LexicalIndex(folder, _FIELDS)

    @property
    def memory_mib(self) -> float:
        """What the open index has brought into memory so far."""
        return resident_mib() - self._before

    def scored(self, text: str, limit: int) -> list[tuple[int, float]]:
        """Ids of articles with their scores, best first."""
        asked = tokens(text)
        terms = [(f, t, w) for f, w in _WEIGHTS.items() for t in dict.fromkeys(asked[f])]
        return self._index.search(terms, limit)

    def ids(self, text: str) -> list[int]:
        return [i for i, _ in self.scored(text, _SHOWN)]


def timed(
    search: Callable[[str], Sequence[int]], asked: Sequence[Asked]
) -> tuple[list[Sequence[int]], dict[str, float]]:
    """What is found for each question, and the milliseconds that it took."""
    found, times = [], []
    for question in asked:
        start = time.perf_counter()
        found.append(search(question.text))
        times.append((time.perf_counter() - start) * 1000)
    p50, p95 = np.percentile(times, (50, 95))
    return found, {"p50_ms": float(p50), "p95_ms": float(p95)}


def resident_mib() -> float:
    """What the process holds now, in MiB; /proc, so Linux only."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20
