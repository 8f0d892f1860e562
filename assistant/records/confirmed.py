"""Questions whose clauses a logged-in agent has confirmed: what the retriever may learn from.

Never the public's thumbs: anyone could press those to lead it astray.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.errors import BadInput
from assistant.records.clock import now
from assistant.records.database import Database
from assistant.records.storable import key_of, storable
from assistant.records.tables import ConfirmedRow, UserRow
from assistant.records.texts import text as say

__all__ = ["Confirmed", "ConfirmedQuestion"]


@dataclass(frozen=True)
class ConfirmedQuestion:
    id: int
    question: str
    clauses: tuple[str, ...]
    user: str
    at: datetime


class Confirmed:
    def __init__(self, database: Database) -> None:
        self._database = database

    def confirm(self, question: str, clauses: Sequence[str], user: int) -> None:
        """The last word on a question stands. Raises BadInput without a question or a clause, RecordsUnavailable.
        Whether the clauses exist is for the caller to know."""
        kept = storable(question.strip())
        if not kept or not clauses:
            raise BadInput(say("confirmed.empty"))
        values = {"question": kept, "clauses": list(clauses), "user_id": user, "at": now()}
        with self._database.writing() as session:
            insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
            new = insert(ConfirmedRow).values(key=key_of(kept), **values)
            session.execute(new.on_conflict_do_update(index_elements=[ConfirmedRow.key], set_=values))

    def withdraw(self, question: str) -> None:
        """Raises RecordsUnavailable."""
        with self._database.writing() as session:
            session.execute(delete(ConfirmedRow).where(ConfirmedRow.key == key_of(question)))

    def remove(self, id_: int) -> None:
        """Raises RecordsUnavailable."""
        with self._database.writing() as session:
            session.execute(delete(ConfirmedRow).where(ConfirmedRow.id == id_))

    def list(self) -> tuple[ConfirmedQuestion, ...]:
        """Oldest first. Raises RecordsUnavailable."""
        wanted = (
            select(ConfirmedRow, UserRow.name)
            .join(UserRow, UserRow.id == ConfirmedRow.user_id)
            .order_by(ConfirmedRow.id)
        )
        with self._database.reading() as session:
            return tuple(
                ConfirmedQuestion(row.id, row.question, tuple(row.clauses), name, row.at)
                for row, name in session.execute(wanted).tuples()
            )
