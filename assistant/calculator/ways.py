"""The ways of working out an amount. Each holds its figures as printed, beside the words they stand in.

``figures`` gives (place, figure, quote) for the check against the clause, ``reads`` the facts it is worked out
from, ``reckon`` the terms for one item. Money comes out in 元, everything else in its base unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pydantic import Field, RootModel

from assistant.calculator.facts import Printed, Strict, Told
from assistant.calculator.figures import parse_figure
from assistant.calculator.levels import Bands, Levels
from assistant.calculator.terms import HUNDRED, Figures, OfOne, Shared, Term, value_of
from assistant.calculator.units import in_wan, plain

__all__ = [
    "Change",
    "Discount",
    "Highest",
    "Limit",
    "Lump",
    "Parts",
    "PerItem",
    "Price",
    "Rate",
    "Way",
]


class Lump(Shared, Strict):
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


class Rate(OfOne, Strict):
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

    def reckon(self, told: Told, low: bool) -> list[Term]:
        percent = self.percent if low or not self.up_to else self.up_to
        if self.first:
            counted = told.numbers(self.of)[: int(value_of(self.first))]
            told = Told(told.facts, {**told.values, self.of: counted})
        fact = told.facts[self.of]
        amount = told.number(self.of) * value_of(percent) / HUNDRED
        expression = f"{self.name}{told.shown(self.of)} × {percent}"
        return [Term(expression, amount, self.quote, (told.input(self.of),), fact.type, fact.unit)]


class PerItem(OfOne, Strict):
    """An amount for each piece or person."""

    amount: Printed
    of: str
    quote: str

    def figures(self) -> Figures:
        yield "amount", self.amount, self.quote

    def reckon(self, told: Told, low: bool) -> list[Term]:
        each, count = value_of(self.amount), told.number(self.of)
        expression = f"{in_wan(each)} × {plain(count)}"
        return [Term(expression, each * count, self.quote, (told.input(self.of),))]


class Parts(Shared, RootModel[tuple[Rate, ...]]):
    """Percentages of several facts, added up."""

    def figures(self) -> Figures:
        for n, part in enumerate(self.root):
            yield str(n), part.percent, part.quote

    def reads(self) -> tuple[str, ...]:
        return tuple(part.of for part in self.root)

    def reckon(self, told: Told, low: bool) -> list[Term]:
        return [term for part in self.root for term in part.reckon(told, low)]


class Change(OfOne, Strict):
    """What a rate cut saves on a base."""

    of: str
    before: Printed = Field(alias="from")
    after: Printed = Field(alias="to")
    quote: str

    def figures(self) -> Figures:
        yield "from", self.before, self.quote
        yield "to", self.after, self.quote

    def reckon(self, told: Told, low: bool) -> list[Term]:
        amount = told.number(self.of) * (value_of(self.before) - value_of(self.after)) / HUNDRED
        expression = f"{told.shown(self.of)} × （{self.before} － {self.after}）"
        return [Term(expression, amount, self.quote, (told.input(self.of),))]


class Price(OfOne, Strict):
    """分 a unit, times a quantity."""

    of: str
    price: Printed
    quote: str

    def figures(self) -> Figures:
        yield "price", self.price, self.quote

    def reckon(self, told: Told, low: bool) -> list[Term]:
        price = value_of(self.price)
        expression = f"{told.shown(self.of)} × {plain(price)}分/千瓦时"
        return [Term(expression, told.number(self.of) * price / HUNDRED, self.quote, (told.input(self.of),))]


class Discount(OfOne, Strict):
    """What is saved where only ``pays`` (八五折) of a sum is to be paid."""

    of: str
    pays: Printed
    quote: str

    def figures(self) -> Figures:
        yield "pays", self.pays, self.quote

    def reckon(self, told: Told, low: bool) -> list[Term]:
        base, pays = told.number(self.of), value_of(self.pays)
        paid = base * pays / HUNDRED
        expression = f"{told.shown(self.of)} × {plain(pays)}％（{self.pays}）"
        return [Term(expression, base - paid, self.quote, (told.input(self.of),), paid=paid)]


class Bound(Strict):
    of: str
    percent: Printed | None = None
    quote: str


class Highest(Shared, RootModel[tuple[Bound, ...]]):
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
                factor = value_of(bound.percent) / HUNDRED if bound.percent else Decimal(1)
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


class Limit(Shared, Strict):
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
