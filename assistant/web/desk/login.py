"""``/login`` and ``/logout``."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Cookie, Form, Request, Response
from fastapi.responses import RedirectResponse

from assistant.errors import LockedOut, LoginRefused, RecordsUnavailable
from assistant.records import Records
from assistant.web.desk.guard import COOKIE, check_token, token_of
from assistant.web.pages import render
from assistant.web.problems import Problem
from assistant.web.texts import text

__all__ = ["login"]

# The login form has no session yet: its token belongs to a secret of its own.
_FORM_COOKIE = "login_form"
_REFUSED, _LOCKED, _DOWN = 401, 429, 503


def login(records: Records) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    def form(request: Request, secret: str, status: int = 200, error: str = "", name: str = "") -> Response:
        page = render(
            request,
            "desk/login.html",
            status,
            csrf=token_of(secret),
            error=error,
            who=name,
            first=not error and not records.users.list(),
        )
        _keep(request, page, _FORM_COOKIE, secret)
        return page

    @router.get("/login")
    def show(
        request: Request,
        desk_session: Annotated[str, Cookie()] = "",
        login_form: Annotated[str, Cookie()] = "",
    ) -> Response:
        secret = login_form or secrets.token_urlsafe()
        try:
            if desk_session and records.users.signed_in(desk_session):
                return RedirectResponse("/desk", status_code=303)
            return form(request, secret)
        except RecordsUnavailable as error:
            return form(request, secret, _DOWN, str(error))

    @router.post("/login")
    def enter(
        request: Request,
        name: Annotated[str, Form(max_length=200)] = "",
        password: Annotated[str, Form(max_length=1000)] = "",
        csrf: Annotated[str, Form(max_length=200)] = "",
        login_form: Annotated[str, Cookie()] = "",
        desk_session: Annotated[str, Cookie()] = "",
    ) -> Response:
        secret = login_form or secrets.token_urlsafe()
        try:
            check_token(login_form, csrf)
        except Problem:
            return form(request, secret, 403, text("login.expired"), name)
        try:
            _, token = records.users.sign_in(name, password)
            if desk_session:
                records.users.sign_out(desk_session)
        except LockedOut as error:
            page = form(request, secret, _LOCKED, str(error), name)
            page.headers["Retry-After"] = str(error.seconds)
            return page
        except LoginRefused as error:
            return form(request, secret, _REFUSED, str(error), name)
        except RecordsUnavailable as error:
            return form(request, secret, _DOWN, str(error), name)
        entered = RedirectResponse("/desk", status_code=303)
        _keep(request, entered, COOKIE, token)
        entered.delete_cookie(_FORM_COOKIE, path="/login")
        return entered

    @router.post("/logout")
    def leave(
        csrf: Annotated[str, Form(max_length=200)] = "", desk_session: Annotated[str, Cookie()] = ""
    ) -> Response:
        left = RedirectResponse("/login", status_code=303)
        if desk_session:
            check_token(desk_session, csrf)
            records.users.sign_out(desk_session)
        left.delete_cookie(COOKIE)
        return left

    return router


def _keep(request: Request, page: Response, name: str, secret: str) -> None:
    """A cookie for this browser session; out of reach of scripts, of other sites and, over https, of the wire."""
    page.set_cookie(
        name,
        secret,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/login" if name == _FORM_COOKIE else "/",
    )
