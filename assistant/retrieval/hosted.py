"""Vectors of an embedding model behind an endpoint, beside those of the local one.

Made once for each provision when the index is built: what is given and how people ask for it, as one passage.
A question's own vector is asked for as it comes; when it can't be had, the endpoint's vectors say nothing, and
the local ones answer alone.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.config import Settings
from assistant.corpus.store import Corpus
from assistant.embedding import Vector
from assistant.errors import EndpointFailed
from assistant.messages import say
from assistant.model.endpoint import Endpoint
from assistant.retrieval.vectors import VectorStore

__all__ = ["Hosted", "HostedIndex", "passages"]

_log = logging.getLogger(__name__)
# Characters of a passage; small models read no more than 512 tokens.
_LENGTH = 400
_NEAREST = 120
_REMEMBERED = 1024


def passages(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """(clause id, text) for each provision of each clause; a clause that nobody asks for by its own words."""
    for clause in corpus.clauses:
        texts = ["\n".join((p.subject, p.quote, *p.ask)) for p in corpus.lay.get(clause.id, ())]
        yield from ((clause.id, text[:_LENGTH]) for text in texts or [clause.text])


class Hosted:
    """The embedding model that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self.model = settings.embedding_model or ""
        self._settings = settings
        # One failure is enough: there are the local vectors.
        self._endpoint = Endpoint(settings.model_copy(update={"breaker_failures": 1}))
        self.of_question = lru_cache(_REMEMBERED)(self._of_question)

    def of_passages(self, texts: Sequence[str], kept: Path, progress: Callable[[int], None]) -> Vector:
        """A row for each text, all of the length that the model now gives. What ``kept``, a file, holds from
        before is not asked for again. Raises EndpointFailed; what was had until then stays in the file."""
        step = self._settings.embedding_batch
        probed = self._endpoint.embed(texts[:1])
        dimension = probed.shape[-1]
        with _kept(kept) as base:
            known = _Known(base, self.model, dimension)
            known.add(texts[:1], probed)
            wanted = known.lacks(texts)
            for at in range(0, len(wanted), step):
                progress(len(texts) - len(wanted) + at)
                batch = wanted[at : at + step]
                known.add(batch, self._endpoint.embed(batch, dimension))
            return known.rows(texts)

    def _of_question(self, text: str, dimension: int) -> Vector:
        """Raises EndpointFailed, which is not remembered."""
        return self._endpoint.embed_soon(text, dimension, self._settings.embedding_seconds)


@dataclass(frozen=True)
class HostedIndex:
    """The endpoint's vectors of an open index, by ``clause#number``."""

    store: VectorStore
    dimension: int
    hosted: Hosted

    def near(self, sentence: str) -> Mapping[str, float]:
        """How near each clause is, 1 for the nearest and 0 for the furthest that is looked at: models differ in
        what distance means, so only the order and its gaps count. Nothing when the endpoint fails."""
        try:
            vector = self.hosted.of_question(sentence, self.dimension)
        except EndpointFailed as error:
            if error.kind != "open":
                _log.warning(say("model.unasked", why=str(error)))
            return {}
        found = self.store.nearest(vector, _NEAREST)
        (_, best), (_, last) = found[0], found[-1]
        near: dict[str, float] = {}
        for name, distance in found:
            share = (last**2 - distance**2) / ((last**2 - best**2) or 1.0)
            near.setdefault(name.partition("#")[0], share)
        return near


class _Known:
    """The vectors of one model that were had before, by what their texts say."""

    def __init__(self, base: sqlite3.Connection, model: str, dimension: int) -> None:
        self._base, self._model = base, model
        with base:
            # Of another length they come from another model of the same name.
            base.execute(
                "DELETE FROM vectors WHERE model = ? AND length(vector) <> ?", (model, 4 * dimension)
            )

    def lacks(self, texts: Sequence[str]) -> list[str]:
        return [t for t in dict.fromkeys(texts) if self._one(t) is None]

    def add(self, texts: Sequence[str], rows: Vector) -> None:
        """Written to the disk before the next ones are asked for."""
        with self._base:
            self._base.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [(self._model, _key(t), row.tobytes()) for t, row in zip(texts, rows, strict=True)],
            )

    def rows(self, texts: Sequence[str]) -> Vector:
        return np.stack([np.frombuffer(self._one(t) or b"", dtype=np.float32) for t in texts])

    def _one(self, text: str) -> bytes | None:
        found: Any = self._base.execute(
            "SELECT vector FROM vectors WHERE model = ? AND text = ?", (self._model, _key(text))
        ).fetchone()
        return found[0] if found else None


@contextmanager
def _kept(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(_connected(path)) as base:
        yield base


def _connected(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path)
    try:
        base.execute(
            "CREATE TABLE IF NOT EXISTS vectors (model TEXT, text TEXT, vector BLOB, PRIMARY KEY (model, text))"
        )
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        # Damaged: what it held can be had again.
        base.close()
        path.unlink()
        return _connected(path)
    return base


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
