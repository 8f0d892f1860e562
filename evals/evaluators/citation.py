from __future__ import annotations

from dataclasses import dataclass

from pydantic_evals.evaluators import EvaluationReason

from evals.evaluators.base import Context, On, Verdicts, cited, verdict


@dataclass
class CitationRight(On):
    """The first citation carries the answer; and which share of the citations are of clauses that do."""

    def evaluate(self, ctx: Context) -> Verdicts:
        case = ctx.inputs
        if case.status != "answered":
            return {}
        wanted, got = {*case.clauses, *case.all_clauses}, cited(ctx.output)
        wrong = (
            []
            if got[:1] and got[0] in wanted
            else [f"应引{'、'.join(sorted(wanted))}，得到{'、'.join(got[:3]) or '无'}"]
        )
        right = sum(c in wanted for c in got)
        precision = EvaluationReason(right / len(got) if got else 0.0)
        return {**verdict("citation", wrong), "citation_precision": precision}
