"""Step 3: the amount, where the chosen clause has a rule and the asker told enough; else the question back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.calculator.amounts import quantities
from assistant.calculator.bind import Bound, bind
from assistant.calculator.evaluate import Outcome, evaluate
from assistant.calculator.schema import Rule
from assistant.retrieval.precedence import Choice
from assistant.text import fold
from assistant.types import Calculation, Passage, Understanding

__all__ = ["Calculator", "traced"]

TRACE_VERSION = 1
_RIVAL = 0.4
_QUANTITIES = ("money", "energy", "count", "people")
_AMOUNTS = {"ceiling", "fixed", "saving", "price"}


class Calculator:
    """``prevails(winner, loser)`` gives the clause by which one document prevails over another, or None."""

    def __init__(self, rules: Mapping[str, Rule], prevails: Callable[[str, str], str | None]) -> None:
        self.rules = rules
        self._prevails = prevails
        self._by_clause: dict[str, list[Rule]] = {}
        for rule in rules.values():
            self._by_clause.setdefault(rule.clause, []).append(rule)

    def calculate(self, what: Understanding, choices: Sequence[Choice], as_of: date) -> Calculation | None:
        """The first choice whose clause has a rule that can use what was told; None if there is none.

        Without any quantity only the best choice counts: its fixed amount, or the level that was named.
        """
        best = choices[0].passage.score if choices else 0.0
        begun = bool(set(_QUANTITIES) & {q.kind for q in quantities(what.original)})
        for choice in choices if begun else choices[:1]:
            if choice.passage.score < _RIVAL * best:
                break
            if reckoned := self._on(what, choice.passage, as_of):
                return reckoned
        return None

    def _on(self, what: Understanding, passage: Passage, as_of: date) -> Calculation | None:
        if not (rules := self._by_clause.get(passage.clause.id)):
            return None
        options = [(rule, bind(rule, what.original)) for rule in rules]
        rule, bound = max(options, key=lambda pair: _suits(pair[0], pair[1], what, passage))
        plain = rule.award is not None and rule.award.lump is not None and "money" in what.wants
        if rule.result == "limit" or not (bound.asked or plain):
            return None
        overridden, by = rule, self._overriding(rule)
        if by and _doc(rule) not in what.documents:
            rule, bound = by[0], bind(by[0], what.original)
        outcome = evaluate(rule, bound.facts, as_of)
        # A level or flag alone is no wish to reckon: a missing amount is asked for only when one was begun.
        if outcome.result == "missing" and not _begun(rule, bound):
            return None
        low = evaluate(rule, bound.low, as_of) if bound.low else None
        reckoned = traced(self.rules, outcome, bound, low)
        if rule is overridden or by is None:
            return reckoned
        lost = {"rule": overridden.id, "clause": overridden.clause, "by": by[1]}
        return replace(reckoned, trace={**reckoned.trace, "overrides": lost})

    def _overriding(self, rule: Rule) -> tuple[Rule, str] | None:
        """The rule of a document that prevails in the same matter, and the clause that makes it prevail."""
        for other in self.rules.values():
            if (
                rule.matter
                and other.matter == rule.matter
                and (by := self._prevails(_doc(other), _doc(rule)))
            ):
                return other, by
        return None


def _doc(rule: Rule) -> str:
    return rule.clause.partition("/")[0]


def traced(
    rules: Mapping[str, Rule], outcome: Outcome, bound: Bound, low: Outcome | None = None
) -> Calculation:
    """The outcome with its versioned trace: what was told, each step with its clause, the amount."""
    rule = outcome.rule
    amount = outcome.amount if outcome.result in _AMOUNTS else None
    trace: dict[str, Any] = {
        "version": TRACE_VERSION,
        "rule": rule.id,
        "title": rule.title,
        "clause": rule.clause,
        "result": outcome.result,
        "facts": [
            {"name": rule.facts[n].name, "type": rule.facts[n].type, "value": value, "source": "user"}
            for n, value in bound.told.items()
        ],
        "approximate": bound.facts.approximate,
        "steps": [
            {
                "op": step.op,
                "text": step.text,
                "clause": step.clause,
                "quote": step.quote,
                "before": _number(step.before),
                "after": _number(step.after),
                "binds": step.binds,
            }
            for step in outcome.steps
        ],
        "amount_yuan": _number(amount),
        "low_yuan": _number(low.amount) if low else None,
        "paid_yuan": _number(outcome.paid),
        "ask": _question(rule, outcome.ask),
        "alternatives": [
            {"rule": i, "title": rules[i].title, "quote": rules[i].discretion or ""}
            for i in rule.alternatives
        ],
    }
    return Calculation(rule.id, amount / 10000 if amount is not None else None, trace)


def _suits(rule: Rule, bound: Bound, what: Understanding, passage: Passage) -> tuple[int, int, int, int]:
    """Rules of one clause in order of fit: its own words, quantities it can read, the evidence it stands in."""
    words = sum(fold(word) in what.text for word in rule.keywords)
    amounts = sum(rule.facts[n].type not in {"level", "flag"} for n in bound.told)
    first = passage.evidence[0].quote if passage.evidence else ""
    quotes = [part.quote for part in (rule.award.rate, rule.award.lump) if part] if rule.award else []
    inside = int(any(q in first or first in q for q in quotes) if first else 0)
    return (words + inside, amounts, len(bound.told), -len(rule.facts))


def _begun(rule: Rule, bound: Bound) -> bool:
    return any(rule.facts[n].type not in {"level", "flag"} for n in bound.told)


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
