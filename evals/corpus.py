"""What the evaluators hold answers against: the documents themselves, not what an answer says of them."""

from __future__ import annotations

from functools import cache

from assistant.config import Settings
from assistant.corpus.store import Corpus

__all__ = ["documents"]


@cache
def documents() -> Corpus:
    return Corpus.documents_only(Settings().corpus_dir)
