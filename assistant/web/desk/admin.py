"""``/admin``: the state of the corpus and the records, what went unanswered, how much is asked, how well it does."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from assistant.errors import RecordsUnavailable
from assistant.records import Records, State
from assistant.records.clock import local_day, local_minute, now
from assistant.records.drafts import draft_cases
from assistant.web.desk.charts import charts
from assistant.web.desk.guard import COOKIE, AdminPage, check_token
from assistant.web.desk.reports import latest
from assistant.web.desk.shelf import Shelves
from assistant.web.desk.state import engine_state
from assistant.web.front import Front
from assistant.web.learner import Learner
from assistant.web.pages import render
from assistant.web.problems import Problem
from assistant.web.texts import text

__all__ = ["admin"]

_DAYS = 30


def admin(front: Front, records: Records, shelves: Shelves, learner: Learner) -> APIRouter:
    """For admins only; an agent is told so."""
    router = APIRouter(prefix="/admin", include_in_schema=False)
    evals = front.settings.data_dir / "evals"

    @router.get("")
    def page(request: Request, viewer: AdminPage) -> Response:
        front.opening.wait()
        assistant = front.opening.assistant
        today = local_day(now())
        shelf = shelves.of(assistant.tools.corpus, today)
        return render(
            request,
            "desk/admin.html",
            viewer=viewer,
            state=engine_state(assistant, records),
            papers=shelf.papers,
            by_id=shelf.by_id,
            today=today,
            local_day=local_day,
            minute=local_minute,
            report=latest(evals),
            **_recorded(records, learner, today),
        )

    @router.post("/unanswered")
    def settle(
        request: Request,
        viewer: AdminPage,
        question: Annotated[int, Form()],
        state: Annotated[Literal["open", "done"], Form()],
        csrf: Annotated[str, Form(max_length=200)] = "",
    ) -> Response:
        check_token(request.cookies.get(COOKIE, ""), csrf)
        records.unanswered.settle([question], State(state), viewer.id)
        return RedirectResponse("/admin#open", status_code=303)

    @router.post("/confirmed")
    def withdraw(
        request: Request,
        viewer: AdminPage,
        confirmed: Annotated[int, Form()],
        csrf: Annotated[str, Form(max_length=200)] = "",
    ) -> Response:
        check_token(request.cookies.get(COOKIE, ""), csrf)
        records.confirmed.remove(confirmed)
        learner.refresh()
        return RedirectResponse("/admin#confirmed", status_code=303)

    @router.post("/drafts")
    def drafts(
        request: Request, viewer: AdminPage, csrf: Annotated[str, Form(max_length=200)] = ""
    ) -> Response:
        """The open questions and the disliked answers as a file of evaluation cases to be filled in; the
        questions then count as exported."""
        check_token(request.cookies.get(COOKIE, ""), csrf)
        found = records.unanswered.list()
        body = draft_cases(found, records.disliked())
        records.unanswered.settle([question.id for question in found], State.EXPORTED, viewer.id)
        name = f"attachment; filename=drafts-{local_day(now()).isoformat()}.yaml"
        return Response(body, media_type="application/yaml", headers={"Content-Disposition": name})

    @router.get("/report")
    def report(viewer: AdminPage) -> Response:
        found = latest(evals)
        if found is None:
            raise Problem("not_found", text("admin.no_report"))
        return HTMLResponse(Path(found.page).read_text("utf-8"), headers={"Cache-Control": "no-store"})

    return router


def _recorded(records: Records, learner: Learner, today: date) -> dict[str, Any]:
    """What stands in the records; nothing, and why, while they can't be read."""
    since = today - timedelta(days=_DAYS - 1)
    try:
        return {
            "unanswered": records.unanswered.list(),
            "settled": records.unanswered.settled(),
            "disliked": records.disliked(),
            "confirmed": learner.refresh(),
            "charts": charts(records.usage.by_day(since, today), since, today),
            "trouble": "",
        }
    except RecordsUnavailable as error:
        nothing = dict.fromkeys(("unanswered", "settled", "disliked", "confirmed"), ())
        return {**nothing, "charts": None, "trouble": str(error)}
