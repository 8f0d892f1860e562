"""How people ask for a list, read from ``lists.yaml``: the words of each condition that its items must hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml

__all__ = ["Bound", "ListWords", "list_words", "number_of"]

_MARK = re.compile(r"[，,。？?；;]")
_DIGITS = frozenset("0123456789一二两三四五六七八九十百千半上")
_TESTS = ("at_least", "at_most", "more", "less")


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure that a list is asked by, and how those printed compare with it: equal, at_least, more, between
    ``low`` and it, …"""

    value: Decimal
    test: str = "equal"
    low: Decimal | None = None

    def meets(self, printed: Decimal) -> bool:
        if self.low is not None:
            return self.low <= printed <= self.value
        if self.test == "equal":
            return printed == self.value
        if self.test in {"at_least", "at_most"} and printed == self.value:
            return True
        return printed > self.value if self.test in {"at_least", "more"} else printed < self.value


@dataclass(frozen=True)
class ListWords:
    """Patterns of the question apply to folded text; ``granting`` maps a way of granting to (pattern of the
    question, pattern of printed words); ``compared`` a test to (pattern before a figure, pattern after it)."""

    clauses: re.Pattern[str]
    clauses_by_number: re.Pattern[str]
    gives: re.Pattern[str]
    pays: re.Pattern[str]
    counted: re.Pattern[str]
    plural: re.Pattern[str]
    years: re.Pattern[str]
    edges: frozenset[str]
    printed: Mapping[str, re.Pattern[str]]
    departments: Mapping[str, re.Pattern[str]]
    sums: Mapping[str, re.Pattern[str]]
    compared: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]
    open: re.Pattern[str]
    recipients: re.Pattern[str]
    left_out: re.Pattern[str]
    leaves_out: re.Pattern[str]
    which_of: str
    things: Mapping[str, re.Pattern[str]]
    granting: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]
    members: Mapping[str, float]

    def ways(self, text: str) -> frozenset[str]:
        """The ways of granting that the question names (一次性, 分国家、省、市级)."""
        return frozenset(name for name, (pattern, _) in self.granting.items() if pattern.search(text))

    def granted(self, ways: Iterable[str], printed: str) -> bool:
        """Whether the printed words grant in all of these ways."""
        return all(self.granting[name][1].search(printed) for name in ways)

    def asks_which(self, text: str, kind: str) -> bool:
        """Whether the text asks which of several things of a kind (园)."""
        return bool(kind) and bool(re.search(self.which_of.replace("\\|", re.escape(kind)), text))

    def bound(self, text: str, start: int, end: int, value: Decimal, low: Decimal | None = None) -> Bound:
        """The figure that stands there, with what the words beside it make of it; a range from ``low``."""
        if low is not None:
            return Bound(value, "between", low)
        start = end - len(number_of(text[start:end]))
        before, after = _MARK.split(text[:start])[-1], _MARK.split(text[end:])[0]
        for test in _TESTS:
            left, right = self.compared[test]
            if left.search(before) or right.search(after):
                outside = self.open.search(text)
                strict = {"at_least": "more", "at_most": "less"}.get(test, test)
                return Bound(value, strict if outside else test)
        return Bound(value)


def number_of(quantity: str) -> str:
    """The quantity from its numeral on: 不到200万 is one quantity to read."""
    return quantity[next((n for n, c in enumerate(quantity) if c in _DIGITS), 0) :]


def _patterns(data: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in data.items()}


@cache
def list_words() -> ListWords:
    data = yaml.safe_load((files("assistant.understanding") / "lists.yaml").read_text(encoding="utf-8"))
    compared = data["compared"]
    things = dict(data["things"])
    return ListWords(
        clauses=re.compile(data["clauses"]),
        clauses_by_number=re.compile(data["clauses_by_number"]),
        gives=re.compile(data["gives"]),
        pays=re.compile(data["pays"]),
        counted=re.compile(data["counted"]),
        plural=re.compile(data["plural"]),
        years=re.compile(data["years"]),
        edges=frozenset(data["edges"]),
        printed=_patterns(data["printed"]),
        departments=_patterns(data["departments"]),
        sums=_patterns(data["sums"]),
        compared={
            name: (re.compile(compared[name]["before"]), re.compile(compared[name]["after"]))
            for name in _TESTS
        },
        open=re.compile(compared["open"]),
        recipients=re.compile(data["recipients"]),
        left_out=re.compile(data["left_out"]["before"]),
        leaves_out=re.compile(data["left_out"]["after"]),
        which_of=things.pop("which_of"),
        things=_patterns(things),
        granting={
            name: (re.compile(entry["pattern"]), re.compile(entry["in_text"]))
            for name, entry in data["granting"].items()
        },
        members=data["members"],
    )
