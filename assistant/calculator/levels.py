"""Amounts that differ by level (国家级, 省级) or by the band in which a quantity lies."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from pydantic import model_validator

from assistant.calculator.facts import Input, Printed, Strict, Told
from assistant.calculator.terms import HUNDRED, Figures, Shared, Term, value_of
from assistant.calculator.units import in_wan

__all__ = ["Band", "Bands", "Level", "Levels"]


class Level(Strict):
    """``times``: of a printed ratio (1.65∶1∶0.25)."""

    percent: Printed | None = None
    amount: Printed | None = None
    times: Printed | None = None
    quote: str

    @model_validator(mode="after")
    def _one(self) -> Level:
        if sum(v is not None for v in (self.percent, self.amount, self.times)) != 1:
            raise ValueError("level_not_one")
        return self

    @property
    def figure(self) -> str:
        return self.percent or self.amount or self.times or ""

    def reckon(self, name: str, told: Told, of: str | None, inputs: tuple[Input, ...]) -> list[Term]:
        if self.amount:
            amount = value_of(self.amount)
            return [Term(name, amount, self.quote, inputs, said=f"{name}：{in_wan(amount)}")]
        assert of is not None
        factor = value_of(self.percent) / HUNDRED if self.percent else value_of(self.times)
        expression = f"{name}：{told.shown(of)} × {self.figure}"
        return [Term(expression, told.number(of) * factor, self.quote, (*inputs, told.input(of)))]


class Levels(Shared, Strict):
    """An amount, or a percentage of ``of``, for each option of the level fact ``by``."""

    by: str
    of: str | None = None
    table: dict[str, Level]

    def figures(self) -> Figures:
        for name, level in self.table.items():
            yield f"table.{name}", level.figure, level.quote

    def reads(self) -> tuple[str, ...]:
        return (self.by, self.of) if self.of else (self.by,)

    def reckon(self, told: Told, low: bool) -> list[Term]:
        name = told.choice(self.by)
        return self.table[name].reckon(name, told, self.of, (told.input(self.by),))


class Band(Level):
    """From ``at_least`` up to, not including, ``below``."""

    at_least: Printed | None = None
    below: Printed | None = None

    def holds(self, value: Decimal) -> bool:
        low, high = self.at_least, self.below
        return not ((low and value < value_of(low)) or (high and value >= value_of(high)))


class Bands(Shared, Strict):
    """An amount, or a percentage of ``of``, by the band in which the quantity ``by`` lies; none outside them."""

    by: str
    of: str | None = None
    table: tuple[Band, ...]

    def figures(self) -> Figures:
        for n, band in enumerate(self.table):
            for figure in (band.figure, band.at_least, band.below):
                if figure:
                    yield f"table.{n}", figure, band.quote

    def reads(self) -> tuple[str, ...]:
        return (self.by, self.of) if self.of and self.of != self.by else (self.by,)

    def overlapping(self) -> tuple[int, int] | None:
        """Positions of two bands that share a value."""
        ends = [
            (value_of(b.at_least) if b.at_least else Decimal(0), value_of(b.below) if b.below else None, n)
            for n, b in enumerate(self.table)
        ]
        ends.sort(key=lambda end: end[0])
        for (_, top, n), (bottom, _, m) in pairwise(ends):
            if top is None or bottom < top:
                return n, m
        return None

    def reckon(self, told: Told, low: bool) -> list[Term]:
        band = next((b for b in self.table if b.holds(told.number(self.by))), None)
        return band.reckon(told.shown(self.by), told, self.of, (told.input(self.by),)) if band else []
