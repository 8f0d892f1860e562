"""What may be written down: without personal numbers, and without what a database cannot hold."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.masking import mask
from assistant.text import fold

__all__ = ["key_of", "storable", "storable_json"]


def storable(text: str) -> str:
    """Masked; NUL and lone surrogates, which PostgreSQL and UTF-8 refuse, are taken out."""
    return mask(text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8"))


def storable_json(value: Any) -> Any:
    """The same for every text inside a JSON value, its keys included."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {storable(str(k)): storable_json(v) for k, v in value.items()}
    if isinstance(value, Sequence):
        return [storable_json(v) for v in value]
    if isinstance(value, (bool, int, float)) or value is None:
        return value
    return storable(str(value))


def key_of(question: str, turns: Sequence[str] = ()) -> str:
    """The same for questions that differ only in spelling; of what is stored, not of what was asked."""
    folded = "\n".join(fold(storable(text)).strip(" 。？?!！") for text in (*turns, question))
    return hashlib.sha256(folded.encode()).hexdigest()
