"""Several answers to one message, as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.messages import say
from assistant.types import Answer, Calculation, Kind, Status, StepTime

__all__ = ["found_surely", "one_sided", "together"]

_TWO = 2
# Beside a refusal, only what was found as surely as this, and hardly fails to say what is asked of it (log-odds), is
# an answer of its own and not the refused question's surroundings.
_SURE, _UNSAID = 0.6, 0.2


def one_sided(first: Answer, rest: Iterable[Answer] = ()) -> bool:
    """Whether all that is answered rests on the same words of one clause."""
    return (
        len({(c.id, c.quote) for a in (first, *rest) if a.status is Status.ANSWERED for c in a.citations})
        < _TWO
    )


def found_surely(one: Answer) -> bool:
    """Whether it is answered by what was found as surely as an answer of its own is."""
    found = [p.score for p in one.passages if p.kept]
    return one.status is Status.ANSWERED and max(found, default=0.0) >= _SURE


def _surroundings(one: Answer, answers: Sequence[Answer]) -> bool:
    """Whether an answer only tells what stands near to what was asked and refused beside it."""
    if (
        one.status is not Status.ANSWERED
        or one.calculation
        or all(a.status is Status.ANSWERED for a in answers)
    ):
        return False
    found = [p for p in one.passages if p.kept]
    unsaid = one.kind is Kind.FACT and found and found[0].parts.get("unsaid", 0.0) >= _UNSAID
    return bool(found) and (unsaid or not found_surely(one))


def _calculation(answers: Sequence[Answer]) -> Calculation | None:
    """The first calculation, with the steps of all, so that each amount said can be followed."""
    all_of = [a.calculation for a in answers if a.calculation]
    if not all_of:
        return None
    steps = [step for calculation in all_of for step in calculation.trace["steps"]]
    return replace(all_of[0], trace={**all_of[0].trace, "steps": steps})


def together(first: Answer, rest: Iterable[Answer], identity: str) -> Answer:
    """Numbered in the order of asking, none said twice. Answered if any part was; then the calculation is the
    first there is."""
    answers = list({a.answer: a for a in reversed([first, *rest])}.values())[::-1]
    answers = [a for a in answers if not _surroundings(a, answers)] or answers
    if len(answers) == 1:
        return replace(answers[0], id=identity)
    lead = next((a for a in answers if a.status is Status.ANSWERED), first)
    # Beside an answer, a refusal is one sentence.
    said = [a.answer if a.status is Status.ANSWERED else a.speak for a in answers]
    lines = [say("answer.part", n=n, answer=text) for n, text in enumerate(said, 1)]
    return replace(
        lead,
        id=identity,
        answer="\n".join(lines),
        speak=lead.speak,
        citations=tuple({c.id + c.quote: c for a in answers for c in a.citations}.values()),
        calculation=_calculation(answers),
        notices=tuple({n.text: n for a in answers for n in a.notices}.values()),
        suggestions=lead.suggestions,
        steps=tuple(
            StepTime(step.name, sum(s.ms for a in answers for s in a.steps if s.name == step.name))
            for step in lead.steps
        ),
        passages=tuple(p for a in answers for p in a.passages),
        findings=tuple(f for a in answers for f in a.findings),
    )
