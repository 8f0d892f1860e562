"""What provisions and questions mean, as vectors whose distance tells how near they are.

The model places sentences by language and manner of speaking as much as by matter. ``learned.npz`` holds
what was learned from the remembered questions once (``python -m benchmarks meaning``): how questions of one
and the same provision differ from one another. Whitening by that scatter (the metric of linear discriminant
analysis) leaves the differences that tell provisions apart, and the distance to the nearest tells a question
of another matter from one that is only put oddly. A provision is the mean of its questions; the
means of those that were there when it was learned are kept in the same file, so that an index is built in
seconds. A new document's are worked out when its index is built, and move no other vector.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from assistant.embedding import Embedder, Vector, local_model, vector_of

__all__ = ["LEARNED", "Meaning", "key_of", "version"]

LEARNED = Path(str(files("assistant.retrieval"))) / "learned.npz"


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
    """Vectors of provisions and of questions; ``embed`` is for measurements that leave questions out."""

    def __init__(self, embed: Embedder | None = None) -> None:
        self._embed = embed

    def of_provision(self, texts: Sequence[str]) -> Vector:
        """``texts`` are the folded questions that the provision answers, in any number."""
        known = None if self._embed else _learned()[2].get(key_of(texts))
        if known is None:
            known = (self._embed or local_model())(texts).mean(axis=0)
        return _whitened(known)

    def of_question(self, folded: str) -> Vector:
        return _whitened(self._embed([folded])[0] if self._embed else vector_of(folded))


def _whitened(vector: Vector) -> Vector:
    centre, whitening, _ = _learned()
    return np.asarray((vector - centre) @ whitening, dtype=np.float32)
