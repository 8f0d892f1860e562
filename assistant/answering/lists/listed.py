"""What every list is: items of one line each, what they have in common, and how the list was made."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.types import Evidence

__all__ = ["Item", "Listed"]


@dataclass(frozen=True, slots=True)
class Item:
    """``said`` is the line without its number and its label; it rests on ``evidence``."""

    said: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Listed:
    """``head`` says what the items have in common and how many they are, ``how`` how they were found;
    ``condition`` names what each had to hold where it is told by the words alone, so that without items the
    answer is that nothing holds it; ``echoes`` are the asker's words that the head repeats."""

    head: str
    how: str
    items: tuple[Item, ...]
    condition: str = ""
    echoes: str = ""
