from __future__ import annotations

from dataclasses import dataclass

from evals.evaluators.base import Context, On, Verdicts, verdict
from evals.numbers import says


@dataclass
class MustSay(On):
    """The answer, with its notices, holds what any right answer holds, and its own words nothing that is wrong."""

    def evaluate(self, ctx: Context) -> Verdicts:
        case, answer = ctx.inputs, ctx.output["answer"]
        out: Verdicts = {}
        if case.must_say:
            text = answer["answer"] + "。".join(n["text"] for n in answer["notices"])
            out |= verdict("must_say", [f"没有说“{w}”" for w in case.must_say if not says(text, w)])
        if case.must_not_say:
            said = [w for w in case.must_not_say if says(answer["answer"], w)]
            out |= verdict("must_not_say", [f"说了“{w}”" for w in said])
        return out
