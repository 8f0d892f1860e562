"""What a question asks for, whatever its matter: learned from example questions, beside the patterns.

A linear softmax over the sentence's vector (``python -m benchmarks aims`` learns it from
``benchmarks/data/aims.yaml``). It recognises what no list of phrases foresees; the patterns of ``asking.yaml``
go before it. An aim is a kind of question (list, department, …), "vague" for one that names no matter, or
one of the things that ``asks_for`` of ``asking.yaml`` says such documents do not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from assistant.embedding import Vector, vector_of

__all__ = ["LEARNED", "aims_of", "probabilities"]

LEARNED = Path(str(files("assistant.understanding"))) / "aims.npz"


@cache
def _learned() -> tuple[tuple[str, ...], Vector, Vector]:
    with np.load(LEARNED) as data:
        return tuple(data["names"].tolist()), data["weights"], data["bias"]


def probabilities(vector: Vector) -> Mapping[str, float]:
    """Aim -> probability; they add up to 1."""
    names, weights, bias = _learned()
    scores = weights @ vector + bias
    odds = np.exp(scores - scores.max())
    return dict(zip(names, (odds / odds.sum()).tolist(), strict=True))


def aims_of(folded: str) -> Mapping[str, float]:
    return probabilities(vector_of(folded))
