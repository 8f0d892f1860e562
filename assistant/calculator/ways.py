"""The ways of working out an amount. Each holds its figures as printed, beside the words they stand in.

``figures`` gives (place, figure, quote) for the check against the clause, ``needs`` the facts that must be
told, ``reckon`` the terms for one item. Money comes out in 元, everything else in its base unit.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import Field, RootModel, model_validator

from assistant.calculator.facts import Input, Printed, Strict, Told
from assistant.calculator.figures import parse_figure
from assistant.calculator.units import in_wan, plain, shown

__all__ = [
    "Bands",
    "Change",
    "Discount",
    "Highest",
    "Level",
    "Levels",
    "Limit",
    "Lump",
    "Parts",
    "PerItem",
    "Price",
    "Rate",
    "Term",
    "Way",
]

_HUNDRED = Decimal(100)
Figures = Iterator[tuple[str, str | None, str]]


@dataclass(frozen=True, slots=True)
class Term:
    """One term of an amount: how it is worked out in words, the amount, and of which kind it is.

    ``paid`` is what remains to pay under a discount; ``said`` the whole in words, where it is no equation.
    """

    expression: str
    amount: Decimal
    quote: str
    inputs: tuple[Input, ...] = ()
    kind: str = "money"
    unit: str = ""
    paid: Decimal | None = None
    said: str = ""

    @property
    def text(self) -> str:
        if self.paid is not None:
            return f"{self.expression} = {in_wan(self.paid)}，节省{in_wan(self.amount)}"
        return self.said or f"{self.expression} = {shown(self.amount, self.kind, self.unit)}"


class _Way:
    """What the ways share: every fact read must be told, and the terms add up."""

    def reads(self) -> tuple[str, ...]:
        return ()

    def asks(self, told: Told) -> str | None:
        """The first fact that is wanting."""
        return next((name for name in self.reads() if not told.has(name)), None)

    def combine(self, terms: Sequence[Term]) -> Decimal:
        return sum((term.amount for term in terms), Decimal(0))

    def provisos(self, told: Told) -> tuple[str, ...]:
        """What the amount is subject to, since it was not told."""
        return ()


def value_of(figure: str | None) -> Decimal:
    return parse_figure(figure or "").value


class Lump(_Way, Strict):
    """A fixed amount; between ``low`` and ``amount`` where the clause prints a range."""

    amount: Printed
    low: Printed | None = None
    quote: str

    def figures(self) -> Figures:
        yield "amount", self.amount, self.quote
        if self.low:
            yield "low", self.low, self.quote

    def reckon(self, told: Told, low: bool) -> list[Term]:
        amount = value_of(self.low if low and self.low else self.amount)
        least = f"{in_wan(value_of(self.low))}至" if self.low else ""
        return [Term("", amount, self.quote, said=f"给予{least}{in_wan(value_of(self.amount))}")]


class Rate(_Way, Strict):
    """A percentage of a fact; up to ``up_to`` where the clause prints a range.

    ``first``: only so many of the values told count, added up (前三个合同累计).
    """

    of: str
    percent: Printed
    up_to: Printed | None = None
    first: Printed | None = None
    name: str = ""
    quote: str

    def figures(self) -> Figures:
        yield "percent", self.percent, self.quote
        if self.up_to:
            yield "up_to", self.up_to, self.quote
        if self.first:
            yield "first", self.first, self.quote

    def reads(self) -> tuple[str, ...]:
        return (self.of,)

    def reckon(self, told: Told, low: bool) -> list[Term]:
        percent = self.percent if low or not self.up_to else self.up_to
        if self.first:
            counted = told.numbers(self.of)[: int(value_of(self.first))]
            told = Told(told.facts, {**told.values, self.of: counted})
        fact = told.facts[self.of]
        amount = told.number(self.of) * value_of(percent) / _HUNDRED
        expression = f"{self.name}{told.shown(self.of)} × {percent}"
        return [Term(expression, amount, self.quote, (told.input(self.of),), fact.type, fact.unit)]


class PerItem(_Way, Strict):
    """An amount for each piece or person."""

    amount: Printed
    of: str
    quote: str

    def figures(self) -> Figures:
        yield "amount", self.amount, self.quote

    def reads(self) -> tuple[str, ...]:
        return (self.of,)

    def reckon(self, told: Told, low: bool) -> list[Term]:
        each, count = value_of(self.amount), told.number(self.of)
        expression = f"{in_wan(each)} × {plain(count)}"
        return [Term(expression, each * count, self.quote, (told.input(self.of),))]


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
        factor = value_of(self.percent) / _HUNDRED if self.percent else value_of(self.times)
        expression = f"{name}：{told.shown(of)} × {self.figure}"
        return [Term(expression, told.number(of) * factor, self.quote, (*inputs, told.input(of)))]


class Levels(_Way, Strict):
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


class Bands(_Way, Strict):
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
        for (_, top, n), (bottom, _, m) in itertools.pairwise(ends):
            if top is None or bottom < top:
                return n, m
        return None

    def reckon(self, told: Told, low: bool) -> list[Term]:
        band = next((b for b in self.table if b.holds(told.number(self.by))), None)
        return band.reckon(told.shown(self.by), told, self.of, (told.input(self.by),)) if band else []


class Parts(_Way, RootModel[tuple[Rate, ...]]):
    """Percentages of several facts, added up."""

    def figures(self) -> Figures:
        for n, part in enumerate(self.root):
            yield str(n), part.percent, part.quote

    def reads(self) -> tuple[str, ...]:
        return tuple(part.of for part in self.root)

    def reckon(self, told: Told, low: bool) -> list[Term]:
        return [term for part in self.root for term in part.reckon(told, low)]


class Change(_Way, Strict):
    """What a rate cut saves on a base."""

    of: str
    before: Printed = Field(alias="from")
    after: Printed = Field(alias="to")
    quote: str

    def figures(self) -> Figures:
        yield "from", self.before, self.quote
        yield "to", self.after, self.quote

    def reads(self) -> tuple[str, ...]:
        return (self.of,)

    def reckon(self, told: Told, low: bool) -> list[Term]:
        amount = told.number(self.of) * (value_of(self.before) - value_of(self.after)) / _HUNDRED
        expression = f"{told.shown(self.of)} × （{self.before} － {self.after}）"
        return [Term(expression, amount, self.quote, (told.input(self.of),))]


class Price(_Way, Strict):
    """分 a unit, times a quantity."""

    of: str
    price: Printed
    quote: str

    def figures(self) -> Figures:
        yield "price", self.price, self.quote

    def reads(self) -> tuple[str, ...]:
        return (self.of,)

    def reckon(self, told: Told, low: bool) -> list[Term]:
        price = value_of(self.price)
        expression = f"{told.shown(self.of)} × {plain(price)}分/千瓦时"
        return [Term(expression, told.number(self.of) * price / _HUNDRED, self.quote, (told.input(self.of),))]


class Discount(_Way, Strict):
    """What is saved where only ``pays`` (八五折) of a sum is to be paid."""

    of: str
    pays: Printed
    quote: str

    def figures(self) -> Figures:
        yield "pays", self.pays, self.quote

    def reads(self) -> tuple[str, ...]:
        return (self.of,)

    def reckon(self, told: Told, low: bool) -> list[Term]:
        base, pays = told.number(self.of), value_of(self.pays)
        paid = base * pays / _HUNDRED
        expression = f"{told.shown(self.of)} × {plain(pays)}％"
        return [Term(expression, base - paid, self.quote, (told.input(self.of),), paid=paid)]


class Bound(Strict):
    of: str
    percent: Printed | None = None
    quote: str


class Highest(_Way, RootModel[tuple[Bound, ...]]):
    """The highest of several lower bounds; those not told stay as a proviso."""

    def figures(self) -> Figures:
        for n, bound in enumerate(self.root):
            yield str(n), bound.percent, bound.quote

    def reads(self) -> tuple[str, ...]:
        return tuple(bound.of for bound in self.root)

    def reckon(self, told: Told, low: bool) -> list[Term]:
        terms = []
        for bound in self.root:
            if bound.of in told.values:
                factor = value_of(bound.percent) / _HUNDRED if bound.percent else Decimal(1)
                times = f" × {bound.percent}" if bound.percent else ""
                expression = f"{told.facts[bound.of].name}{told.shown(bound.of)}{times}"
                amount = told.number(bound.of) * factor
                terms.append(Term(expression, amount, bound.quote, (told.input(bound.of),)))
        return terms

    def asks(self, told: Told) -> str | None:
        return None if any(name in told.values for name in self.reads()) else self.reads()[0]

    def combine(self, terms: Sequence[Term]) -> Decimal:
        return max(term.amount for term in terms)

    def provisos(self, told: Told) -> tuple[str, ...]:
        return tuple(told.facts[n].name for n in self.reads() if n not in told.values)


class Limit(_Way, Strict):
    """A figure that limits and grants nothing."""

    amount: Printed
    quote: str

    def figures(self) -> Figures:
        yield "amount", self.amount, self.quote

    def reckon(self, told: Told, low: bool) -> list[Term]:
        figure = parse_figure(self.amount)
        kind = "money" if figure.kind == "money" else "count"
        return [Term("", figure.value, self.quote, (), kind, said=self.amount)]


Way = Lump | Rate | PerItem | Levels | Bands | Parts | Change | Price | Discount | Highest | Limit
