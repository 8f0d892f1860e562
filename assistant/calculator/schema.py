"""What a rule may say. Figures are strings as printed, each beside the verbatim words that hold it.

One rule is one thing that can be granted, saved, priced or limited. ``facts`` are what the asker must tell;
``conditions`` must all hold; ``award`` is worked out for each item; ``caps`` bound it in their order.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

__all__ = [
    "Award",
    "Cap",
    "Condition",
    "Fact",
    "Rule",
]


def _printed(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("figure_not_text")
    return value


Printed = Annotated[str, BeforeValidator(_printed)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Fact(_Strict):
    """``words``: how the asker names it, to tell it from other facts of the same type. ``options``: level ->
    the words for it. ``default``: taken when it is not told, as printed."""

    type: Literal["money", "energy", "area", "share", "count", "people", "duration", "level", "flag"]
    name: str
    question: str
    words: tuple[str, ...] = ()
    options: dict[str, tuple[str, ...]] = {}
    default: Printed | None = None
    definition: str = ""


class Condition(_Strict):
    """``fact`` compared with a printed figure, or a level or flag with its value; ``text`` is said if unmet."""

    fact: str
    at_least: Printed | None = None
    at_most: Printed | None = None
    equals: str | None = None
    quote: str
    text: str


class Part(_Strict):
    of: str
    percent: Printed
    name: str = ""
    quote: str


class Level(_Strict):
    percent: Printed | None = None
    amount: Printed | None = None
    quote: str


class Award(_Strict):
    """Exactly one way of working out the amount.

    rate: percent of a money fact. lump: a fixed amount. per_item: amount times a count. levels: percent or
    amount by a level fact. parts: percents of several facts added up. change: what a rate cut saves on a
    base. price: 分 a unit times a quantity. discount: what remains to pay and what is saved. share_off: a
    percentage off a base. limit: a figure that limits and grants nothing.
    """

    rate: Part | None = None
    lump: Level | None = None
    per_item: Annotated[dict[str, str] | None, Field(description="amount, of, quote")] = None
    levels: dict[str, Level] | None = None
    by: str | None = None
    of: str | None = None
    parts: tuple[Part, ...] | None = None
    change: Annotated[dict[str, str] | None, Field(description="of, from, to, quote")] = None
    price: Annotated[dict[str, str] | None, Field(description="of, price, quote")] = None
    discount: Annotated[dict[str, str] | None, Field(description="of, pays, quote")] = None
    share_off: Part | None = None
    limit: Level | None = None

    def reads(self) -> tuple[str, ...]:
        """Names of the facts that the award is worked out from, the level first."""
        parts = (self.rate, self.share_off, *(self.parts or ()))
        entries = (self.per_item, self.change, self.price, self.discount)
        named = (self.by, self.of, *(p.of for p in parts if p), *(e.get("of") for e in entries if e))
        return tuple(name for name in named if name)

    @model_validator(mode="after")
    def _one(self) -> Award:
        ways = (
            "rate",
            "lump",
            "per_item",
            "levels",
            "parts",
            "change",
            "price",
            "discount",
            "share_off",
            "limit",
        )
        if sum(getattr(self, way) is not None for way in ways) != 1:
            raise ValueError("award_not_one")
        return self


class Cap(_Strict):
    amount: Printed
    per: Literal["project", "enterprise", "enterprise_year", "park", "item", "term"]
    quote: str


class Rule(_Strict):
    """``result``: ceiling | fixed | saving | price | limit | discretionary. A cap per enterprise and year
    counts what was received already. ``keywords`` choose among the rules of one clause.
    ``matter`` is the same for rules of several documents that grant one thing: the prevailing document's counts."""

    id: str
    title: str
    clause: str
    result: Literal["ceiling", "fixed", "saving", "price", "limit", "discretionary"]
    keywords: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    facts: dict[str, Fact] = {}
    conditions: tuple[Condition, ...] = ()
    award: Award | None = None
    caps: tuple[Cap, ...] = ()
    alternatives: tuple[str, ...] = ()
    discretion: str | None = None
    matter: str | None = None
    years: int | None = None
