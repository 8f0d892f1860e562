"""Records older than the time they may be kept, removed for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select

from assistant.records.clock import now
from assistant.records.database import Database
from assistant.records.tables import Base, ExchangeRow, FeedbackRow, LoginRow, NoteRow, UnansweredRow

__all__ = ["Purged", "purge"]


@dataclass(frozen=True)
class Purged:
    exchanges: int
    feedback: int
    notes: int
    unanswered: int
    logins: int


def purge(database: Database, days: int) -> Purged:
    """Delete what is older than ``days`` days, and logins that have ended. Users and confirmed answers stay. In
    SQLite the deleted is overwritten, in its log too. Raises RecordsUnavailable."""
    at = now()
    limit = at - timedelta(days=days)
    old: dict[type[Base], ColumnElement[bool]] = {
        NoteRow: NoteRow.at < limit,
        UnansweredRow: UnansweredRow.at < limit,
        FeedbackRow: FeedbackRow.at < limit,
        ExchangeRow: ExchangeRow.at < limit,
        LoginRow: LoginRow.expires < at,
    }
    gone: dict[type[Base], int] = {}
    with database.writing() as session:
        for table, is_old in old.items():
            gone[table] = session.scalar(select(func.count()).select_from(table).where(is_old)) or 0
            session.execute(delete(table).where(is_old).execution_options(synchronize_session=False))
    database.forget_deleted()
    return Purged(
        exchanges=gone[ExchangeRow],
        feedback=gone[FeedbackRow],
        notes=gone[NoteRow],
        unanswered=gone[UnansweredRow],
        logins=gone[LoginRow],
    )
