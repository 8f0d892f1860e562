from __future__ import annotations

from dataclasses import dataclass

from evals.evaluators.base import Context, On, Verdicts, verdict


@dataclass
class Refusal(On):
    """Wrong both ways: answered what the documents don't say, or turned away what they do."""

    def evaluate(self, ctx: Context) -> Verdicts:
        answers, should = ctx.output["answer"]["status"] == "answered", ctx.inputs.status == "answered"
        if answers == should:
            return verdict("refusal", [])
        return verdict("refusal", ["不该答而答"] if answers else ["该答而未答"])
