from __future__ import annotations

from dataclasses import dataclass

from evals.corpus import documents
from evals.evaluators.base import Context, On, Verdicts, cited, verdict
from evals.numbers import says


@dataclass
class Expiry(On):
    """An answer that rests on a document past its term says so, with the date."""

    def evaluate(self, ctx: Context) -> Verdicts:
        answer, corpus = ctx.output["answer"], documents()
        if answer["status"] != "answered" or not cited(ctx.output):
            return {}
        meta = corpus.documents.get(cited(ctx.output)[0].partition("/")[0])
        if meta is None or meta.validity.ends is None or ctx.inputs.as_of <= meta.validity.ends:
            return {}
        end = meta.validity.ends
        text = answer["answer"] + "。".join(n["text"] for n in answer["notices"])
        said = says(text, f"{end.year}年{end.month}月{end.day}日") and (
            "过期" in text or "到期" in text or "有效期" in text
        )
        return verdict("expiry", [] if said else [f"没有说明已于{end}到期"])
