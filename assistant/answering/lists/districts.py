"""Where things described alike lie: the districts that a question names, and those that lie in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.lists.points import Group, Point
from assistant.corpus.store import Corpus
from assistant.retrieval.place import Row
from assistant.understanding.asking import asking

__all__ = ["Districts", "lies_in", "tells_place"]

_MOST = 0.5


class Districts:
    def __init__(self, corpus: Corpus) -> None:
        self._printed = "\n".join(clause.text for clause in corpus.clauses)

    def named(self, group: Group, text: str) -> list[str]:
        """The districts that the text names, of those that some thing is named by; 黄埔涌 is none."""
        printed = "\n".join(c.text for row in group.rows for c in row.points.values())
        names = {row.name[:n] for row in group.rows for n in (2, 3) if f"{row.name[:n]}区" in self._printed}
        return [n for n in sorted(names, key=text.find) if n in text and not _longer(n, text, printed)]


def lies_in(row: Row, districts: Sequence[str]) -> bool:
    """Whether the thing is named by one of the districts, or printed to lie there."""
    where = "\n".join(c.text for c in row.points.values() if asking().holds(("place",), c.text) > 0)
    return any(row.name.startswith(d) or f"{d}区" in where for d in districts)


def tells_place(point: Point) -> bool:
    """Whether most things print there where they lie."""
    told = [any(asking().holds(("place",), quote) > 0 for _, quote in own) for own in point.pieces]
    return sum(told) > _MOST * len(told)


def _longer(name: str, text: str, printed: str) -> bool:
    """Whether the text says the name only as the beginning of others that are printed."""
    after = [text[m.end() : m.end() + 1] for m in re.finditer(re.escape(name), text)]
    return all(c and c != "区" and name + c in printed for c in after)
