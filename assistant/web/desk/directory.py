"""The department directory: names as printed, what people call them, and the clauses they answer for."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.corpus.store import Corpus
from assistant.web.desk.clauses import Shown
from assistant.web.desk.shelf import Shelf

__all__ = ["Department", "departments"]


@dataclass(frozen=True)
class Department:
    """``short`` are the names in use for it, ``leads`` and ``cooperates`` its clauses in document order."""

    name: str
    short: tuple[str, ...]
    leads: tuple[Shown, ...]
    cooperates: tuple[Shown, ...]


def departments(corpus: Corpus, shelf: Shelf) -> tuple[Department, ...]:
    """Those with the most clauses first. A department in both lists of a clause leads it."""
    leads: dict[str, list[Shown]] = {}
    cooperates: dict[str, list[Shown]] = {}
    for shown in shelf.all:
        units = shown.citation.departments
        for name in dict.fromkeys(units.lead):
            leads.setdefault(name, []).append(shown)
        for name in dict.fromkeys(units.cooperate):
            if name not in units.lead:
                cooperates.setdefault(name, []).append(shown)
    names = dict.fromkeys((*corpus.departments, *leads, *cooperates))
    out = [
        Department(
            name,
            corpus.departments.get(name, ()),
            tuple(leads.get(name, ())),
            tuple(cooperates.get(name, ())),
        )
        for name in names
    ]
    return tuple(sorted(out, key=lambda d: (-len(d.leads) - len(d.cooperates), d.name)))
