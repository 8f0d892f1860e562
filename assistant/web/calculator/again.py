"""From an answer's calculation back to the form, filled with the same facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.calculator.facts import Fact
from assistant.calculator.manual import RECEIVED, read_amount, read_value
from assistant.calculator.schema import Rule
from assistant.errors import BadInput
from assistant.types import Calculation
from assistant.web.calculator.fields import MOST, counts_items
from assistant.web.calculator.link import form_link
from assistant.web.calculator.units import FACTORS, units_of

__all__ = ["again_link"]

_BETWEEN = "、"


def again_link(rule: Rule, calculation: Calculation, as_of: date, today: date) -> str:
    """What the form could not read, such as a range, is left out: the form asks for it again."""
    columns = dict(_columns(rule, calculation))
    length = max(map(len, columns.values()), default=0)
    items = [
        {name: values[min(n, len(values) - 1)] for name, values in columns.items()} for n in range(length)
    ]
    return form_link(rule.id, items, as_of if as_of != today else None)


def _columns(rule: Rule, calculation: Calculation) -> Iterator[tuple[str, list[str]]]:
    names = {fact.name: name for name, fact in rule.facts.items()}
    several = counts_items(rule)
    for told in calculation.trace["facts"]:
        name = names.get(str(told["name"]))
        if name is None:
            continue
        values = str(told["value"]).split(_BETWEEN)[:MOST]
        if len(values) > 1 and not several:
            continue
        try:
            yield name, [_typed(rule.facts[name], value) for value in values]
        except BadInput:
            continue
    for step in calculation.trace["steps"]:
        if step["op"] == "prior":
            granted = next((str(given["value"]) for given in step["inputs"]), "")
            yield RECEIVED, [_in_unit(granted, "money", "", "万元")]
            break


def _typed(fact: Fact, value: str) -> str:
    """Raises BadInput."""
    if fact.chosen:
        read_value(value, fact)
        return value
    return _in_unit(value, fact.type, fact.unit, units_of(fact)[0])


def _in_unit(value: str, kind: str, unit: str, shown: str) -> str:
    """The number as the form has it beside its usual unit. Raises BadInput."""
    return f"{read_amount(value, kind, unit) / FACTORS.get(shown, 1):f}"
