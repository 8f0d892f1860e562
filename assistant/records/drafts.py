"""Questions without a good answer, as evaluation cases that a person has yet to fill in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import yaml

from assistant.records.clock import local_day
from assistant.records.feedback import Disliked
from assistant.records.texts import text as say
from assistant.records.unanswered import UnansweredQuestion

__all__ = ["draft_cases"]

_OPEN = "open"


def draft_cases(unanswered: Iterable[UnansweredQuestion], disliked: Iterable[Disliked] = ()) -> str:
    """A file in the format of ``evals/cases``, but for kind and status, which are "open": the evaluation refuses
    it until somebody has looked at each case."""
    cases = [
        _case(f"draft-u{q.id}", (*q.turns, q.question), q.at, say("drafts.unanswered", **_told(q)))
        for q in unanswered
    ]
    asked = {d.answer_id: d for d in reversed(list(disliked)) if d.question}
    cases += [
        _case(
            f"draft-d{d.answer_id}",
            (*d.turns, d.question),
            d.at,
            say("drafts.disliked", reason=d.reason or say("drafts.no_reason"), answer=d.answer),
        )
        for d in asked.values()
    ]
    data = {"author": say("drafts.author"), "checked": say("drafts.checked"), "cases": cases}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=200)


def _told(question: UnansweredQuestion) -> dict[str, object]:
    return {
        "times": question.times,
        "source": say(f"source.{question.source}"),
        "reason": question.reason or say("drafts.no_reason"),
    }


def _case(name: str, turns: tuple[str, ...], at: datetime, source: str) -> dict[str, Any]:
    return {
        "id": name,
        "kind": _OPEN,
        "voice": say("drafts.voice"),
        "turns": list(turns),
        "as_of": local_day(at),
        "status": _OPEN,
        "must_say": [],
        "clauses": [],
        "quotes": [],
        "source": source,
    }
