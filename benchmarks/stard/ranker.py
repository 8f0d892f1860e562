"""A learned order of the candidates: LightGBM's lambdarank over what words and memory say of each."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import lightgbm
import numpy as np

from benchmarks.stard.data import FOLDS, Article, Asked
from benchmarks.stard.lexical import tokens
from benchmarks.stard.memory import Memory, Votes

__all__ = ["reranked"]

_ROUNDS = 400
_SETTINGS = {
    "objective": "lambdarank",
    "learning_rate": 0.04,
    "num_leaves": 31,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.8,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambdarank_truncation_level": 20,
    "num_threads": 1,
    "seed": 0,
    "deterministic": True,
    "verbosity": -1,
}

Scored = Sequence[tuple[int, float]]


def reranked(
    articles: Sequence[Article], asked: Sequence[Asked], candidates: Sequence[Scored], memory: Memory
) -> list[list[int]]:
    """The candidates of each question, best first by a model that was learned from the other folds."""
    told = _Told(articles, asked, candidates, memory)
    out: list[list[int]] = [[] for _ in asked]
    for fold in range(FOLDS):
        inside = [n for n, f in enumerate(memory.folds) if f == fold]
        rest = [n for n, f in enumerate(memory.folds) if f != fold]
        model = _learned([told.rows(n, fold) for n in rest], [asked[n].relevant for n in rest])
        for n in inside:
            ids, rows = told.rows(n, fold)
            order = np.argsort(-np.asarray(model.predict(rows)), kind="stable")
            out[n] = [ids[i] for i in order]
    return out


def _learned(
    of_questions: Sequence[tuple[list[int], np.ndarray]], relevant: Sequence[frozenset[int]]
) -> lightgbm.Booster:
    labels = [
        [int(a in wanted) for a in ids] for (ids, _), wanted in zip(of_questions, relevant, strict=True)
    ]
    data = lightgbm.Dataset(
        np.vstack([rows for _, rows in of_questions]),
        label=np.concatenate(labels),
        group=[len(ids) for ids, _ in of_questions],
    )
    return lightgbm.train(_SETTINGS, data, _ROUNDS)


class _Told:
    """What is known of each candidate, in numbers."""

    def __init__(
        self,
        articles: Sequence[Article],
        asked: Sequence[Asked],
        candidates: Sequence[Scored],
        memory: Memory,
    ) -> None:
        self._articles = {a.id: a for a in articles}
        self._asked, self._candidates, self._memory = asked, candidates, memory
        self._tokens: dict[int, frozenset[str]] = {}
        seen = Counter(t for a in articles for t in self._of(a.id))
        self._information = {t: math.log(1 + (len(articles) - n + 0.5) / (n + 0.5)) for t, n in seen.items()}

    def _of(self, article: int) -> frozenset[str]:
        if article not in self._tokens:
            told = tokens(self._articles[article].content)
            self._tokens[article] = frozenset((*told["pairs"], *told["words"]))
        return self._tokens[article]

    def rows(self, n: int, held_out: int) -> tuple[list[int], np.ndarray]:
        votes, cited = self._memory.votes(n, held_out)
        scores = dict(self._candidates[n])
        fused = self._memory.scores(n, self._candidates[n], held_out)
        ids = [*scores, *(a for a in votes if a not in scores)]
        of_laws = Counter[str]()
        for a, vote in votes.items():
            of_laws[self._articles[a].law] += vote.neighbours
        told = self._numbers(n, ids, scores, votes, cited, of_laws)
        order = {a: i for i, a in enumerate(sorted(fused, key=lambda a: -fused[a]), 1)}
        beside = ([fused.get(a, 0.0), 1 / order.get(a, len(ids) + 1)] for a in ids)
        return ids, np.array([[*one, *two] for one, two in zip(told, beside, strict=True)], np.float32)

    def _numbers(
        self,
        n: int,
        ids: Sequence[int],
        scores: dict[int, float],
        votes: dict[int, Votes],
        cited: Counter[int],
        of_laws: Counter[str],
    ) -> Iterator[list[float]]:
        best = max(scores.values(), default=1.0)
        place = {a: i for i, a in enumerate(scores, 1)}
        own = tokens(self._asked[n].text)
        spoken = {t: self._information.get(t, 0.0) for t in {*own["pairs"], *own["words"]}}
        total = sum(spoken.values()) or 1.0
        for a in ids:
            article, vote, score = self._articles[a], votes.get(a, Votes()), scores.get(a, 0.0)
            held = self._of(a)
            yield [
                score,
                score / best,
                1 / place.get(a, len(ids) + 1),
                sum(v for t, v in spoken.items() if t in held) / total,
                vote.vector,
                vote.words,
                vote.vectors,
                vote.all_words,
                vote.neighbours,
                math.log1p(cited[a]),
                of_laws[article.law],
                len(article.content),
                len(self._asked[n].text),
                sum(c in article.law for c in self._asked[n].text) / len(article.law),
            ]
