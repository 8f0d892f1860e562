from __future__ import annotations

from dataclasses import dataclass

from evals.corpus import documents
from evals.evaluators.base import Context, On, Verdicts, verdict


@dataclass
class Quotes(On):
    """Each citation is of a clause that exists, and its quote stands there word for word."""

    def evaluate(self, ctx: Context) -> Verdicts:
        citations = ctx.output["answer"]["citations"]
        if not citations:
            return {}
        clauses = documents().by_id
        wrong = [f"没有条款{c['id']}" for c in citations if c["id"] not in clauses]
        wrong += [
            f"{c['id']}的引文不在原文中"
            for c in citations
            if c["id"] in clauses and (not c["quote"] or c["quote"] not in clauses[c["id"]].text)
        ]
        return verdict("quotes", wrong)
