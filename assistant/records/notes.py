"""What agents write down during a call, saved as they write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Delete, Update, delete, select, update

from assistant.errors import BadInput
from assistant.records.clock import now
from assistant.records.database import Database
from assistant.records.export import csv_lines
from assistant.records.storable import storable
from assistant.records.tables import NoteRow, UserRow
from assistant.records.texts import text as say

__all__ = ["Note", "Notes"]

_LENGTH = 5000


@dataclass(frozen=True)
class Note:
    """``user`` is the agent's name, ``exchange`` the record of the answer that it is about."""

    id: int
    at: datetime
    call: str
    user: str
    text: str
    exchange: int | None


class Notes:
    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, call: str, user: int, text: str, exchange: int | None = None) -> int:
        """A new note's id, committed when it returns. Raises BadInput for an empty or too long one,
        RecordsUnavailable."""
        row = NoteRow(call=storable(call), user_id=user, text=_checked(text), exchange_id=exchange, at=now())
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            return row.id

    def change(self, note: int, user: int, text: str) -> None:
        """Only by its writer; a note that is emptied is deleted. Raises BadInput for one that is too long, and where
        there is no such note of this user."""
        theirs = (NoteRow.id == note) & (NoteRow.user_id == user)
        changing: Update | Delete = delete(NoteRow).where(theirs)
        if text.strip():
            changing = update(NoteRow).where(theirs).values(text=_checked(text), at=now())
        with self._database.writing() as session:
            # The id comes back only where there was such a row.
            if session.scalars(changing.returning(NoteRow.id)).first() is None:
                raise BadInput(say("notes.unknown"))

    def list(self, call: str | None = None, user: int | None = None) -> tuple[Note, ...]:
        """Oldest first; of one call, of one agent, or all. Raises RecordsUnavailable."""
        wanted = (
            select(NoteRow, UserRow.name).join(UserRow, UserRow.id == NoteRow.user_id).order_by(NoteRow.id)
        )
        if call is not None:
            wanted = wanted.where(NoteRow.call == storable(call))
        if user is not None:
            wanted = wanted.where(NoteRow.user_id == user)
        with self._database.reading() as session:
            return tuple(
                Note(row.id, row.at, row.call, name, row.text, row.exchange_id)
                for row, name in session.execute(wanted).tuples()
            )

    def csv(self, call: str | None = None, user: int | None = None) -> Iterator[str]:
        """Lines of a table that office programs open as it is. Raises RecordsUnavailable."""
        header = ("at", "call", "user", "text", "exchange")
        return csv_lines(header, ((n.at, n.call, n.user, n.text, n.exchange) for n in self.list(call, user)))


def _checked(text: str) -> str:
    kept = storable(text.strip())
    if not kept:
        raise BadInput(say("notes.empty"))
    if len(kept) > _LENGTH:
        raise BadInput(say("notes.too_long", length=len(kept), limit=_LENGTH))
    return kept
