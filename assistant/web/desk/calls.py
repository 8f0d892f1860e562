"""What an agent does during a call: asks in full, confirms, writes notes, lists what could not be answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field, StringConstraints

from assistant.errors import BadInput
from assistant.learning import why_not
from assistant.records import Records
from assistant.records.clock import GUANGZHOU, local_day, local_minute, now
from assistant.records.export import csv_lines
from assistant.retrieval.remembered import Taught
from assistant.types import Question
from assistant.web.desk.guard import Acting, Agent
from assistant.web.desk.inspect import inspected
from assistant.web.desk.shelf import Shelves
from assistant.web.front import Front
from assistant.web.learner import Learner
from assistant.web.pages import render
from assistant.web.texts import text

__all__ = ["calls"]

_TURNS = 20
Words = Annotated[str, StringConstraints(max_length=4000)]
Name = Annotated[str, StringConstraints(max_length=64)]


class Asked(BaseModel):
    """A question with the earlier ones of the same call, oldest first."""

    question: Words
    turns: Annotated[list[Words], Field(max_length=_TURNS)] = []


class Confirmation(BaseModel):
    """The clauses that answer a question; ``turns`` were asked before it in the same call."""

    question: Words
    clauses: Annotated[list[Name], Field(min_length=1, max_length=100)]
    turns: Annotated[list[Words], Field(max_length=_TURNS)] = []


class Withdrawal(BaseModel):
    question: Words


class NoteText(BaseModel):
    """``note`` is the id of the call's note once it has one; ``answer`` the id of the last answer."""

    call: Name
    text: Annotated[str, StringConstraints(max_length=5000)]
    note: int | None = None
    answer: Name = ""


class Stored(BaseModel):
    """``note`` is None once the note was emptied; ``at`` is the time of day in Guangzhou."""

    note: int | None
    at: str


def calls(front: Front, records: Records, shelves: Shelves, learner: Learner) -> APIRouter:
    router = APIRouter(prefix="/desk", include_in_schema=False)

    @router.post("/ask")
    def ask(request: Request, viewer: Acting, asked: Asked) -> Response:
        today = local_day(now())
        question = Question(asked.question, tuple(asked.turns), today)
        # In the same line as everybody's questions, and noted by it.
        answer = front.enqueue(question, "desk").result()
        tools = front.tools
        shown = inspected(answer, asked.question, shelves.of(tools.corpus, today))
        shown["why_not"] = why_not(tools, Taught(asked.question, ()), asked.turns)
        shown["is_confirmed"] = learner.knows(asked.question)
        return render(request, "desk/answer.html", **shown)

    @router.post("/confirm", status_code=204)
    def confirm(viewer: Acting, given: Confirmation) -> None:
        """From now on the clauses are found for the question and its like."""
        tools = front.tools
        clauses = tuple(tools.corpus.clause(id_).id for id_ in dict.fromkeys(given.clauses))
        if why := why_not(tools, Taught(given.question, clauses), given.turns):
            raise BadInput(text("desk.not_confirmed", why=why))
        records.confirmed.confirm(given.question, clauses, viewer.id)
        learner.refresh()

    @router.post("/withdraw", status_code=204)
    def withdraw(viewer: Acting, given: Withdrawal) -> None:
        records.confirmed.withdraw(given.question)
        learner.refresh()

    @router.post("/unanswered", status_code=204)
    def unanswered(viewer: Acting, asked: Asked) -> None:
        records.unanswered.mark(asked.question, asked.turns, user=viewer.id)

    @router.post("/notes")
    def write(viewer: Acting, given: NoteText) -> Stored:
        known = records.exchange(given.answer) if given.answer and given.note is None else None
        note = given.note
        if note is None:
            note = records.notes.write(given.call, viewer.id, given.text, known.id if known else None)
        else:
            records.notes.change(note, viewer.id, given.text)
        return Stored(note=note if given.text.strip() else None, at=_clock(now()))

    @router.get("/notes.csv")
    def export(viewer: Agent) -> Response:
        """The agent's own notes; an admin's file holds those of all."""
        notes = records.notes.list(user=None if viewer.admin else viewer.id)
        header = text("desk.columns").split("、")
        rows = ((local_minute(n.at), n.call, n.user, n.text) for n in notes)
        lines: Iterator[str] = csv_lines(header, rows)
        name = f"attachment; filename=notes-{local_day(now()).isoformat()}.csv"
        return StreamingResponse(lines, media_type="text/csv", headers={"Content-Disposition": name})

    return router


def _clock(at: datetime) -> str:
    return at.astimezone(GUANGZHOU).strftime("%H:%M:%S")
