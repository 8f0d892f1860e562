"""What a rule may say. Figures are strings as printed, each beside the verbatim words that hold it.

One rule is one thing that can be granted, saved, priced or limited. ``facts`` are what the asker must tell;
``conditions`` must all hold; ``award`` is worked out for each item; ``caps`` bound it in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from assistant.calculator.facts import Fact, Printed, Strict
from assistant.calculator.levels import Bands, Levels
from assistant.calculator.ways import Change, Discount, Highest, Limit, Lump, Parts, PerItem, Price, Rate, Way

__all__ = ["Award", "Cap", "Condition", "Period", "Rounding", "Rule"]


class Condition(Strict):
    """``fact`` compared with a printed figure, or a level or flag with its value; or a group of such.

    ``at_least`` and ``at_most`` are inclusive. ``text`` is said if it is unmet; ``{at_least}`` and
    ``{at_most}`` in it stand for the figure.
    """

    fact: str | None = None
    at_least: Printed | None = None
    at_most: Printed | None = None
    equals: str | None = None
    any_of: tuple[Condition, ...] = ()
    none_of: tuple[Condition, ...] = ()
    quote: str = ""
    text: str = ""

    @model_validator(mode="after")
    def _one(self) -> Condition:
        if sum(map(bool, (self.fact, self.any_of, self.none_of))) != 1:
            raise ValueError("condition_not_one")
        if self.fact and sum(map(bool, (self.at_least or self.at_most, self.equals))) != 1:
            raise ValueError("condition_compares_nothing")
        return self

    @property
    def said(self) -> str:
        return self.text.format(at_least=self.at_least, at_most=self.at_most)

    def leaves(self) -> Iterator[Condition]:
        for inner in (*self.any_of, *self.none_of):
            yield from inner.leaves()
        if self.fact:
            yield self


class Award(Strict):
    """Exactly one way of working out the amount; see ``ways`` for what each is."""

    rate: Rate | None = None
    lump: Lump | None = None
    per_item: PerItem | None = None
    levels: Levels | None = None
    bands: Bands | None = None
    parts: Parts | None = None
    change: Change | None = None
    price: Price | None = None
    discount: Discount | None = None
    highest: Highest | None = None
    limit: Limit | None = None

    @model_validator(mode="after")
    def _one(self) -> Award:
        if sum(getattr(self, name) is not None for name in type(self).model_fields) != 1:
            raise ValueError("award_not_one")
        return self

    @property
    def name(self) -> str:
        return next(n for n in type(self).model_fields if getattr(self, n) is not None)

    @property
    def way(self) -> Way:
        way: Way = getattr(self, self.name)
        return way

    def reads(self) -> tuple[str, ...]:
        """Names of the facts that the award is worked out from, the level first."""
        return self.way.reads()


class Cap(Strict):
    """``unless``: a flag fact; where it is 是 the cap does not hold (…项目除外)."""

    amount: Printed
    per: Literal["project", "enterprise", "enterprise_year", "park", "item", "term"]
    unless: str | None = None
    quote: str


class Period(Strict):
    """For how long the amount is given, each year anew."""

    amount: Printed
    quote: str


class Rounding(Strict):
    """What is below one ``unit`` is dropped."""

    unit: Literal["元", "万元"]
    quote: str


class Rule(Strict):
    """``result``: ceiling | fixed | saving | price | limit | discretionary. What was received already counts
    against a cap that is not per project or item. ``keywords`` choose among the rules of one clause.
    ``matter`` is the same for rules of several documents that grant one thing: the prevailing document's counts.
    ``effective_from`` and ``effective_to`` are the document's own days where the rule names none.
    """

    id: str
    title: str
    clause: str
    result: Literal["ceiling", "fixed", "saving", "price", "limit", "discretionary"]
    keywords: tuple[str, ...] = ()
    effective_from: date | None = Field(default=None, description="first day, inclusive")
    effective_to: date | None = Field(default=None, description="last day, inclusive")
    facts: dict[str, Fact] = Field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    award: Award | None = None
    caps: tuple[Cap, ...] = ()
    alternatives: tuple[str, ...] = ()
    discretion: str | None = None
    # The limit that decides who may apply carries the matter of what is applied for.
    matter: str | None = None
    years: Period | None = None
    rounding: Rounding | None = None
