from __future__ import annotations

import json
from dataclasses import dataclass

from evals.corpus import documents
from evals.evaluators.base import Context, On, Record, Verdicts, cited, verdict
from evals.numbers import numbers


@dataclass
class Grounded(On):
    """No figure in the answer or the spoken line that neither its clauses, its calculation nor the asker said."""

    def evaluate(self, ctx: Context) -> Verdicts:
        answer = ctx.output["answer"]
        if answer["status"] != "answered" or not answer["citations"]:
            return {}
        ground = numbers(" ".join(ctx.inputs.turns)) | _ground(ctx.output)
        free = sorted(numbers(f"{answer['answer']} {answer['speak']}") - ground)
        return verdict("grounded", [f"“{n}”没有来源" for n in free])


def _ground(record: Record) -> frozenset[str]:
    corpus, answer = documents(), record["answer"]
    texts = [corpus.by_id[i].text for i in cited(record) if i in corpus.by_id]
    for citation in answer["citations"]:
        meta = corpus.documents.get(citation["id"].partition("/")[0])
        if meta:
            dates = f"{meta.validity.begins} {meta.validity.ends} {meta.issued}".replace("-", " ")
            texts += [citation["label"], meta.title, meta.number or "", dates]
    said = [step["text"] for step in (answer["calculation"] or {}).get("steps", ())]
    amounts = answer["calculation"] or {}
    said += [json.dumps(amounts.get(k)) for k in ("said", "amount_yuan", "low_yuan", "paid_yuan")]
    wan = [str(amounts[k] / 10000) for k in ("amount_yuan", "low_yuan", "paid_yuan") if amounts.get(k)]
    yi = [str(amounts[k] / 10**8) for k in ("amount_yuan", "low_yuan", "paid_yuan") if amounts.get(k)]
    day = answer["as_of"].replace("-", " ")
    counted = [str(n) for n in range(1, len(answer["citations"]) + 1)]
    return numbers(" ".join([*texts, *said, *wan, *yi, day, *counted]))
