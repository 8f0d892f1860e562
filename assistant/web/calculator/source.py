"""The clause that a result rests on, with the words that its steps quote marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answering.render import citation_line
from assistant.types import Citation, Clause
from assistant.web.texts import badge, text

__all__ = ["Source", "marked", "source"]


@dataclass(frozen=True, slots=True)
class Source:
    """``parts``: the clause's words in order, and whether each is quoted."""

    place: str
    state: str
    validity: str
    departments: tuple[str, ...]
    parts: tuple[tuple[str, bool], ...]
    gap: str = ""


def source(citation: Citation, clause: Clause, quotes: Iterable[str]) -> Source:
    lead, cooperate = "、".join(citation.departments.lead), "、".join(citation.departments.cooperate)
    names = [text("cite.lead" if cooperate else "cite.units", names=lead)] if lead else []
    names += [text("cite.cooperate", names=cooperate)] if cooperate else []
    state = citation.validity.state
    return Source(
        citation_line(citation),
        state,
        badge(state),
        tuple(names),
        marked(clause.text, quotes),
        "" if clause.complete else text("cite.incomplete", note=clause.missing),
    )


def marked(words: str, quotes: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """The words cut where a quoted passage begins or ends; quotes that overlap are one passage."""
    inside = [False] * len(words)
    for quote in filter(None, quotes):
        at = words.find(quote)
        if at >= 0:
            inside[at : at + len(quote)] = [True] * len(quote)
    out: list[tuple[str, bool]] = []
    start = 0
    for end in range(1, len(words) + 1):
        if end == len(words) or inside[end] != inside[start]:
            out.append((words[start:end], inside[start]))
            start = end
    return tuple(out)
