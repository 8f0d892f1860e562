"""The documents as the desk leafs through them, made once a day: validity is judged at today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from assistant.answering.validity import validity_at
from assistant.corpus.documents import FrontMatter
from assistant.corpus.store import Corpus
from assistant.types import Validity
from assistant.web.desk.clauses import Shown, lost, show

__all__ = ["Heading", "Paper", "Shelf", "Shelves"]


@dataclass(frozen=True)
class Heading:
    """A heading of the table of contents with the clauses directly below it; ``depth`` counts from 0."""

    title: str
    depth: int
    clauses: tuple[Shown, ...]


@dataclass(frozen=True)
class Paper:
    """One document: its facts, its validity, all of its clauses in order."""

    meta: FrontMatter
    validity: Validity
    clauses: tuple[Shown, ...]

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(_headings(self.clauses))


@dataclass(frozen=True)
class Shelf:
    papers: tuple[Paper, ...]

    @cached_property
    def all(self) -> tuple[Shown, ...]:
        return tuple(shown for paper in self.papers for shown in paper.clauses)

    @cached_property
    def by_id(self) -> dict[str, Shown]:
        return {shown.clause.id: shown for shown in self.all}

    @cached_property
    def by_key(self) -> dict[str, Paper]:
        return {paper.meta.key: paper for paper in self.papers}

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The commonest first."""
        counted: dict[str, int] = {}
        for shown in self.all:
            for topic in shown.topics:
                counted[topic] = counted.get(topic, 0) + 1
        return tuple(sorted(counted, key=lambda topic: (-counted[topic], topic)))


class Shelves:
    """Makes the shelf of a corpus when it is first asked for, and anew on another day."""

    def __init__(self) -> None:
        self._kept: tuple[Corpus, date, Shelf] | None = None

    def of(self, corpus: Corpus, today: date) -> Shelf:
        kept = self._kept
        if kept is None or kept[0] is not corpus or kept[1] != today:
            papers = (_paper(meta, corpus, today) for meta in corpus.documents.values())
            kept = self._kept = (corpus, today, Shelf(tuple(papers)))
        return kept[2]


def _paper(meta: FrontMatter, corpus: Corpus, today: date) -> Paper:
    clauses = tuple(show(c, corpus, today) for c in corpus.clauses if c.doc == meta.key)
    return Paper(meta, validity_at(meta, today), clauses)


def _headings(clauses: Iterable[Shown]) -> Iterator[Heading]:
    """Each part of a path but the last is a heading; one that only holds other headings has no clauses."""
    before: tuple[str, ...] = ()
    for above, group in groupby(clauses, key=lambda shown: shown.clause.path[:-1]):
        same = next((n for n, (a, b) in enumerate(zip(before, above, strict=False)) if a != b), None)
        new = min(len(before), len(above)) if same is None else same
        *opened, last = above[new:] or ("",)
        yield from (Heading(lost(title), new + n, ()) for n, title in enumerate(opened))
        yield Heading(lost(last), max(len(above) - 1, 0), tuple(group))
        before = above
