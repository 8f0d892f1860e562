"""Topic vectors: concepts of the lexicon and words of a text, hashed into a fixed number of dimensions.

No Chinese embedding model ships inside a package, so this is what a text is about in the terms of our own
lexicon, not a learned meaning. Adding a document changes no other vector.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.corpus.lexicon import Concept, ConceptFinder
from assistant.text import words

__all__ = ["DIMENSIONS", "TopicEncoder"]

DIMENSIONS = 512
_CONCEPT_WEIGHT = 3.0


@lru_cache(maxsize=65536)
def _slot(feature: str) -> tuple[int, float]:
    digest = hashlib.blake2b(feature.encode(), digest_size=8).digest()
    value = int.from_bytes(digest, "big")
    return value % DIMENSIONS, 1.0 if value >> 63 else -1.0


class TopicEncoder:
    """``concepts`` gives the names of the concepts that a folded text speaks of."""

    def __init__(self, lexicon: Iterable[Concept]) -> None:
        self.concepts = ConceptFinder(lexicon).names

    def encode(self, folded: str) -> npt.NDArray[np.float32]:
        """Unit vector of DIMENSIONS; all zeros for a text without words."""
        vector = np.zeros(DIMENSIONS, dtype=np.float32)
        for concept in sorted(self.concepts(folded)):
            slot, sign = _slot("concept:" + concept)
            vector[slot] += sign * _CONCEPT_WEIGHT
        counts: dict[str, int] = {}
        for word in words(folded):
            counts[word] = counts.get(word, 0) + 1
        for word, count in counts.items():
            slot, sign = _slot(word)
            vector[slot] += sign * (1.0 + np.log(count))
        norm = float(np.linalg.norm(vector))
        return vector / np.float32(norm) if norm else vector
