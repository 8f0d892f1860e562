"""The rows of a table that share a category: 绿色发展下面都考核哪几项."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answering.wording import row_sentence
from assistant.corpus.store import Corpus
from assistant.text import fold
from assistant.types import Clause, Evidence, Passage, Understanding

__all__ = ["Rows"]

_ASKS = re.compile(r"[哪几]|都|全部|所有|各|分别|一类|这类|下面|底下|指标|清单|列")
_MANY = 2
_FOUND = 3


class Rows:
    """``find`` needs a category that the question names, and no single row of it."""

    def __init__(self, corpus: Corpus) -> None:
        self._tables = [c for c in corpus.clauses if c.rows]

    def find(self, what: Understanding, kept: Sequence[Passage]) -> tuple[str, tuple[Evidence, ...]] | None:
        """(the rows as sentences, their evidence), of a table that was found for the question."""
        if not _ASKS.search(what.text):
            return None
        found = {p.clause.id for p in kept[:_FOUND]}
        for table in (t for t in self._tables if t.id in found):
            for column, category in self._categories(table):
                rows = [n for n, row in enumerate(table.rows) if row.get(column) == category]
                if fold(category) not in what.text or self._names_one(table, rows, column, what.text):
                    continue
                lines = [line for line in table.text.split("\n") if line.startswith("|")][2:]
                first, *others = (row_sentence(table, table.rows[n], what.years) for n in rows)
                said = first + "".join(other.partition("：")[2] for other in others)
                return said, tuple(Evidence(table.id, lines[n], row=table.rows[n]) for n in rows)
        return None

    @staticmethod
    def _categories(table: Clause) -> list[tuple[str, str]]:
        """(column, value) of the first column where values come again: the category of a row."""
        first = next(iter(table.rows[0]))
        seen = Counter(row[first] for row in table.rows)
        return [(first, value) for value, count in seen.items() if count >= _MANY and len(value) > 1]

    @staticmethod
    def _names_one(table: Clause, rows: list[int], column: str, text: str) -> bool:
        """Whether the question names one of the rows by another of its words."""
        return any(
            fold(value) in text
            for n in rows
            for name, value in table.rows[n].items()
            if name != column and len(value) > 3 and not re.search(r"\d", value) and "单位" not in name
        )
