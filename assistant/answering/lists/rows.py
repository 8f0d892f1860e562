"""Several rows of a table: those of a category (绿色发展下面都考核哪几项), or of a department (哪项不归工信委)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answering.wording import row_sentence
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.text import fold
from assistant.types import Clause, Evidence, Kind, Passage, Understanding
from assistant.understanding.asking import asking

__all__ = ["Rows"]

_ASKS = re.compile(r"[哪几]|都|全部|所有|各|分别|一类|这类|下面|底下|指标|清单|列")
# 表1, 那张指标表, 目标体系: the asker means a table of the documents, whatever was found.
_A_TABLE = re.compile(
    r"表\s?\d|表[一二三](?!明|示)|[张份个]?[^，。？?]{0,8}(?<![发代外])表(?=[里中格上内，,的”\"]|$)|(目标|指标)体系"
)
_LEADS = re.compile(r"牵头|责任|负责|主管")
_MANY = 2
_FOUND = 3


class Rows:
    """``find`` needs a category or a department that the question names, and no single row of it."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._tables = [c for c in corpus.clauses if c.rows]

    def find(self, what: Understanding, kept: Sequence[Passage]) -> tuple[str, tuple[Evidence, ...]] | None:
        """(the rows as sentences, their evidence), of a table that was found for the question or that it means."""
        if not _ASKS.search(what.text):
            return None
        found = {p.clause.id for p in kept[:_FOUND]}
        meant = _A_TABLE.search(what.text)
        for table in self._tables:
            named = meant and (not what.documents or table.doc in what.documents)
            if table.id not in found and not named:
                continue
            column = next((name for name in table.rows[0] if _LEADS.search(name)), "")
            if named and column and (rows := self._of_departments(table, column, what.text)):
                return self._said(table, rows, what, column)
            if rows := self._of_category(table, what.text):
                return self._said(table, rows, what, column if what.kind is Kind.DEPARTMENT else "")
        return None

    def _of_category(self, table: Clause, text: str) -> list[int]:
        for column, category in _categories(table):
            rows = [n for n, row in enumerate(table.rows) if row.get(column) == category]
            if fold(category) in text and not _names_one(table, rows, column, text):
                return rows
        return []

    def _of_departments(self, table: Clause, column: str, text: str) -> list[int]:
        """The rows of the departments that the question names, without those that it excludes."""
        named = {name: word for word, name in reversed(self._corpus.department_words) if word in text}
        out = {name for name, word in named.items() if asking().excludes(text, word)}
        units = [self._corpus.department(row[column]) for row in table.rows]
        wanted = (named.keys() - out) & set(units)
        if not (wanted or out & set(units)):
            return []
        return [n for n, unit in enumerate(units) if (unit in wanted if wanted else unit not in out)]

    @staticmethod
    def _said(
        table: Clause, rows: list[int], what: Understanding, column: str
    ) -> tuple[str, tuple[Evidence, ...]]:
        """The rows in one breath, the table named once; with who leads each, where ``column`` says so."""
        lines = [line for line in table.text.split("\n") if line.startswith("|")][2:]
        sentences = [row_sentence(table, table.rows[n], what.years) for n in rows]
        if column:
            sentences = [
                say("answer.row_department", row=said, lead=table.rows[n][column])
                for n, said in zip(rows, sentences, strict=True)
            ]
        first, *others = sentences
        said = first + "".join(other.partition("：")[2] for other in others)
        return said, tuple(Evidence(table.id, lines[n], row=table.rows[n]) for n in rows)


def _categories(table: Clause) -> list[tuple[str, str]]:
    """(column, value) of the first column where values come again: the category of a row."""
    first = next(iter(table.rows[0]))
    seen = Counter(row[first] for row in table.rows)
    return [(first, value) for value, count in seen.items() if count >= _MANY and len(value) > 1]


def _names_one(table: Clause, rows: list[int], column: str, text: str) -> bool:
    """Whether the question names one of the rows by another of its words."""
    return any(
        fold(value) in text
        for n in rows
        for name, value in table.rows[n].items()
        if name != column and len(value) > 3 and not re.search(r"\d", value) and "单位" not in name
    )
