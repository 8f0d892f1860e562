"""Sessions of the desk, kept on the server: the browser holds a random token, the database only its hash."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete, select

from assistant.records.clock import now
from assistant.records.database import Database
from assistant.records.tables import LoginRow, UserRow

__all__ = ["Logins"]

_BYTES = 32


class Logins:
    def __init__(self, database: Database, lasts: timedelta) -> None:
        self._database, self._lasts = database, lasts

    def open(self, user: int) -> str:
        """The token of a new session. Raises RecordsUnavailable, as all do."""
        token, at = secrets.token_urlsafe(_BYTES), now()
        row = LoginRow(token_hash=_hash(token), user_id=user, created=at, expires=at + self._lasts)
        with self._database.writing() as session:
            session.execute(delete(LoginRow).where(LoginRow.expires <= at))
            session.add(row)
        return token

    def read(self, token: str) -> UserRow | None:
        """Whose it is, while it lasts and the account is active."""
        theirs = (LoginRow.token_hash == _hash(token)) & (LoginRow.expires > now()) & UserRow.active
        with self._database.reading() as session:
            return session.scalars(
                select(UserRow).join(LoginRow, LoginRow.user_id == UserRow.id).where(theirs)
            ).one_or_none()

    def close(self, token: str) -> None:
        with self._database.writing() as session:
            session.execute(delete(LoginRow).where(LoginRow.token_hash == _hash(token)))


def _hash(token: str) -> str:
    """A fast hash will do: a token of 256 random bits cannot be guessed."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
