"""The vector store behind one small interface: Chroma, embedded or as a server. Vectors are always ours.

Chroma silently ignores ``add`` for an id that exists, so everything is an upsert; it phones home unless
told not to; and a process never sees what another one writes to an open collection, so a collection is
written once, by the build that made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

__all__ = ["VectorStore"]

_BATCH = 2000
# Wide enough that a search is as good as exhaustive on some thousands of vectors: the same question must find
# the same clauses in every process, and a narrow graph search does not.
_HNSW = {"space": "l2", "max_neighbors": 32, "ef_construction": 400, "ef_search": 500}
Vector = npt.NDArray[np.float32]


def _client(folder: Path, url: str | None) -> Any:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if url is None:
        return chromadb.PersistentClient(str(folder.resolve()), quiet)
    address = urlsplit(url)
    tls = address.scheme == "https"
    return chromadb.HttpClient(
        address.hostname or "localhost", address.port or (443 if tls else 8000), ssl=tls, settings=quiet
    )


class VectorStore:
    """One collection of (id, vector, metadata)."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection

    @classmethod
    def create(cls, folder: Path, name: str, url: str | None = None) -> VectorStore:
        client = _client(folder, url)
        if url is not None and any(c.name == name for c in client.list_collections()):
            client.delete_collection(name)
        return cls(client.create_collection(name, embedding_function=None, configuration={"hnsw": _HNSW}))

    @classmethod
    def open(cls, folder: Path, name: str, url: str | None = None) -> VectorStore:
        return cls(_client(folder, url).get_collection(name, embedding_function=None))

    def upsert(
        self, ids: Sequence[str], vectors: Sequence[Vector], metadata: Sequence[Mapping[str, str]]
    ) -> None:
        for at in range(0, len(ids), _BATCH):
            cut = slice(at, at + _BATCH)
            self._collection.upsert(
                ids=list(ids[cut]), embeddings=list(vectors[cut]), metadatas=[dict(m) for m in metadata[cut]]
            )

    @property
    def size(self) -> int:
        return int(self._collection.count())

    def nearest(self, vector: Vector, limit: int) -> list[tuple[str, float]]:
        """(id, Euclidean distance), nearest first."""
        found = self._collection.query(query_embeddings=[vector], n_results=limit, include=["distances"])
        return [(i, d**0.5) for i, d in zip(found["ids"][0], found["distances"][0], strict=True)]
