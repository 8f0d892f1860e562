"""One question and its answer, as a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from assistant.answering.render import to_json
from assistant.records.clock import local_day, now
from assistant.records.database import Database
from assistant.records.storable import storable, storable_json
from assistant.records.tables import ExchangeRow
from assistant.records.unanswered import mark
from assistant.types import Answer, Passage, Question, Status

__all__ = ["Exchange", "Keeping"]

_WITHOUT_ANSWER = (Status.REFUSED, Status.MISSING)


@dataclass(frozen=True)
class Exchange:
    """``trace`` holds as_of, steps, passages with their scores, calculation, notices; ``at`` is UTC."""

    id: int
    answer_id: str
    at: datetime
    channel: str
    question: str
    turns: tuple[str, ...]
    status: str
    reason: str | None
    answer: str
    citations: tuple[str, ...]
    trace: Mapping[str, Any]


class Keeping:
    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, question: Question, answer: Answer, channel: str) -> int:
        """Committed when it returns the record's id; a question without an answer is listed as such in the same
        transaction. Raises RecordsUnavailable."""
        row = _row(question, answer, channel)
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            if answer.status in _WITHOUT_ANSWER:
                mark(
                    session,
                    question=row.question,
                    turns=row.turns,
                    source=row.status,
                    reason=row.reason or "",
                    exchange=row.id,
                )
            return row.id

    def latest(self, answer_id: str) -> Exchange | None:
        """The newest record of an answer. Raises RecordsUnavailable."""
        wanted = ExchangeRow.answer_id == storable(answer_id)
        with self._database.reading() as session:
            row = session.scalars(
                select(ExchangeRow).where(wanted).order_by(ExchangeRow.id.desc()).limit(1)
            ).first()
        return _exchange(row) if row else None


def _row(question: Question, answer: Answer, channel: str) -> ExchangeRow:
    at, shown, calculation = now(), to_json(answer), answer.calculation
    return ExchangeRow(
        answer_id=storable(answer.id),
        at=at,
        day=local_day(at),
        channel=channel,
        question=storable(question.text),
        turns=storable_json(question.turns),
        status=answer.status.value,
        reason=answer.reason.value if answer.reason else None,
        kind=answer.kind.value if answer.kind else None,
        engine=answer.engine.value,
        answer=storable(answer.answer),
        speak=storable(answer.speak),
        citations=[c.id for c in answer.citations],
        amount_wan=calculation.amount_wan if calculation else None,
        corpus_version=answer.corpus_version,
        rules_version=answer.rules_version,
        model=storable_json(asdict(answer.model)) if answer.model else None,
        ms=sum(step.ms for step in answer.steps),
        trace={
            "as_of": answer.as_of.isoformat(),
            "steps": shown["steps"],
            "calculation": storable_json(shown["calculation"]),
            "notices": storable_json(shown["notices"]),
            "passages": storable_json([_passage(p) for p in answer.passages]),
        },
    )


def _passage(passage: Passage) -> Mapping[str, Any]:
    return {
        "id": passage.clause.id,
        "score": round(passage.score, 4),
        "kept": passage.kept,
        "why": passage.why,
    }


def _exchange(row: ExchangeRow) -> Exchange:
    return Exchange(
        id=row.id,
        answer_id=row.answer_id,
        at=row.at,
        channel=row.channel,
        question=row.question,
        turns=tuple(row.turns),
        status=row.status,
        reason=row.reason,
        answer=row.answer,
        citations=tuple(row.citations),
        trace=row.trace,
    )
