"""Values in words: 元 as 万元 and 亿元, the other kinds with their unit."""

from __future__ import annotations

from decimal import Decimal

__all__ = ["in_wan", "plain", "shown"]

_WAN = Decimal(10000)
_YI = Decimal(10) ** 8
_UNITS = {"energy": "千瓦时", "area": "平方米", "share": "％", "people": "人", "duration": "", "count": ""}


def in_wan(amount: Decimal) -> str:
    """元 as people say it: 亿元 where that is round, else 万元; sums below one 万 in 元."""
    if abs(amount) >= _YI and amount % (_YI / 100) == 0:
        return f"{plain(amount / _YI)}亿元"
    if abs(amount) < _WAN and amount != 0:
        return f"{plain(amount)}元"
    return f"{plain(amount / _WAN)}万元"


def plain(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.000001')).normalize():f}"


def shown(value: Decimal, kind: str, unit: str = "") -> str:
    """A value of a fact's type, with the fact's own unit where it names one."""
    return in_wan(value) if kind == "money" else f"{plain(value)}{unit or _UNITS[kind]}"
