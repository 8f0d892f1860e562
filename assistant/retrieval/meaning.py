"""What provisions and questions mean, as vectors whose distance tells how near they are.

The model places sentences by language and manner of speaking as much as by matter. ``learned.npz`` holds
what was learned from the remembered questions once (``python -m benchmarks meaning``): whitening by how
questions of one and the same provision differ from one another, then one layer that brings them together and
apart from those of other provisions, and a prototype for each provision that was there. The distance to the
nearest tells a question of another matter from one that is only put oddly. A new document's provisions are
placed when its index is built, by the mean of their questions, and move no other vector.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import ClassVar

import numpy as np

from assistant.embedding import Embedder, Vector, local_model, vector_of

__all__ = ["FAR", "LEARNED", "Layer", "Learned", "Meaning", "key_of", "learned", "version"]

# The distance at which nothing is common any more.
FAR = 1.6

LEARNED = Path(str(files("assistant.retrieval"))) / "learned.npz"


def key_of(texts: Sequence[str]) -> str:
    """One text more or less, or a character changed, is another provision."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


@cache
def version() -> str:
    return hashlib.sha256(LEARNED.read_bytes()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Layer:
    """One hidden layer beside the identity; arrays as numpy multiplies them from the right."""

    SCALE: ClassVar[float] = 4.0

    inward: Vector
    inward_bias: Vector
    outward: Vector
    outward_bias: Vector

    def __call__(self, x: Vector) -> Vector:
        hidden = np.maximum(x @ self.inward * self.SCALE + self.inward_bias, 0)
        return np.asarray(x + hidden @ self.outward + self.outward_bias, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Learned:
    """``onto`` maps the mean of a provision's questions to where a prototype would have been learned."""

    centre: Vector
    whitening: Vector
    layer: Layer
    onto: Vector
    prototypes: Mapping[str, Vector]

    def placed(self, vectors: Vector) -> Vector:
        return self.layer(np.asarray((vectors - self.centre) @ self.whitening, dtype=np.float32))


@cache
def learned(path: Path = LEARNED) -> Learned:
    with np.load(path) as data:
        layer = Layer(*(data[f.name].astype(np.float32) for f in fields(Layer)))
        prototypes = zip(data["keys"].tolist(), data["prototypes"].astype(np.float32), strict=True)
        of = {n: data[n].astype(np.float32) for n in ("centre", "whitening", "onto")}
        return Learned(layer=layer, prototypes=dict(prototypes), **of)


class Meaning:
    """Vectors of provisions and of questions; ``embed`` and ``path`` are for measurements that leave
    questions out."""

    def __init__(self, embed: Embedder | None = None, path: Path = LEARNED) -> None:
        self._embed = embed
        self._learned = learned(path)

    def of_provision(self, texts: Sequence[str]) -> Vector:
        """``texts`` are the folded questions that the provision answers, in any number."""
        known = self._learned.prototypes.get(key_of(texts))
        if known is not None:
            return known
        placed = self._learned.placed((self._embed or local_model())(texts))
        return np.asarray(placed.mean(axis=0) @ self._learned.onto, dtype=np.float32)

    def of_taught(self, folded: str) -> Vector:
        """A question as a provision that it alone is known of."""
        return np.asarray(self.of_question(folded) @ self._learned.onto, dtype=np.float32)

    def of_question(self, folded: str) -> Vector:
        return self._learned.placed(self._embed([folded])[0] if self._embed else vector_of(folded))
