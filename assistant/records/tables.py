"""What is kept, table by table. Texts are masked before they get here (``storable``); times are UTC.

A change here needs a migration in ``migrations/versions``; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, ForeignKey, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

__all__ = [
    "Base",
    "ConfirmedRow",
    "ExchangeRow",
    "FeedbackRow",
    "LoginRow",
    "NoteRow",
    "Role",
    "State",
    "UnansweredRow",
    "UserRow",
]


class Role(StrEnum):
    AGENT = "agent"
    ADMIN = "admin"


class State(StrEnum):
    """How far an unanswered question has come."""

    OPEN = "open"
    EXPORTED = "exported"
    DONE = "done"


class UtcTime(TypeDecorator[datetime]):
    """Aware times only; SQLite keeps them without a zone, so there they are UTC by agreement."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A Decimal digit by digit; SQLite's own numbers are floats."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcTime,
        Decimal: Exact,
        str: Text,
        dict[str, Any]: JSON,
        list[str]: JSON,
    }


class ExchangeRow(Base):
    """One question and its answer. ``answer_id`` is the answer's, the same for the same question of a day;
    ``day`` is Guangzhou's, ``amount_wan`` in 万元, ``ms`` how long the answer took, ``trace`` what led to it."""

    __tablename__ = "exchanges"

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    day: Mapped[date] = mapped_column(index=True)
    channel: Mapped[str]
    question: Mapped[str]
    turns: Mapped[list[str]]
    status: Mapped[str]
    reason: Mapped[str | None]
    kind: Mapped[str | None]
    engine: Mapped[str]
    answer: Mapped[str]
    speak: Mapped[str]
    citations: Mapped[list[str]]
    amount_wan: Mapped[Decimal | None]
    corpus_version: Mapped[str]
    rules_version: Mapped[str]
    model: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    ms: Mapped[float]
    trace: Mapped[dict[str, Any]]


class FeedbackRow(Base):
    """Whether an answer helped. It outlives the exchange, and is kept even where that could not be stored."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    helpful: Mapped[bool]
    reason: Mapped[str]


class UserRow(Base):
    """A person of the hotline. ``failed`` counts wrong passwords in a row."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str]
    role: Mapped[str]
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    created: Mapped[datetime]


class LoginRow(Base):
    """A session of the desk. Of its token only the hash is kept."""

    __tablename__ = "logins"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime]
    expires: Mapped[datetime] = mapped_column(index=True)


class UnansweredRow(Base):
    """A question without an answer, once however often it comes; ``source`` is "agent" or the answer's status;
    ``changed_by`` is who has settled it or opened it again."""

    __tablename__ = "unanswered"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    first_at: Mapped[datetime]
    at: Mapped[datetime] = mapped_column(index=True)
    times: Mapped[int] = mapped_column(default=1)
    question: Mapped[str]
    turns: Mapped[list[str]]
    source: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    exchange_id: Mapped[int | None] = mapped_column(
        ForeignKey("exchanges.id", ondelete="SET NULL"), index=True
    )
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class NoteRow(Base):
    """What an agent writes down during a call."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str]
    exchange_id: Mapped[int | None] = mapped_column(
        ForeignKey("exchanges.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = mapped_column(index=True)


class ConfirmedRow(Base):
    """Which clauses answer a question, as a logged-in agent has confirmed: the retriever learns from these."""

    __tablename__ = "confirmed"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    question: Mapped[str]
    clauses: Mapped[list[str]]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
