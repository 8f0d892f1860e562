"""The form's pages, each with the part of it that changes as one types."""

from __future__ import annotations

from datetime import date
from functools import cache

from fastapi import APIRouter, Request, Response

from assistant.calculator.schema import Rule
from assistant.corpus.store import Corpus
from assistant.web.calculator.choose import Catalogue
from assistant.web.calculator.fields import MOST, Form, fill
from assistant.web.calculator.link import PLACE
from assistant.web.calculator.result import work_out
from assistant.web.opening import Opening
from assistant.web.pages import render

__all__ = ["router"]

_WORDS = 60


def router(opening: Opening) -> APIRouter:
    """Only the corpus is needed here: nothing waits for the index."""
    routes = APIRouter(prefix=PLACE, include_in_schema=False)

    @routes.get("")
    def matters(request: Request) -> Response:
        return _choose(request, "calculator/choose.html")

    @routes.get("/matters")
    def found(request: Request) -> Response:
        return _choose(request, "calculator/matters.html")

    @routes.get("/{rule_id}")
    def form(request: Request, rule_id: str) -> Response:
        return _fill(request, rule_id, "calculator/form.html")

    @routes.get("/{rule_id}/result")
    def result(request: Request, rule_id: str) -> Response:
        return _fill(request, rule_id, "calculator/changing.html")

    def _choose(request: Request, page: str, unknown: str = "", status: int = 200) -> Response:
        words = request.query_params.get("q", "")[:_WORDS]
        documents = catalogue().find(words, date.today())
        count = sum(len(d.matters) for d in documents)
        return render(
            request, page, status, documents=documents, words=words, count=count, unknown=unknown, place=PLACE
        )

    def _fill(request: Request, rule_id: str, page: str) -> Response:
        corpus = _corpus()
        rule = corpus.rules.get(rule_id)
        if rule is None:
            return _choose(request, "calculator/choose.html", rule_id[:_WORDS], 404)
        form = _filled(request, rule)
        return render(
            request,
            page,
            form=form,
            rule=rule,
            document=corpus.documents[corpus.clause(rule.clause).doc],
            result=work_out(corpus, form),
            most=MOST,
            added="more" in request.query_params,
            address=f"{PLACE}/{rule.id}",
            place=PLACE,
        )

    @cache
    def catalogue() -> Catalogue:
        return Catalogue(_corpus())

    def _corpus() -> Corpus:
        return opening.assistant.corpus

    return routes


def _filled(request: Request, rule: Rule) -> Form:
    query = request.query_params
    values = {name: query.getlist(name) for name in query}
    drop = query.get("drop", "")
    without = int(drop) if drop.isascii() and drop.isdigit() and len(drop) < 3 else 0
    return fill(rule, values, date.today(), more="more" in query, without=without)
