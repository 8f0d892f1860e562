from __future__ import annotations

from dataclasses import dataclass

from evals.evaluators.base import Context, On, Verdicts, cited, verdict


@dataclass
class ListComplete(On):
    """Every clause that belongs to the answer is cited."""

    def evaluate(self, ctx: Context) -> Verdicts:
        if not ctx.inputs.all_clauses:
            return {}
        missing = [c for c in ctx.inputs.all_clauses if c not in cited(ctx.output)]
        return verdict("list_complete", [f"缺{'、'.join(missing)}"] if missing else [])
