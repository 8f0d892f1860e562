"""What led to an answer, as rows of tables: steps, passages, the calculation, what the verification found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.answering.render import citation_line
from assistant.types import Answer, Passage
from assistant.web.desk.clauses import plain
from assistant.web.desk.shelf import Shelf
from assistant.web.texts import text, words

__all__ = ["inspected"]

# What a caller must know besides the sentence that is read out.
_TO_BE_SAID = {
    "expired",
    "not_yet",
    "unstated",
    "incomplete_source",
    "partial",
    "precedence",
    "precedence_lapsed",
}


@dataclass(frozen=True)
class PassageRow:
    """``parts`` are what the score was made of, in words."""

    id: str
    place: str
    score: float
    kept: bool
    why: str
    parts: str


def inspected(answer: Answer, question: str, shelf: Shelf) -> dict[str, Any]:
    """The values of the template ``desk/answer.html``."""
    steps = words("trace_steps")
    return {
        "answer": answer,
        "question": question,
        "status": text(
            "trace.status",
            status=words("answer_status")[answer.status.value],
            ms=round(sum(step.ms for step in answer.steps)),
        ),
        "cited": "；".join(plain(citation_line(c)) for c in answer.citations),
        "caution": "".join(n.text for n in answer.notices if n.kind in _TO_BE_SAID),
        "clauses": json.dumps(list(dict.fromkeys(c.id for c in answer.citations))),
        "steps": [(steps.get(step.name, step.name), step.ms) for step in answer.steps],
        "passages": [_passage(p, shelf) for p in _once(answer.passages)],
        "trace": answer.calculation.trace if answer.calculation else None,
        "operations": words("trace_operations"),
        "findings": (*answer.findings, *(answer.model.findings if answer.model else ())),
    }


def _once(passages: Iterable[Passage]) -> list[Passage]:
    """Of several questions in one message each has its passages: a clause is shown by its best score."""
    best: dict[str, Passage] = {}
    for passage in passages:
        known = best.get(passage.clause.id)
        if known is None or (passage.kept, passage.score) > (known.kept, known.score):
            best[passage.clause.id] = passage
    return sorted(best.values(), key=lambda p: (not p.kept, -p.score))


def _passage(passage: Passage, shelf: Shelf) -> PassageRow:
    shown = shelf.by_id[passage.clause.id]
    place = f"{shown.short} {shown.label}"
    return PassageRow(
        passage.clause.id, place, passage.score, passage.kept, passage.why, _parts(passage.parts)
    )


def _parts(parts: Mapping[str, float]) -> str:
    named = words("trace_parts").items()
    return "，".join(f"{name}{parts[key]:.2f}" for key, name in named if parts.get(key))
