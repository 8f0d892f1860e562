"""One evaluator a file. Each gives named verdicts with a reason, and none where it doesn't apply."""

from __future__ import annotations

from typing import Any

from pydantic_evals.evaluators import Evaluator

from evals.evaluators.amount import Amount
from evals.evaluators.citation import CitationRight
from evals.evaluators.complete import ListComplete
from evals.evaluators.expiry import Expiry
from evals.evaluators.grounded import Grounded
from evals.evaluators.length import Length
from evals.evaluators.must_say import MustSay
from evals.evaluators.quotes import Quotes
from evals.evaluators.refusal import Refusal
from evals.evaluators.status import Status

__all__ = ["EVALUATORS", "REQUIRED"]

EVALUATORS: tuple[Evaluator[Any, Any, Any], ...] = (
    Status(),
    MustSay(),
    Amount(),
    CitationRight(),
    ListComplete(),
    Quotes(),
    Grounded(),
    Refusal(),
    Expiry(),
    Length(),
)
# A case is right when all of these that apply to it hold.
REQUIRED = (
    "status",
    "must_say",
    "must_not_say",
    "amount",
    "citation",
    "list_complete",
    "quotes",
    "grounded",
    "expiry",
)
