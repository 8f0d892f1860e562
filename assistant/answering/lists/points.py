"""Things described alike, read for lists: their kind, and the same numbered point of each by its pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.corpus.store import Corpus
from assistant.retrieval.evidence import parts
from assistant.retrieval.place import Grid, Row
from assistant.text import fold, words
from assistant.types import Clause
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words

__all__ = ["Group", "Point", "groups"]

_TITLE = 14
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Point:
    """The same point of all things: its title, and the pieces that each prints under it, folded first."""

    number: int
    title: str
    pieces: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """``kinds`` are the words for such things, ``name`` what most of their names end in."""

    rows: Sequence[Row]
    kinds: tuple[str, ...]
    name: str
    points: tuple[Point, ...]


def groups(corpus: Corpus) -> tuple[Group, ...]:
    return tuple(_group(rows) for rows in Grid(corpus, lambda _: set()).all())


def _group(rows: Sequence[Row]) -> Group:
    first = next(iter(rows[0].points.values()))
    ends = Counter(fold(row.name[-n:]) for row in rows for n in range(1, len(row.name)))
    name = max((e for e, often in ends.items() if often > _MOST * len(rows)), key=len, default="")
    heading = fold(first.path[-3]) if len(first.path) > 2 else ""
    named = [w for w in words(heading) if w not in asking().filler and len(w) > 1]
    kinds = [name[-1:], *(w for w in named if not list_words().things["general"].fullmatch(w))]
    return Group(rows, tuple(filter(None, kinds)), name, tuple(_point(rows, n) for n in rows[0].points))


def _point(rows: Sequence[Row], number: int) -> Point:
    printed = [[p for p in parts(row.points[number]) if p in row.points[number].text] for row in rows]
    titles = Counter(p[0] for p in printed if len(p) > 1 and len(p[0]) <= _TITLE)
    title, often = titles.most_common(1)[0] if titles else ("", 0)
    title = title if often > _MOST * len(rows) else ""
    return Point(
        number,
        title,
        tuple(tuple(_under(own, row.points[number], title)) for own, row in zip(printed, rows, strict=True)),
    )


def _under(own: Sequence[str], clause: Clause, title: str) -> Iterator[tuple[str, str]]:
    """The pieces of one thing's point without the common title; one of its own stands with what follows."""
    first = f"{own[0]}。{own[1]}" if len(own) > 1 else ""
    if len(own) > 1 and own[0] == title:
        own = own[1:]
    elif len(own) > 1 and len(own[0]) <= _TITLE and first in clause.text:
        own = [first, *own[2:]]
    yield from ((fold(quote), quote) for quote in own)
