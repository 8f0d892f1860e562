"""Now, and the day that it is in Guangzhou."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

__all__ = ["local_day", "now"]

# No summer time, so it needs no table of zones.
_GUANGZHOU = timezone(timedelta(hours=8))


def now() -> datetime:
    return datetime.now(UTC)


def local_day(at: datetime) -> date:
    return at.astimezone(_GUANGZHOU).date()
