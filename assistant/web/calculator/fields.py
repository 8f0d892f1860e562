"""A rule's facts as the fields of a form, filled in as the query string says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.calculator.levels import Levels
from assistant.calculator.manual import RECEIVED, read_amount, read_value
from assistant.calculator.schema import Rule
from assistant.calculator.ways import Rate
from assistant.errors import BadInput
from assistant.messages import say
from assistant.web.calculator.units import FACTORS, units_of, written
from assistant.web.texts import text

__all__ = ["MOST", "Field", "Form", "Group", "counts_items", "fill"]

MOST = 20
"""Projects in one form."""
_LONGEST = 40
_EACH = {"project", "item"}
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Field:
    """``kind``: amount | choice | date. ``units``: those to choose from, with how many base units each is;
    ``value`` as typed; ``read`` what the calculator is given, nothing for a wrong or an empty field."""

    id: str
    name: str
    kind: str
    label: str
    hint: str = ""
    value: str = ""
    unit: str = ""
    units: tuple[tuple[str, int], ...] = ()
    options: tuple[str, ...] = ()
    read: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together: one project's, or what is told once."""

    fields: tuple[Field, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """``items`` are what the calculator is given; ``unused`` names in the link that are no field here."""

    rule: Rule
    groups: tuple[Group, ...]
    once: tuple[Field, ...]
    day: Field
    as_of: date
    several: bool
    unused: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        return (*(f for g in self.groups for f in g.fields), *self.once, self.day)

    @property
    def wrong(self) -> int:
        return sum(bool(field.error) for field in self.fields)

    @property
    def items(self) -> list[dict[str, str]]:
        """One mapping for each project of which something was told."""
        shared = {f.name: f.read for f in self.once if f.read}
        each = [{f.name: f.read for f in g.fields if f.read} for g in self.groups]
        return [{**item, **shared} for item in each if item] or [shared]


def counts_items(rule: Rule) -> bool:
    """Whether several projects, contracts or standards may be told, each with its own amount."""
    if rule.award is None or rule.award.limit:
        return False
    way = rule.award.way
    capped_each = any(cap.per in _EACH for cap in rule.caps)
    return isinstance(way, Levels) or (isinstance(way, Rate) and bool(capped_each or way.first))


def fill(rule: Rule, query: Query, today: date, *, more: bool = False, without: int = 0) -> Form:
    """``more`` adds an empty project, ``without`` leaves out the n-th. Never raises: what is wrong is said at
    its field."""
    several = counts_items(rule)
    each = _of_each(rule) if several else tuple(rule.facts)
    told = max([len(query.get(name, ())) for name in each], default=0) if several else 1
    numbers = [n for n in range(max(1, min(told, MOST))) if n != without - 1] or [0]
    if without and told <= 1:
        query = {name: values for name, values in query.items() if name.removesuffix(".unit") not in each}
    if more and len(numbers) < MOST:
        numbers.append(max(told, 1))
    groups = tuple(
        Group(tuple(_fact(rule, name, query, n, shown) for name in each), shown)
        for shown, n in enumerate(numbers, 1)
    )
    once = tuple(_fact(rule, name, query, 0, 0) for name in rule.facts if name not in each)
    if any(cap.per not in _EACH for cap in rule.caps):
        once += (_received(rule, query),)
    day, as_of = _day(query, today)
    known = {*rule.facts, *(f"{n}.unit" for n in (*rule.facts, RECEIVED)), RECEIVED, "as_of", "more", "drop"}
    unused = tuple(name[:_LONGEST] for name in query if name not in known)
    return Form(rule, groups, once, day, as_of, several, unused)


def _of_each(rule: Rule) -> tuple[str, ...]:
    """What each project has of its own: what its amount is worked out from and what lifts its cap."""
    assert rule.award is not None
    own = {*rule.award.reads(), *(cap.unless for cap in rule.caps if cap.per in _EACH)}
    return tuple(name for name in rule.facts if name in own)


def _fact(rule: Rule, name: str, query: Query, n: int, shown: int) -> Field:
    fact = rule.facts[name]
    ident = f"f-{name}-{shown}" if shown else f"f-{name}"
    value = _nth(query, name, n)
    if fact.chosen:
        yes = (text("form.yes"), text("form.no"))
        label, hint = (fact.name, fact.question) if fact.options else (fact.question, "")
        options = tuple(fact.options) or yes
        field = Field(ident, name, "choice", label, _hint(hint, fact.definition), value, options=options)
    else:
        field = Field(ident, name, "amount", fact.name, _hint(fact.question, fact.definition), value)
        field = _with_units(field, units_of(fact), query, n)
    if fact.default:
        field = replace(field, hint=_hint(field.hint, text("form.default", value=fact.default)))
    if not value:
        return field
    try:
        read = _short(written(value, field.unit) if field.kind == "amount" else value)
        read_value(read, fact, field.unit)
    except BadInput as error:
        return replace(field, error=str(error))
    return replace(field, read=read)


def _received(rule: Rule, query: Query) -> Field:
    yearly = all(cap.per in {"enterprise_year", *_EACH} for cap in rule.caps)
    label = text("form.received_year" if yearly else "form.received")
    field = Field(
        f"f-{RECEIVED}", RECEIVED, "amount", label, text("form.received_hint"), _nth(query, RECEIVED, 0)
    )
    field = _with_units(field, ("万元", "元"), query, 0)
    if not field.value:
        return field
    try:
        read = _short(written(field.value, field.unit))
        read_amount(read, "money", bare=field.unit)
    except BadInput as error:
        return replace(field, error=str(error))
    return replace(field, read=read)


def _day(query: Query, today: date) -> tuple[Field, date]:
    value = _nth(query, "as_of", 0)
    field = Field("f-as_of", "as_of", "date", text("form.as_of"), text("form.as_of_hint"), value)
    if not value:
        return replace(field, value=today.isoformat()), today
    try:
        return field, date.fromisoformat(value)
    except ValueError:
        return replace(field, error=say("error.bad_date", value=value[:_LONGEST])), today


def _with_units(field: Field, units: tuple[str, ...], query: Query, n: int) -> Field:
    told = _nth(query, f"{field.name}.unit", n)
    unit = told if told in units else units[0]
    switch = tuple((u, FACTORS.get(u, 1)) for u in units) if len(units) > 1 else ()
    return replace(field, unit=unit, units=switch)


def _nth(query: Query, name: str, n: int) -> str:
    values = query.get(name, ())
    return values[n].strip() if n < len(values) else ""


def _short(words: str) -> str:
    if len(words) > _LONGEST:
        raise BadInput(text("form.too_long", limit=_LONGEST))
    return words


def _hint(*parts: str) -> str:
    return "。".join(filter(None, parts))
