from __future__ import annotations

from dataclasses import dataclass

from evals.evaluators.base import Context, On, Verdicts, verdict


@dataclass
class Status(On):
    """The status is the one expected."""

    def evaluate(self, ctx: Context) -> Verdicts:
        got, wanted = ctx.output["answer"]["status"], ctx.inputs.status
        return verdict("status", [] if got == wanted else [f"应为 {wanted}，得到 {got}"])
