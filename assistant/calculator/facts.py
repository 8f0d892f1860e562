"""What a rule asks of the asker, and one item's answers to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.calculator.figures import parse_figure
from assistant.calculator.units import shown

__all__ = ["MET", "UNMET", "Fact", "Input", "Printed", "Strict", "Told", "Value"]

Value = Decimal | str | tuple[Decimal, ...]
MET, UNMET = "符合", "不符合"
"""What is told of a condition's amount without a figure: 主营收入够."""


def _printed(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("figure_not_text")
    return value


Printed = Annotated[str, BeforeValidator(_printed)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Fact(Strict):
    """``words``: how the asker names it, to tell it from other facts of the same type. ``options``: level ->
    the words for it. ``default``: taken when it is not told, as printed. ``unit``: of a duration, 年 or 天.
    ``denied``: words that tell a flag to be 否 (小企业 for 大中型企业), or an amount beside them to be another
    (贷了300万 is no 利息). ``like``: level, 是 or 否 -> patterns of a way of naming it (市…目录, {elsewhere}的公司),
    which count before the words."""

    type: Literal["money", "energy", "area", "share", "count", "people", "duration", "level", "flag"]
    name: str
    question: str
    words: tuple[str, ...] = ()
    options: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    default: Printed | None = None
    definition: str = ""
    unit: str = ""
    denied: tuple[str, ...] = ()
    like: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def chosen(self) -> bool:
        """Whether it is told by a name (a level, 是 or 否) and not as a quantity."""
        return self.type in {"level", "flag"}


@dataclass(frozen=True, slots=True)
class Input:
    """What a step read: ``source`` is user | default | computed."""

    name: str
    value: Decimal | str
    source: str


@dataclass(frozen=True, slots=True)
class Told:
    """One item: what was told of each fact, in base units; defaults stand in for what was not."""

    facts: Mapping[str, Fact]
    values: Mapping[str, Value]

    def has(self, name: str) -> bool:
        return name in self.values or self.facts[name].default is not None

    def numbers(self, name: str) -> tuple[Decimal, ...]:
        """The value, or the several values, of a fact that is a quantity."""
        value = self.values.get(name)
        if value is None:
            return (parse_figure(self.facts[name].default or "").value,)
        assert not isinstance(value, str)
        return value if isinstance(value, tuple) else (value,)

    def number(self, name: str) -> Decimal:
        return sum(self.numbers(name), Decimal(0))

    def choice(self, name: str) -> str:
        return str(self.values.get(name, self.facts[name].default))

    def shown(self, name: str) -> str:
        fact = self.facts[name]
        several = [shown(v, fact.type, fact.unit) for v in self.numbers(name)]
        return several[0] if len(several) == 1 else f"（{' ＋ '.join(several)}）"

    def input(self, name: str) -> Input:
        fact = self.facts[name]
        value = self.choice(name) if fact.chosen else self.number(name)
        return Input(fact.name, value, "user" if name in self.values else "default")
