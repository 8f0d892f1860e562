"""The stretch of time that a passage says of itself: 中期评估阶段（2018年8月—2018年12月）."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

__all__ = ["falls_in", "periods"]

_PERIOD = re.compile(
    r"(20[12]\d)年(?:(\d{1,2})月)?\s*[-—–－~～至到]+\s*(?:(20[12]\d)年)?(?:(\d{1,2})月)?(?=[）)，,。；\s])"
)


def periods(printed: str) -> Iterator[tuple[date, date]]:
    """First and last day of each period, whole months and years; the second year may be left out."""
    for match in _PERIOD.finditer(printed):
        year, month, last_year, last_month = (int(g) if g else None for g in match.groups())
        if not (last_year or last_month) or (month or 1) > 12 or (last_month or 1) > 12:
            continue
        begins = date(year or 0, month or 1, 1)
        ends_year, ends_month = last_year or begins.year, last_month or 12
        ends = date(ends_year, ends_month, monthrange(ends_year, ends_month)[1])
        if begins <= ends:
            yield begins, ends


def falls_in(day: date, printed: str) -> bool:
    """Whether the passage speaks of a period that holds the day."""
    return any(begins <= day <= ends for begins, ends in periods(printed))
