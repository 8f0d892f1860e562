"""Now, and the day and time that it is in Guangzhou."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

__all__ = ["GUANGZHOU", "local_day", "local_minute", "now"]

# No summer time, so it needs no table of zones.
GUANGZHOU = timezone(timedelta(hours=8))


def now() -> datetime:
    return datetime.now(UTC)


def local_day(at: datetime) -> date:
    return at.astimezone(GUANGZHOU).date()


def local_minute(at: datetime) -> str:
    return at.astimezone(GUANGZHOU).strftime("%Y-%m-%d %H:%M")
