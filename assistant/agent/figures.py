"""The figures of a text, each in one form however it is written.

三千万元, 3000万元 and 30,000,000元 are one figure; so are 30％, 百分之三十 and 三成, 八五折 and 85%. A figure
has a kind, so that 30万 is not 30% and 500元 not 500万元; a number without a unit has the kind ``number``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.calculator.amounts import numeral, quantities
from assistant.text import fold

__all__ = ["Figure", "figures", "stands_in"]

_DATE = re.compile(
    r"(?P<y>(?:19|20)\d{2})\s*年(?:\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*[日号])?)?"
    r"|(?<!\d)(?P<y2>(?:19|20)\d{2})(?P<sep>[-./])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d)"
)
_FOLD = re.compile(r"(?P<a>[一二三四五六七八九\d])点?(?P<b>[一二三四五六七八九\d])?折")
_RANK = re.compile(r"[前第](?P<n>[一二三四五六七八九十\d]{1,3})(?=[名个家位])")
_TO_ONE = re.compile(r"(?<![\d.:∶])(?P<a>\d+(?:\.\d+)?)[:∶](?P<b>\d+(?:\.\d+)?)(?![\d.:∶])")
_RATIO = re.compile(
    r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\d/])|(?P<c>[一二三四五六七八九十]{1,2})分之(?P<d>[一二三四五六七八九十]{1,2})"
)
_BARE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_WORDS = re.compile(r"(?<![一-鿿])?[零〇一二两三四五六七八九十百千万亿]{2,}")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Figure:
    """``kind`` is a kind of quantity, ``date``, ``rank``, ``ratio`` or ``number``; ``text`` is how it was written;
    ``start`` and ``end`` are positions in the folded text."""

    kind: str
    value: str
    text: str
    start: int = 0
    end: int = 0

    @property
    def same(self) -> tuple[str, str]:
        return self.kind, self.value


@lru_cache(maxsize=2048)
def figures(text: str) -> tuple[Figure, ...]:
    """All figures of ``text`` in their order. Dates give their year, month and day together."""
    folded = fold(text)
    found: list[Figure] = []
    for kind, pattern, worth in (
        ("rank", _RANK, lambda m: _plain(numeral(m["n"]))),
        ("ratio", _TO_ONE, lambda m: f"{m['a']}:{m['b']}"),
        ("date", _DATE, _date),
        ("share", _FOLD, _discount),
        ("ratio", _RATIO, _ratio),
    ):
        folded = _take(folded, kind, pattern, worth, found)
    for quantity in quantities(folded):
        kind = f"duration:{quantity.unit}" if quantity.kind == "duration" else quantity.kind
        for value in (quantity.value, *([] if quantity.low is None else [quantity.low])):
            found.append(Figure(kind, _plain(value), quantity.text, quantity.start, quantity.end))
        folded = folded[: quantity.start] + " " * (quantity.end - quantity.start) + folded[quantity.end :]
    folded = _take(folded, "number", _BARE, lambda m: _plain(Decimal(m.group().replace(",", ""))), found)
    _take(folded, "number", _WORDS, _words, found)
    return tuple(sorted(found, key=lambda f: f.start))


def _take(
    text: str,
    kind: str,
    pattern: re.Pattern[str],
    worth: Callable[[re.Match[str]], str | None],
    found: list[Figure],
) -> str:
    """The text without what was read as a figure, so that nothing is read twice."""

    def one(match: re.Match[str]) -> str:
        value = worth(match)
        if value is None:
            return match.group()
        found.append(Figure(kind, value, match.group(), match.start(), match.end()))
        return " " * len(match.group())

    return pattern.sub(one, text)


def stands_in(figure: Figure, ground: Iterable[Figure]) -> bool:
    """Whether the ground holds the figure: the same kind and value, a number without a unit by value alone,
    a date by the parts that it names."""
    known = {g.same for g in ground}
    if figure.same in known:
        return True
    if figure.kind == "date":
        return any(kind == "date" and _covers(value, figure.value) for kind, value in known)
    if figure.kind == "number":
        return any(value == figure.value for kind, value in known if kind != "date") or any(
            figure.value in value.split("-") for kind, value in known if kind == "date"
        )
    if figure.kind.partition(":")[0] in {"count", "duration", "people"}:
        return ("number", figure.value) in known
    return False


def _covers(whole: str, part: str) -> bool:
    return whole.split("-")[: len(part.split("-"))] == part.split("-")


def _date(match: re.Match[str]) -> str:
    parts = (match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"])
    return "-".join(str(int(part)) for part in parts if part)


def _discount(match: re.Match[str]) -> str:
    first, second = (_DIGITS.get(c, int(c) if c.isdigit() else 0) if c else 0 for c in match.groups())
    return str(first * 10 + second)


def _ratio(match: re.Match[str]) -> str | None:
    part, whole = match["a"] or match["d"], match["b"] or match["c"]
    return f"{_plain(numeral(part))}/{_plain(numeral(whole))}" if part and whole else None


def _words(match: re.Match[str]) -> str | None:
    try:
        return _plain(numeral(match.group()))
    except ValueError:
        return None


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
