"""What every evaluator is given: the case, and the answer's record (``answer`` is its JSON form)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic_evals.evaluators import EvaluationReason, Evaluator, EvaluatorContext

from evals.case import Case

__all__ = ["Context", "On", "Record", "Verdicts", "cited", "verdict"]

Record = dict[str, Any]
Context = EvaluatorContext[Case, Record, None]
Verdicts = dict[str, EvaluationReason]
On = Evaluator[Case, Record, None]


def verdict(name: str, wrong: Iterable[str]) -> Verdicts:
    """Passed if nothing is wrong; else what is."""
    reasons = list(wrong)
    return {name: EvaluationReason(not reasons, "；".join(reasons) or None)}


def cited(record: Record) -> list[str]:
    return [c["id"] for c in record["answer"]["citations"]]
