"""A printed figure as a value with its unit: 500万元, 30％, 八五折, 1/4, 2.33分/千瓦时, 20年, 1.65∶1∶0.25."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.calculator.amounts import numeral, quantities
from assistant.text import fold

__all__ = ["Figure", "parse_figure", "printed_figures"]

_DISCOUNT = re.compile(r"([一二三四五六七八九])([一二三四五六七八九])?折")
_FRACTION = re.compile(r"(?<!\d)(\d)/(\d)(?!\d)")
_FEN = re.compile(r"(\d+(?:\.\d+)?)分(?!之|工|为|别|期|类|配)")
_SPAN = re.compile(r"(\d+)(?:年|个工作日|个月|天|日)")
_BARE = re.compile(r"\d+(?:\.\d+)?")
_RATIO = re.compile(r"(\d+(?:\.\d+)?)(?=[:∶])|(?<=[:∶])(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Figure:
    """``kind``: money (元), share (percent), price (分 a unit), duration, count, ratio."""

    kind: str
    value: Decimal


@lru_cache(maxsize=4096)
def printed_figures(text: str) -> frozenset[Figure]:
    """Every figure that the words hold."""
    folded = fold(text)
    kinds = {"money": "money", "share": "share", "duration": "duration", "count": "count", "people": "count"}
    out = {Figure(kinds[q.kind], q.value) for q in quantities(text) if q.kind in kinds}
    for quantity in quantities(text):
        if quantity.low is not None and quantity.kind in kinds:
            out.add(Figure(kinds[quantity.kind], quantity.low))
    out |= {
        Figure("share", 10 * numeral(m[1]) + (numeral(m[2]) if m[2] else 0))
        for m in _DISCOUNT.finditer(folded)
    }
    out |= {
        Figure("share", Decimal(100) * int(m[1]) / int(m[2])) for m in _FRACTION.finditer(folded) if int(m[2])
    }
    out |= {Figure("price", Decimal(m[1])) for m in _FEN.finditer(folded)}
    out |= {Figure("duration", Decimal(m[1])) for m in _SPAN.finditer(folded)}
    out |= {Figure("ratio", Decimal(m[1] or m[2])) for m in _RATIO.finditer(folded)}
    return frozenset(out)


@lru_cache(maxsize=1024)
def parse_figure(text: str) -> Figure:
    """The one figure of a rule's value. Raises ValueError when there is none or more than one."""
    if _BARE.fullmatch(text):
        return Figure("ratio", Decimal(text))
    found = printed_figures(text)
    if len(found) != 1:
        raise ValueError(f"“{text}”不是一个数字加单位，例如 500万元、30％、2.33分、20年")
    return next(iter(found))
