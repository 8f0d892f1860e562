"""Records as JSON lines and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from assistant.records.database import Database
from assistant.records.tables import Base, ConfirmedRow, ExchangeRow, FeedbackRow, NoteRow, UnansweredRow

__all__ = ["TABLES", "csv_lines", "jsonl_lines", "rows_of"]

TABLES: Mapping[str, type[Base]] = {
    "exchanges": ExchangeRow,
    "feedback": FeedbackRow,
    "unanswered": UnansweredRow,
    "notes": NoteRow,
    "confirmed": ConfirmedRow,
}
_PAGE = 500
# Office programs take a cell that begins so for a formula and run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows_of(database: Database, table: str) -> Iterator[dict[str, Any]]:
    """All rows, oldest first, page by page, so that neither memory nor a lock is held. Raises RecordsUnavailable,
    KeyError for another table than those of TABLES."""
    columns = TABLES[table].__table__.columns
    last = 0
    while True:
        wanted = select(*columns).where(columns["id"] > last).order_by(columns["id"]).limit(_PAGE)
        with database.reading() as session:
            page = [dict(row) for row in session.execute(wanted).mappings()]
        yield from page
        if len(page) < _PAGE:
            return
        last = page[-1]["id"]


def jsonl_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps({k: _plain(v) for k, v in row.items()}, ensure_ascii=False) + "\n"


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Begins with the mark by which office programs know UTF-8; cells that they would run are made text."""
    yield "\ufeff" + _line(header)
    for row in rows:
        yield _line([_cell(value) for value in row])


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if not isinstance(plain, str):
        return json.dumps(plain, ensure_ascii=False)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
