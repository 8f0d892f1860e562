"""How much is asked: by day, kind of question, status and channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from assistant.records.database import Database
from assistant.records.tables import ExchangeRow

__all__ = ["Usage", "UsageOf"]


@dataclass(frozen=True)
class UsageOf:
    """``kind`` is None where it was not known; ``ms`` is the mean time of an answer."""

    day: date
    kind: str | None
    status: str
    channel: str
    count: int
    ms: float


class Usage:
    def __init__(self, database: Database) -> None:
        self._database = database

    def by_day(self, since: date, until: date) -> tuple[UsageOf, ...]:
        """Of Guangzhou's days from ``since`` to ``until``, both included; a day without questions is not in it.
        Raises RecordsUnavailable."""
        row = ExchangeRow
        keys = (row.day, row.kind, row.status, row.channel)
        wanted = (
            select(*keys, func.count(), func.avg(row.ms))
            .where(row.day.between(since, until))
            .group_by(*keys)
            .order_by(row.day, row.kind, row.status, row.channel)
        )
        with self._database.reading() as session:
            return tuple(UsageOf(*found) for found in session.execute(wanted).tuples())
