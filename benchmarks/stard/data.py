"""The questions and articles of STARD, the folds, and how well a ranking finds what lawyers marked."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

__all__ = ["FOLDS", "Article", "Asked", "Quality", "folds", "load", "quality"]

FOLDS = 5
_SEED = 0


@dataclass(frozen=True, slots=True)
class Article:
    id: int
    law: str
    content: str


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    relevant: frozenset[int]


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over the questions: the share of the marked articles among the first so many, and the reciprocal of the
    rank of the first of them, 0 past the tenth."""

    r1: float
    r10: float
    r100: float
    mrr10: float

    @staticmethod
    def names() -> list[str]:
        return [f.name for f in fields(Quality)]

    def row(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in self.names()}


def load(folder: Path) -> tuple[list[Article], list[Asked]]:
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        told = map(json.loads, lines)
        articles = [Article(a["id"], a["law"], a["content"]) for a in told]
    with (folder / "queries.jsonl").open(encoding="utf-8") as lines:
        asked = [Asked(q["text"], frozenset(q["rel"])) for q in map(json.loads, lines)]
    return articles, asked


def folds(count: int) -> list[int]:
    """The fold of each question: its place modulo 5 after a seeded shuffle."""
    order = list(range(count))
    random.Random(_SEED).shuffle(order)
    of = [0] * count
    for place, n in enumerate(order):
        of[n] = place % FOLDS
    return of


def quality(found: Sequence[Sequence[int]], asked: Sequence[Asked]) -> Quality:
    """``found`` are article ids for each question, best first."""
    at = {1: 0.0, 10: 0.0, 100: 0.0}
    reciprocal = 0.0
    for ids, question in zip(found, asked, strict=True):
        for depth in at:
            at[depth] += len(question.relevant & {*ids[:depth]}) / len(question.relevant)
        reciprocal += next((1 / n for n, a in enumerate(ids[:10], 1) if a in question.relevant), 0.0)
    count = max(1, len(asked))
    return Quality(at[1] / count, at[10] / count, at[100] / count, reciprocal / count)
