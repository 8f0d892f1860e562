"""What people think of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from assistant.records.clock import now
from assistant.records.database import Database
from assistant.records.storable import storable
from assistant.records.tables import ExchangeRow, FeedbackRow

__all__ = ["Disliked", "Feedback"]


@dataclass(frozen=True)
class Disliked:
    """An answer that did not help; question and answer are empty where they could not be stored."""

    answer_id: str
    at: datetime
    reason: str
    question: str
    turns: tuple[str, ...]
    answer: str


class Feedback:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, answer_id: str, helpful: bool, reason: str = "") -> None:
        """Committed when it returns. Raises RecordsUnavailable."""
        row = FeedbackRow(
            answer_id=storable(answer_id), at=now(), helpful=helpful, reason=storable(reason.strip())
        )
        with self._database.writing() as session:
            session.add(row)

    def disliked(self, limit: int = 200) -> tuple[Disliked, ...]:
        """Newest first. Raises RecordsUnavailable."""
        newest = (
            select(ExchangeRow.answer_id, func.max(ExchangeRow.id).label("id"))
            .group_by(ExchangeRow.answer_id)
            .subquery()
        )
        wanted = (
            select(FeedbackRow, ExchangeRow)
            .outerjoin(newest, newest.c.answer_id == FeedbackRow.answer_id)
            .outerjoin(ExchangeRow, ExchangeRow.id == newest.c.id)
            .where(FeedbackRow.helpful.is_(False))
            .order_by(FeedbackRow.id.desc())
            .limit(limit)
        )
        with self._database.reading() as session:
            return tuple(_disliked(row, exchange) for row, exchange in session.execute(wanted).tuples())


def _disliked(row: FeedbackRow, exchange: ExchangeRow | None) -> Disliked:
    return Disliked(
        answer_id=row.answer_id,
        at=row.at,
        reason=row.reason,
        question=exchange.question if exchange else "",
        turns=tuple(exchange.turns) if exchange else (),
        answer=exchange.answer if exchange else "",
    )
