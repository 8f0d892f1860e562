"""What the pages and interfaces say on their own account."""

from __future__ import annotations

from assistant.messages import Texts

__all__ = ["badge", "examples", "phrases", "text", "words"]

_TEXTS = Texts("assistant.web")
text, words, phrases = _TEXTS.say, _TEXTS.table, _TEXTS.phrases


def badge(kind: str) -> str:
    """The word for a kind of notice or a state of validity."""
    names = words("badge")
    return names.get(kind, names["other"])


def examples() -> tuple[str, ...]:
    """The questions offered before anything has been asked."""
    return phrases("examples.questions")
