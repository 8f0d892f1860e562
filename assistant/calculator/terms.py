"""What every way of working out an amount gives, and what the ways share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.calculator.facts import Input, Told
from assistant.calculator.figures import parse_figure
from assistant.calculator.units import in_wan, shown

__all__ = ["HUNDRED", "Figures", "OfOne", "Shared", "Term", "value_of"]

HUNDRED = Decimal(100)
Figures = Iterator[tuple[str, str | None, str]]
"""(place in the rule, the figure as printed, the quote it must stand in)"""


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


class Shared:
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


class OfOne(Shared):
    """A way that is worked out from the one fact ``of``."""

    of: str

    def reads(self) -> tuple[str, ...]:
        return (self.of,)


def value_of(figure: str | None) -> Decimal:
    return parse_figure(figure or "").value
