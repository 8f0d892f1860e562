"""A calculation in words: the result first, how it came about next. Rendered from the trace alone."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.calculator.units import in_wan
from assistant.messages import say
from assistant.types import Calculation

__all__ = ["conditions", "quotes", "result_sentence", "workings"]


_SAID = {"award", "cap", "prior", "rounding", "assumption", "note"}


def _amount(trace: Mapping[str, Any], key: str) -> str:
    return in_wan(Decimal(str(trace[key])))


def result_sentence(calculation: Calculation) -> str:
    """The conclusion, worded so that nobody takes a ceiling for an entitlement."""
    trace = calculation.trace
    result = str(trace["result"])
    if result == "no_award":
        unmet = next(s["text"] for s in trace["steps"] if s["op"] == "condition" and s["binds"])
        key = "calculation.limit_unmet" if trace["limits"] else "calculation.no_award"
        return say(key, title=trace["title"], unmet=unmet)
    if result == "discretionary":
        quote = next((s["quote"] for s in trace["steps"] if s["quote"]), "")
        return say("calculation.discretionary", title=trace["title"], quote=quote)
    if result == "limit":
        met = any(s["op"] == "condition" for s in trace["steps"])
        return say(
            "calculation.limit_met" if met else "calculation.limit", title=trace["title"], said=trace["said"]
        )
    if result == "base":
        return say("calculation.base", title=trace["title"], said=trace["said"])
    if trace["amount_yuan"] is None:
        return say("calculation.quantity", title=trace["title"], said=trace["said"])
    amount = _amount(trace, "amount_yuan")
    if trace["low_yuan"] is not None and trace["low_yuan"] != trace["amount_yuan"]:
        amount = say("calculation.between", low=_amount(trace, "low_yuan"), high=amount)
    if trace["paid_yuan"] is not None:
        return say(
            "calculation.discount", title=trace["title"], paid=_amount(trace, "paid_yuan"), amount=amount
        )
    return say(f"calculation.{result}", title=trace["title"], amount=amount)


def workings(calculation: Calculation) -> str:
    """The steps that made the amount, in one line; empty where there was nothing to work out."""
    done = calculation.trace["steps"]
    steps = [s["text"] for s in done if s["op"] in _SAID]
    worked = any(
        (s["expression"] and s["inputs"]) or (s["op"] in {"cap", "prior"} and s["binds"]) for s in done
    )
    if not worked or calculation.trace["result"] in {"no_award", "discretionary"}:
        return ""
    about = say("calculation.about") if calculation.trace["approximate"] else ""
    return say("calculation.steps", steps="；".join(dict.fromkeys(steps)), about=about)


def conditions(calculation: Calculation, *, met: bool) -> str:
    """Which conditions are yet to be confirmed and, if ``met``, which are met by what was told."""
    states: dict[str, list[str]] = {"condition": [], "premise": []}
    for step in calculation.trace["steps"]:
        if step["op"] in states and not step["binds"]:
            states[step["op"]].append(step["text"].partition("：")[2].rstrip("。"))
    fulfilled, open_ = ("；".join(dict.fromkeys(states[op])) for op in ("condition", "premise"))
    return (say("calculation.met", met=fulfilled) if met and fulfilled else "") + (
        say("calculation.to_confirm", open=open_) if open_ else ""
    )


def quotes(calculation: Calculation) -> tuple[str, ...]:
    """The verbatim words that the steps rest on, awards before caps."""
    order = {"award": 0, "cap": 1, "condition": 2, "note": 3}
    steps = sorted((s for s in calculation.trace["steps"] if s["quote"]), key=lambda s: order.get(s["op"], 4))
    return tuple(dict.fromkeys(s["quote"] for s in steps))
