"""Where a conversation stands, and where it goes from there.

Some documents describe many things alike: each under a heading of its own, with the same numbered points
(goal, operator, area, …). Of such a grid, known by its numbering alone, one thing can be asked about point by
point without being named again, and the same point be asked of another thing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.corpus.numbering import marker_at
from assistant.corpus.store import Corpus
from assistant.text import bigrams, fold
from assistant.types import Clause, Evidence

__all__ = ["Grid", "Place", "Row", "alike"]

# So many things described alike make a grid.
_ALIKE = 3
# Named by a word of its points instead of its heading, a thing has it in more than one of them.
_RECURS = 2
_IN_A_POINT = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """What a message was answered with."""

    clause: Clause
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Row:
    """One of the things described alike: its heading without the number, and its clauses by their numbers;
    ``concepts`` of the lexicon that name it, with how well they do (0..1)."""

    name: str
    points: Mapping[int, Clause]
    concepts: Mapping[str, float]

    def holds(self, clause: Clause) -> bool:
        return clause in self.points.values()


class Grid:
    def __init__(self, corpus: Corpus, concepts_in: Callable[[str], set[str]]) -> None:
        by_heading: dict[tuple[str, tuple[str, ...]], dict[int, Clause]] = {}
        for clause in corpus.clauses:
            marker = marker_at(clause.path[-1]) if len(clause.path) > 1 else None
            if marker and marker.number and clause.kind == "clause":
                by_heading.setdefault((clause.doc, clause.path[:-1]), {})[marker.number] = clause
        grids: dict[tuple[str, tuple[str, ...], tuple[int, ...]], list[Row]] = {}
        for (doc, path), points in by_heading.items():
            if sorted(points) == list(range(1, len(points) + 1)) and len(points) > 1:
                row = Row(_plain(path[-1]), points, _naming(path[-1], points, corpus, concepts_in))
                grids.setdefault((doc, path[:-1], tuple(sorted(points))), []).append(row)
        self._beside: dict[str, tuple[Row, Sequence[Row]]] = {
            clause.id: (row, rows)
            for rows in grids.values()
            if len(rows) >= _ALIKE
            for row in rows
            for clause in row.points.values()
        }

    def all(self) -> tuple[Sequence[Row], ...]:
        """The groups of things described alike."""
        return tuple({id(rows): rows for _, rows in self._beside.values()}.values())

    def row(self, clause: Clause) -> Row | None:
        """The thing that a clause is a point of."""
        return self._beside[clause.id][0] if clause.id in self._beside else None

    def named(self, clause: Clause, folded: str, concepts: set[str]) -> Row | None:
        """Of the things described like the clause's own, the one that the text with its concepts names best."""
        _, rows = self._beside.get(clause.id, (None, ()))
        seen = Counter(name for row in rows for name in row.concepts)
        said = set(bigrams(folded))
        marks = []
        for n, row in enumerate(rows):
            told = sum(
                row.concepts[c] * math.log(1 + len(rows) / seen[c]) for c in concepts & row.concepts.keys()
            )
            name = set(bigrams(fold(row.name)))
            marks.append((told, len(said & name) / len(name), n))
        marks.sort(reverse=True)
        if not marks or marks[0][0] == 0 or marks[0][:2] == marks[1][:2]:
            return None
        return rows[marks[0][2]]


def alike(place: Place, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence of another clause, first what says the same sort of thing as that of the place."""
    told = set(bigrams(fold(place.evidence.subject + place.evidence.quote)))

    def likeness(e: Evidence) -> tuple[bool, float]:
        words = set(bigrams(fold(e.subject + e.quote)))
        return e.kind == place.evidence.kind, len(told & words) / (len(words) or 1)

    return tuple(sorted(evidence, key=likeness, reverse=True))


def _naming(
    heading: str, points: Mapping[int, Clause], corpus: Corpus, concepts_in: Callable[[str], set[str]]
) -> dict[str, float]:
    recurring = Counter[str]()
    for clause in points.values():
        lay = "\n".join(text for p in corpus.lay.get(clause.id, ()) for text in (p.subject, *p.ask))
        recurring.update(concepts_in(fold(f"{clause.text}\n{lay}")))
    in_points = {name: _IN_A_POINT for name, count in recurring.items() if count >= _RECURS}
    return in_points | dict.fromkeys(concepts_in(fold(heading)), 1.0)


def _plain(heading: str) -> str:
    marker = marker_at(heading)
    return heading.removeprefix(marker.printed) if marker else heading
