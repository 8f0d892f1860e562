"""``/admin``: the state of the corpus and the records, what went unanswered, how much is asked, how well it does."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from assistant.errors import RecordsUnavailable
from assistant.records import Records, State
from assistant.records.clock import local_day, now
from assistant.records.drafts import draft_cases
from assistant.web.desk.charts import charts
from assistant.web.desk.guard import COOKIE, AdminPage, check_token
from assistant.web.desk.reports import latest
from assistant.web.desk.shelf import Shelves
from assistant.web.desk.state import engine_state
from assistant.web.front import Front
from assistant.web.pages import render
from assistant.web.problems import Problem
from assistant.web.texts import text

__all__ = ["admin"]

_DAYS = 30


def admin(front: Front, records: Records, shelves: Shelves) -> APIRouter:
    """For admins only; an agent is told so."""
    router = APIRouter(prefix="/admin", include_in_schema=False)
    evals = front.settings.data_dir / "evals"

    @router.get("")
    def page(request: Request, viewer: AdminPage) -> Response:
        front.opening.wait()
        assistant = front.opening.assistant
        today = local_day(now())
        return render(
            request,
            "desk/admin.html",
            viewer=viewer,
            state=engine_state(assistant, records),
            papers=shelves.of(assistant.tools.corpus, today).papers,
            today=today,
            local_day=local_day,
            report=latest(evals),
            **_recorded(records, today),
        )

    @router.post("/drafts")
    def drafts(
        request: Request, viewer: AdminPage, csrf: Annotated[str, Form(max_length=200)] = ""
    ) -> Response:
        """The open questions and the disliked answers as a file of evaluation cases to be filled in; the
        questions then count as exported."""
        check_token(request.cookies.get(COOKIE, ""), csrf)
        found = records.unanswered.list()
        body = draft_cases(found, records.disliked())
        records.unanswered.settle([question.id for question in found], State.EXPORTED)
        name = f"attachment; filename=drafts-{local_day(now()).isoformat()}.yaml"
        return Response(body, media_type="application/yaml", headers={"Content-Disposition": name})

    @router.get("/report")
    def report(viewer: AdminPage) -> Response:
        found = latest(evals)
        if found is None:
            raise Problem("not_found", text("admin.no_report"))
        return HTMLResponse(Path(found.page).read_text("utf-8"), headers={"Cache-Control": "no-store"})

    return router


def _recorded(records: Records, today: date) -> dict[str, Any]:
    """What stands in the records; nothing, and why, while they can't be read."""
    since = today - timedelta(days=_DAYS - 1)
    try:
        return {
            "unanswered": records.unanswered.list(),
            "disliked": records.disliked(),
            "charts": charts(records.usage.by_day(since, today), since, today),
            "trouble": "",
        }
    except RecordsUnavailable as error:
        return {"unanswered": (), "disliked": (), "charts": None, "trouble": str(error)}
