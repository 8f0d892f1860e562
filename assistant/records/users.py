"""The people of the hotline: names, passwords, and the lock after too many wrong ones."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.config import Settings
from assistant.errors import BadInput, LockedOut, LoginRefused
from assistant.records.clock import now
from assistant.records.database import Database
from assistant.records.logins import Logins
from assistant.records.tables import LoginRow, Role, UserRow
from assistant.records.texts import text as say

if TYPE_CHECKING:
    from pwdlib import PasswordHash

__all__ = ["User", "Users"]

_NAME, _SHORTEST, _LONGEST = 40, 10, 200


@dataclass(frozen=True)
class User:
    id: int
    name: str
    role: Role
    active: bool
    locked_until: datetime | None


class Users:
    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._failures = settings.login_failures
        self._lock = timedelta(minutes=settings.login_lock_minutes)
        self._logins = Logins(database, timedelta(hours=settings.login_hours))

    def add(self, name: str, password: str, role: Role) -> User:
        """Raises BadInput for a name that is taken or unfit, or a weak password; RecordsUnavailable."""
        hashed = self._hashed(password)
        row = UserRow(name=_name(name), password=hashed, role=role.value, created=now())
        with self._database.writing() as session:
            session.add(row)
            try:
                session.flush()
            except IntegrityError:
                raise BadInput(say("users.taken", name=row.name)) from None
            return _user(row)

    def list(self) -> tuple[User, ...]:
        with self._database.reading() as session:
            return tuple(_user(row) for row in session.scalars(select(UserRow).order_by(UserRow.id)))

    def set_password(self, name: str, password: str) -> None:
        """Unlocks the account, and ends its sessions. Raises BadInput for an unknown name or a weak password."""
        values = {"password": self._hashed(password), "failed": 0, "locked_until": None}
        self._change(name, values)

    def deactivate(self, name: str) -> None:
        """The account stays, with all that it has written; its sessions end. Raises BadInput."""
        self._change(name, {"active": False})

    def activate(self, name: str) -> None:
        self._change(name, {"active": True, "failed": 0, "locked_until": None})

    def check(self, name: str, password: str) -> User:
        """The user whose password it is. Raises LockedOut, LoginRefused, RecordsUnavailable.

        An attempt is counted before the password is looked at, so that attempts made at the same time are not
        more than those allowed; an unknown name takes as long as a wrong password and is told in the same words.
        """
        row = self._attempt(name)
        is_right = self._hasher.verify(password[:_LONGEST], row.password if row else self._nobody)
        if row is None or not row.active or not is_right:
            if row is not None and row.locked_until is not None:
                raise self._locked_out(row.locked_until)
            raise LoginRefused(say("users.refused"))
        with self._database.writing() as session:
            session.execute(update(UserRow).where(UserRow.id == row.id).values(failed=0, locked_until=None))
        return _user(row)

    def sign_in(self, name: str, password: str) -> tuple[User, str]:
        """The user and the token of a new session. Raises as ``check`` does."""
        user = self.check(name, password)
        return user, self._logins.open(user.id)

    def signed_in(self, token: str) -> User | None:
        """Whose session it is, if it has not ended. Raises RecordsUnavailable."""
        row = self._logins.read(token)
        return _user(row) if row else None

    def sign_out(self, token: str) -> None:
        self._logins.close(token)

    def _attempt(self, name: str) -> UserRow | None:
        """Counts an attempt; with the last one allowed the account is locked. Raises LockedOut."""
        with self._database.writing() as session:
            row = session.scalars(
                select(UserRow).where(UserRow.name == _folded(name)).with_for_update()
            ).one_or_none()
            if row is None:
                return None
            at = now()
            if row.locked_until is not None:
                if row.locked_until > at:
                    raise self._locked_out(row.locked_until)
                row.failed, row.locked_until = 0, None
            row.failed += 1
            if row.failed >= self._failures:
                row.locked_until = at + self._lock
            return row

    def _locked_out(self, until: datetime) -> LockedOut:
        seconds = max(1, ceil((until - now()).total_seconds()))
        return LockedOut(say("users.locked", minutes=ceil(seconds / 60)), seconds)

    def _change(self, name: str, values: dict[str, object]) -> None:
        with self._database.writing() as session:
            id_ = self._known(session, name)
            session.execute(update(UserRow).where(UserRow.id == id_).values(**values))
            session.execute(delete(LoginRow).where(LoginRow.user_id == id_))

    def _known(self, session: Session, name: str) -> int:
        found = session.scalars(select(UserRow.id).where(UserRow.name == _folded(name))).one_or_none()
        if found is None:
            raise BadInput(say("users.unknown", name=name))
        return found

    def _hashed(self, password: str) -> str:
        if len(password) < _SHORTEST:
            raise BadInput(say("users.short", least=_SHORTEST))
        if len(password) > _LONGEST:
            raise BadInput(say("users.long", most=_LONGEST))
        return self._hasher.hash(password)

    @cached_property
    def _hasher(self) -> PasswordHash:
        from pwdlib import PasswordHash

        return PasswordHash.recommended()

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("no one's password")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()


def _name(name: str) -> str:
    folded = _folded(name)
    if not folded or len(folded) > _NAME or not folded.isprintable():
        raise BadInput(say("users.bad_name", most=_NAME))
    return folded


def _user(row: UserRow) -> User:
    return User(row.id, row.name, Role(row.role), row.active, row.locked_until)
