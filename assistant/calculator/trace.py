"""The record of one calculation: versioned, JSON-ready, and all that its sentences are made from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.calculator.bind import Bound
from assistant.calculator.evaluate import Outcome, Step
from assistant.calculator.facts import Input
from assistant.calculator.schema import Rule
from assistant.types import Calculation

__all__ = ["TRACE_VERSION", "traced"]

TRACE_VERSION = 2
_AMOUNTS = {"ceiling", "fixed", "saving", "price"}
_WAN = Decimal(10000)


def traced(
    rules: Mapping[str, Rule],
    outcome: Outcome,
    bound: Bound,
    low: Outcome | None = None,
    overrides: tuple[Rule, str] | None = None,
) -> Calculation:
    """The outcome with its trace: what was told, each step with its clause, the amount.

    ``low`` is the outcome at the lower end of what was told; ``overrides`` a rule of another document that gives
    way, and the clause that says so. ``amount_yuan`` is None for what is no money.
    """
    rule = outcome.rule
    counted = outcome.result in _AMOUNTS and outcome.kind == "money"
    amount = outcome.amount if counted else None
    lowest = low.amount if low else outcome.low
    trace: dict[str, Any] = {
        "version": TRACE_VERSION,
        "rule": rule.id,
        "title": rule.title,
        "clause": rule.clause,
        "result": "range" if counted and outcome.low is not None else outcome.result,
        "limits": rule.result == "limit",
        "facts": [
            {"name": rule.facts[n].name, "type": rule.facts[n].type, "value": value, "source": "user"}
            for n, value in bound.told.items()
        ],
        "approximate": bound.facts.approximate,
        "steps": [
            _step(step) for step in (*_precedence(rule, overrides), *outcome.steps, *_choice(rule, rules))
        ],
        "overrides": overrides
        and {"rule": overrides[0].id, "clause": overrides[0].clause, "by": overrides[1]},
        "amount": _number(outcome.amount),
        "said": outcome.said,
        "amount_yuan": _number(amount),
        "low_yuan": _number(lowest) if counted else None,
        "paid_yuan": _number(outcome.paid),
        "ask": _question(rule, outcome.ask),
        "alternatives": [
            {"rule": i, "title": rules[i].title, "quote": rules[i].discretion or ""}
            for i in rule.alternatives
        ],
    }
    return Calculation(rule.id, amount / _WAN if amount is not None else None, trace)


def _precedence(rule: Rule, overrides: tuple[Rule, str] | None) -> list[Step]:
    if overrides is None:
        return []
    loser, by = overrides
    return [Step("precedence", f"与{loser.clause}不一致处，以{rule.clause}为准", by, binds=True)]


def _choice(rule: Rule, rules: Mapping[str, Rule]) -> list[Step]:
    return [
        Step("choice", f"与{rules[i].title}择一，不能相加", rules[i].clause, rules[i].discretion or "")
        for i in rule.alternatives
    ]


def _step(step: Step) -> dict[str, Any]:
    return {
        "op": step.op,
        "text": step.text,
        "clause": step.clause,
        "quote": step.quote,
        "inputs": [_input(i) for i in step.inputs],
        "expression": step.expression,
        "before": _number(step.before),
        "after": _number(step.after),
        "binds": step.binds,
    }


def _input(told: Input) -> dict[str, Any]:
    value = _number(told.value) if isinstance(told.value, Decimal) else told.value
    return {"name": told.name, "value": value, "source": told.source}


def _question(rule: Rule, name: str | None) -> str | None:
    if name is None:
        return None
    fact = rule.facts[name]
    options = f"（{'、'.join(fact.options)}）" if fact.options else ""
    return f"{fact.question}{options}"


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
