"""What a question asks for, whatever its matter: learned from example questions, beside the patterns.

A linear softmax over the sentence's vector and its characters, single and in pairs (``python -m benchmarks
aims`` learns it from ``benchmarks/data/aims.yaml``): the vector knows what is meant by words that nobody
foresaw, the characters know how such things are said. It recognises what no list of phrases does; the
patterns of ``asking.yaml`` go before it. An aim is a kind of question (list, department, …), "duties" for all
that a department does, "vague" for one that names no matter, "orders" and "fraud" for misuse, or one of the
things that ``asks_for`` of ``asking.yaml`` says such documents do not hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from assistant.embedding import Vector, vector_of

__all__ = ["LEARNED", "aims_of", "grams"]

LEARNED = Path(str(files("assistant.understanding"))) / "aims.npz"


@dataclass(frozen=True)
class _Learned:
    """``information`` (inverse document frequency) and ``weights_of_grams`` have a row for each of ``rows``."""

    names: tuple[str, ...]
    weights: Vector
    bias: Vector
    rows: Mapping[str, int]
    information: Vector
    weights_of_grams: Vector


@cache
def _learned() -> _Learned:
    with np.load(LEARNED) as data:
        return _Learned(
            tuple(data["names"].tolist()),
            data["weights"],
            data["bias"],
            {gram: n for n, gram in enumerate(data["grams"].tolist())},
            data["information"].astype(np.float32),
            data["weights_of_grams"].astype(np.float32),
        )


def grams(folded: str) -> Iterator[str]:
    yield from folded
    yield from (folded[n : n + 2] for n in range(len(folded) - 1))


def aims_of(folded: str) -> Mapping[str, float]:
    """Aim -> probability; they add up to 1."""
    model = _learned()
    scores = model.weights @ vector_of(folded) + model.bias
    if rows := [model.rows[gram] for gram in {*grams(folded)} if gram in model.rows]:
        told = model.information[rows]
        scores = scores + told @ model.weights_of_grams[rows] / math.sqrt(float(told @ told))
    odds = np.exp(scores - scores.max())
    return dict(zip(model.names, (odds / odds.sum()).tolist(), strict=True))
