"""A memory of answered questions: those asked before that are most alike vote for the articles they needed.

Alike is the mean of two likenesses in 0..1: of the sentences' vectors (the product's model), and of their tokens
weighted by information. A question never sees its own fold.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.embedding import Vector, vector_of
from benchmarks.stard.data import FOLDS, Asked, folds
from benchmarks.stard.lexical import tokens

__all__ = ["Memory", "Votes"]

_VOTERS = 10
_NEIGHBOURS = 30
# The prior is the README's; that the words' share counts squared was found on all questions.
_CITED = 0.06
_SHARE = 2


@dataclass(frozen=True, slots=True)
class Votes:
    """For one article: the likeness of the nearest question that needed it, and the sums of all neighbours', by
    vectors and by words; how often the others needed it."""

    vector: float = 0.0
    words: float = 0.0
    vectors: float = 0.0
    all_words: float = 0.0
    neighbours: int = 0


class Memory:
    def __init__(self, asked: Sequence[Asked]) -> None:
        self._asked = asked
        self.folds = folds(len(asked))
        vectors = np.vstack([vector_of(q.text) for q in asked])
        self.by_vector = _likeness(vectors - vectors.mean(axis=0))
        self.by_words = _likeness(_informed([q.text for q in asked]))
        self._others = [np.flatnonzero(np.array(self.folds) != fold) for fold in range(FOLDS)]
        self._cited = [Counter(a for n in others for a in asked[n].relevant) for others in self._others]

    def others(self, n: int, held_out: int | None = None) -> np.ndarray:
        """The questions that one may remember: those of other folds than its own, or than ``held_out``, without
        itself."""
        known = self._others[self.folds[n] if held_out is None else held_out]
        return known[known != n]

    def nearest(self, n: int) -> float:
        return float(self._alike(n, self.others(n)).max())

    def ranked(self, n: int, candidates: Sequence[tuple[int, float]]) -> list[int]:
        """The candidates and what the neighbours needed, best first."""
        scores = self.scores(n, candidates)
        return sorted(scores, key=lambda a: (-scores[a], a))

    def scores(
        self, n: int, candidates: Sequence[tuple[int, float]], held_out: int | None = None
    ) -> dict[int, float]:
        """The square of the words' score as a share of the best one's, the likenesses of the neighbours that needed
        the article, and how often it was needed at all."""
        best = candidates[0][1] if candidates else 1.0
        score = {a: (s / best) ** _SHARE for a, s in candidates}
        alike = self._alike(n, known := self.others(n, held_out))
        for i in np.argsort(-alike)[:_VOTERS]:
            for a in self._asked[known[i]].relevant:
                score[a] = score.get(a, 0.0) + max(0.0, float(alike[i]))
        cited = self._needed(n, held_out)
        return {a: s + _CITED * math.log1p(cited[a]) for a, s in score.items()}

    def _needed(self, n: int, held_out: int | None) -> Counter[int]:
        """How often each article was needed by the questions that this one may remember."""
        fold = self.folds[n] if held_out is None else held_out
        cited = Counter(self._cited[fold])
        if self.folds[n] != fold:
            cited.subtract(self._asked[n].relevant)
        return cited

    def votes(self, n: int, held_out: int) -> tuple[dict[int, Votes], Counter[int]]:
        """What the neighbours outside a fold say of each article, and how often all of them needed it."""
        known, cited = self.others(n, held_out), self._needed(n, held_out)
        by_vector, by_words = self.by_vector[n, known], self.by_words[n, known]
        out: dict[int, Votes] = {}
        for i in np.argsort(-self._alike(n, known))[:_NEIGHBOURS]:
            near, worded = float(by_vector[i]), float(by_words[i])
            for a in self._asked[known[i]].relevant:
                told = out.get(a, Votes())
                out[a] = Votes(
                    max(told.vector, near),
                    max(told.words, worded),
                    told.vectors + near,
                    told.all_words + worded,
                    told.neighbours + 1,
                )
        return out, cited

    def _alike(self, n: int, known: np.ndarray) -> np.ndarray:
        return (self.by_vector[n, known] + self.by_words[n, known]) / 2


def _likeness(rows: Vector | np.ndarray) -> np.ndarray:
    unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    product: np.ndarray = unit @ unit.T
    return product


def _informed(texts: Sequence[str]) -> np.ndarray:
    """A row of information for each text: of its pairs and words, those that few other texts have count most."""
    of_texts = [{*(told := tokens(t))["pairs"], *told["words"]} for t in texts]
    seen = Counter(t for own in of_texts for t in own)
    place = {t: n for n, t in enumerate(sorted(seen))}
    out = np.zeros((len(texts), len(place)), np.float32)
    for n, own in enumerate(of_texts):
        for t in own:
            out[n, place[t]] = math.log(1 + (len(texts) - seen[t] + 0.5) / (seen[t] + 0.5))
    return out
