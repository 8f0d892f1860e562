from __future__ import annotations

from dataclasses import dataclass

from evals.evaluators.base import Context, On, Verdicts, verdict

_FACT, _LIST, _SPOKEN = 300, 4000, 130


@dataclass
class Length(On):
    """Short enough to read: about 200 characters for a fact, longer only for lists; one sentence to say aloud."""

    def evaluate(self, ctx: Context) -> Verdicts:
        answer = ctx.output["answer"]
        room = _LIST if len(answer["citations"]) > 1 else _FACT
        wrong = []
        if len(answer["answer"]) > room:
            wrong.append(f"回答{len(answer['answer'])}字，超过{room}字")
        if len(answer["speak"]) > _SPOKEN:
            wrong.append(f"口头一句{len(answer['speak'])}字，超过{_SPOKEN}字")
        if not answer["speak"]:
            wrong.append("没有口头一句")
        return verdict("length", wrong)
