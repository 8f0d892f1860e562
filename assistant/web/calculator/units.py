"""The units in which a field may be filled, and what is typed in them as the calculator reads it."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from assistant.calculator.facts import Fact
from assistant.web.texts import phrases

__all__ = ["FACTORS", "units_of", "written"]

FACTORS = {"元": 1, "万元": 10_000, "千瓦时": 1, "万千瓦时": 10_000}
"""How many base units one of each is."""
_UNITS = {
    "money": ("万元", "元"),
    "energy": ("千瓦时", "万千瓦时"),
    "area": ("平方米",),
    "share": ("％",),
    "people": ("人",),
    "count": ("个",),
}
_NUMERAL = re.compile("[〇零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟点半]+")
# A longer number of digits is no amount, and would only cost time to write out.
_DIGITS = 20


def units_of(fact: Fact) -> tuple[str, ...]:
    """The units offered, the usual one first; none for a level or flag."""
    if fact.chosen:
        return ()
    if fact.type == "money" and any(word in fact.name for word in phrases("form.in_yuan")):
        return ("元", "万元")
    return _UNITS.get(fact.type, (fact.unit,))


def written(typed: str, unit: str) -> str:
    """What was typed, a bare number in base units and a bare numeral with its unit: 2300 and 二千三百 of 万元.

    Whatever else was typed stays as it is: it names its own unit, or is to be refused.
    """
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    if _NUMERAL.fullmatch(plain):
        return plain + unit
    try:
        number = Decimal(plain.replace(",", ""))
    except ArithmeticError:
        return typed.strip()
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS:
        return typed.strip()
    return f"{number * FACTORS.get(unit, 1):f}"
