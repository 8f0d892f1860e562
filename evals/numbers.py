"""Whether a text says something, numbers read as numbers: 30%, 30％ and 百分之三十 are one, 500万 isn't in 1500万."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assistant.calculator.amounts import Quantity, quantities

__all__ = ["numbers", "plain", "says"]

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """One form for full and half width, without blanks, quotation marks and thousands separators."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return re.sub(r"[\s“”\"'「」《》]", "", text).lower()


def says(text: str, wanted: str) -> bool:
    """Whether the text holds ``wanted``, or one of the alternatives joined by |."""
    return any(_says(plain(text), plain(one)) for one in wanted.split("|"))


def _says(text: str, wanted: str) -> bool:
    for match in re.finditer(re.escape(wanted), text):
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        longer = wanted[:1].isdigit() and (before.isdigit() or before == ".")
        longer |= wanted[-1:].isdigit() and (after.isdigit() or after == ".")
        if not longer:
            return True
    found = quantities(wanted)
    # Nothing but a quantity: the same amount in other words will do.
    if len(found) == 1 and found[0].text == wanted:
        return any(_same(q, found[0]) for q in quantities(text))
    return False


def _same(one: Quantity, other: Quantity) -> bool:
    units = one.kind != "duration" or one.unit == other.unit
    return units and (one.kind, one.value, one.low) == (other.kind, other.value, other.low)


def numbers(text: str) -> frozenset[str]:
    """Arabic numbers of the text in one form, without trailing zeros."""
    return frozenset(_short(n) for n in _NUMBER.findall(plain(text)))


def _short(number: str) -> str:
    whole, _, part = number.partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")
