"""The conversation as the visitor's browser keeps it: questions and answers as JSON, never as HTML.

What comes back from there may have been changed by anyone. It is read strictly, and shown by the same code as a
new answer, so that it can hold no markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.types import Answer

__all__ = ["Kept", "keep", "read_kept"]

_LONGEST = 200_000


@dataclass(frozen=True)
class Kept:
    question: str
    answer: Answer


@cache
def _adapter() -> TypeAdapter[Kept]:
    return TypeAdapter(Kept)


def keep(question: str, answer: Answer) -> str:
    """Without what the page does not show; the clauses are taken from the corpus again."""
    citations = tuple(replace(citation, text="") for citation in answer.citations)
    shown = replace(
        answer, citations=citations, passages=(), steps=(), findings=(), model=None, speak="", kind=None
    )
    return _adapter().dump_json(Kept(question, shown)).decode()


def read_kept(entries: Any, most: int) -> Iterator[Kept]:
    """The last ``most`` of the entries, without those that are none."""
    if not isinstance(entries, list):
        return
    for entry in entries[-most:]:
        if isinstance(entry, str) and len(entry) <= _LONGEST:
            try:
                yield _adapter().validate_json(entry)
            except ValidationError:
                continue
