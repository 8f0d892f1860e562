"""Questions without an answer: refused, missing, or marked by an agent. Each stands there once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assistant.records.clock import now
from assistant.records.database import Database
from assistant.records.storable import key_of, storable
from assistant.records.tables import State, UnansweredRow, UserRow

__all__ = ["Unanswered", "UnansweredQuestion", "mark"]

_AGENT = "agent"


@dataclass(frozen=True)
class UnansweredQuestion:
    """``times`` it was asked, last ``at``; ``source`` is agent, refused or missing. ``changed_at`` and ``changed_by``
    (a name) tell when and by whom its state was last changed, where a person did."""

    id: int
    at: datetime
    times: int
    question: str
    turns: tuple[str, ...]
    source: str
    reason: str
    state: State
    changed_at: datetime | None = None
    changed_by: str | None = None


def mark(
    session: Session,
    *,
    question: str,
    turns: Sequence[str],
    source: str,
    reason: str = "",
    exchange: int | None = None,
    user: int | None = None,
) -> None:
    """Counted once more where it is listed already; a question that was done and comes again is open again.
    Texts are storable ones."""
    at = now()
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    latest = {"at": at, "source": source, "reason": reason, "exchange_id": exchange, "user_id": user}
    new = insert(UnansweredRow).values(
        key=key_of(question, turns),
        first_at=at,
        times=1,
        question=question,
        turns=list(turns),
        state=State.OPEN.value,
        **latest,
    )
    if source != _AGENT:
        # What an agent has said about it outweighs another refusal.
        latest = {"at": at, "exchange_id": exchange}
    session.execute(
        new.on_conflict_do_update(
            index_elements=[UnansweredRow.key],
            set_={
                **latest,
                "times": UnansweredRow.times + 1,
                "state": State.OPEN.value,
                "changed_at": None,
                "changed_by": None,
            },
        )
    )


class Unanswered:
    def __init__(self, database: Database) -> None:
        self._database = database

    def mark(
        self,
        question: str,
        turns: Sequence[str] = (),
        *,
        reason: str = "",
        user: int | None = None,
        exchange: int | None = None,
    ) -> None:
        """By an agent. Committed when it returns. Raises RecordsUnavailable."""
        with self._database.writing() as session:
            mark(
                session,
                question=storable(question),
                turns=[storable(turn) for turn in turns],
                source=_AGENT,
                reason=storable(reason),
                user=user,
                exchange=exchange,
            )

    def list(self, state: State | None = State.OPEN, limit: int = 1000) -> tuple[UnansweredQuestion, ...]:
        """Those most often asked first; of every state with None. Raises RecordsUnavailable."""
        row = UnansweredRow
        return self._list(
            row.state == state.value if state else true(), (row.times.desc(), row.at.desc()), limit
        )

    def settled(self, limit: int = 100) -> tuple[UnansweredQuestion, ...]:
        """Those that are not open, the latest change first. Raises RecordsUnavailable."""
        row = UnansweredRow
        latest = (func.coalesce(row.changed_at, row.at).desc(),)
        return self._list(row.state != State.OPEN.value, latest, limit)

    def settle(self, ids: Iterable[int], state: State, user: int | None = None) -> None:
        """Move questions to another state; by ``user``, where a person did it. Raises RecordsUnavailable."""
        values = {"state": state.value, "changed_at": now(), "changed_by": user}
        with self._database.writing() as session:
            session.execute(update(UnansweredRow).where(UnansweredRow.id.in_(list(ids))).values(values))

    def _list(
        self, which: ColumnElement[bool], order: Sequence[ColumnElement[Any]], limit: int
    ) -> tuple[UnansweredQuestion, ...]:
        wanted = (
            select(UnansweredRow, UserRow.name)
            .outerjoin(UserRow, UserRow.id == UnansweredRow.changed_by)
            .where(which)
            .order_by(*order, UnansweredRow.id)
            .limit(limit)
        )
        with self._database.reading() as session:
            return tuple(_question(row, name) for row, name in session.execute(wanted).tuples())


def _question(row: UnansweredRow, changed_by: str | None) -> UnansweredQuestion:
    return UnansweredQuestion(
        id=row.id,
        at=row.at,
        times=row.times,
        question=row.question,
        turns=tuple(row.turns),
        source=row.source,
        reason=row.reason,
        state=State(row.state),
        changed_at=row.changed_at,
        changed_by=changed_by,
    )
