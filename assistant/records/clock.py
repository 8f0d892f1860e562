"""Now, and the day that it is in Guangzhou."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

__all__ = ["GUANGZHOU", "local_day", "now"]

# No summer time, so it needs no table of zones.
GUANGZHOU = timezone(timedelta(hours=8))


def now() -> datetime:
    return datetime.now(UTC)


def local_day(at: datetime) -> date:
    return at.astimezone(GUANGZHOU).date()
