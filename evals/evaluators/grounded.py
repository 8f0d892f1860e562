from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.calculator.amounts import quantities
from evals.corpus import documents
from evals.evaluators.base import Context, On, Record, Verdicts, cited, verdict
from evals.numbers import numbers

_NUMBERING = re.compile(r"(?:^|(?<=[\s。]))\d{1,2}\.\s|共\d+项", re.M)
_AMOUNTS = ("amount", "amount_yuan", "low_yuan", "paid_yuan")


@dataclass
class Grounded(On):
    """No figure in the answer or the spoken line that neither its clauses, its calculation nor the asker said."""

    def evaluate(self, ctx: Context) -> Verdicts:
        answer = ctx.output["answer"]
        if answer["status"] != "answered" or not answer["citations"]:
            return {}
        said = _NUMBERING.sub("", f"{answer['answer']}\n{answer['speak']}")
        free = sorted(numbers(said) - _ground(ctx.inputs.turns, ctx.output))
        return verdict("grounded", [f"“{n}”没有来源" for n in free])


def _ground(turns: Sequence[str], record: Record) -> frozenset[str]:
    corpus, answer = documents(), record["answer"]
    texts = [corpus.by_id[i].text for i in cited(record) if i in corpus.by_id]
    for citation in answer["citations"]:
        if meta := corpus.documents.get(citation["id"].partition("/")[0]):
            dates = f"{meta.validity.begins}-{meta.validity.ends}-{meta.issued}".replace("-", "；")
            texts += [citation["label"], meta.title, meta.number or "", dates]
    calculation = answer["calculation"] or {}
    texts += [step["text"] for step in calculation.get("steps", ())]
    # A list says how many it holds; a day may be the asker's or today.
    texts += [str(n) for n in range(1, len(answer["citations"]) + 1)]
    texts += [answer["as_of"].replace("-", "；"), "1", "7"]
    values = [Decimal(str(calculation[k])) for k in _AMOUNTS if calculation.get(k) is not None]
    values += [q.value for turn in turns for q in quantities(turn)]
    scaled = [f"{v / size:f}" for v in values for size in (1, 10**4, 10**8)]
    return numbers("；".join([*turns, *texts, *scaled]))
