"""``/desk``: the page, and the pieces of it that its scripts fetch as the agent types, chooses and asks."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from assistant.errors import BadInput
from assistant.pipeline import Tools
from assistant.records.clock import local_day, now
from assistant.web.desk.directory import departments
from assistant.web.desk.guard import Agent, AgentPage
from assistant.web.desk.search import Filters, find
from assistant.web.desk.shelf import Shelf, Shelves
from assistant.web.opening import Opening
from assistant.web.pages import render
from assistant.web.texts import text, words

__all__ = ["desk"]

_KINDS = "desk_kinds"
_STATES = ("in_force", "expired", "not_yet", "unstated")


def desk(opening: Opening, shelves: Shelves) -> APIRouter:
    """All of it is for logged-in agents; without a login the page leads to /login, its pieces answer 401."""
    router = APIRouter(prefix="/desk", include_in_schema=False)

    def opened() -> tuple[Tools, Shelf]:
        opening.wait()
        tools = opening.assistant.tools
        return tools, shelves.of(tools.corpus, local_day(now()))

    @router.get("")
    def page(request: Request, viewer: AgentPage) -> Response:
        # The page is there at once; what needs the index is fetched by its scripts.
        return render(request, "desk/desk.html", viewer=viewer)

    @router.get("/filters")
    def filters(request: Request, viewer: Agent) -> Response:
        tools, shelf = opened()
        used = {kind for shown in shelf.all for kind in shown.kinds}
        choices = {
            "doc": [(paper.meta.key, paper.meta.short) for paper in shelf.papers],
            "department": [(d.name, d.name) for d in departments(tools.corpus, shelf)],
            "topic": [(topic, topic) for topic in shelf.topics],
            "kind": [(kind, name) for kind, name in words(_KINDS).items() if kind in used],
            "state": [(state, text(f"badge.{state}")) for state in _STATES],
        }
        return render(request, "desk/filters.html", choices=choices)

    @router.get("/search")
    def results(
        request: Request,
        viewer: Agent,
        filters: Annotated[Filters, Depends()],
        q: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        tools, shelf = opened()
        start = time.perf_counter()
        try:
            found, total = find(tools, shelf, q, filters)
        except BadInput:
            # While typing, a lone punctuation mark is no mistake to complain of.
            found, total = [], 0
        ms = (time.perf_counter() - start) * 1000
        idle = not q.strip() and filters == Filters()
        page = render(request, "desk/results.html", found=found, total=total, idle=idle)
        page.headers["Server-Timing"] = f"search;dur={ms:.1f}"
        return page

    @router.get("/documents/{key}")
    def document(request: Request, viewer: Agent, key: str) -> Response:
        _, shelf = opened()
        paper = shelf.by_key.get(key)
        if paper is None:
            raise BadInput(text("desk.no_document", doc=key[:60], known="、".join(shelf.by_key)))
        return render(request, "desk/document.html", paper=paper)

    @router.get("/departments")
    def directory(request: Request, viewer: Agent) -> Response:
        tools, shelf = opened()
        return render(request, "desk/departments.html", departments=departments(tools.corpus, shelf))

    return router
