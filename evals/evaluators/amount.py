from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evals.evaluators.base import Context, On, Verdicts, verdict


@dataclass
class Amount(On):
    """The calculated amount is exactly the one expected; where none is expected this says nothing."""

    def evaluate(self, ctx: Context) -> Verdicts:
        wanted = ctx.inputs.amount_wan
        if wanted is None:
            return {}
        got = ctx.output["answer"]["calc_wan"]
        same = got is not None and Decimal(str(got)) == wanted
        return verdict("amount", [] if same else [f"应为{wanted}万元，得到{got}万元"])
