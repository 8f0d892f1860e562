"""Who may see what: the session behind the cookie, the roles, and the token that each change must carry.

The token is derived from the session's own secret, so that it is bound to the session and nothing is stored.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Cookie, Depends, Header, Request, Response
from fastapi.responses import RedirectResponse

from assistant.records import Records, Role
from assistant.web.pages import render
from assistant.web.problems import Problem
from assistant.web.texts import text

__all__ = [
    "COOKIE",
    "Acting",
    "AdminPage",
    "Agent",
    "AgentPage",
    "LoginWanted",
    "NotAdmin",
    "Viewer",
    "check_token",
    "lead_to_login",
    "token_of",
    "turn_away",
]

COOKIE = "desk_session"
_PURPOSE = b"csrf"


@dataclass(frozen=True)
class Viewer:
    """A logged-in person; ``csrf`` is the token that belongs to this session."""

    id: int
    name: str
    admin: bool
    csrf: str


class LoginWanted(Exception):
    """A page was asked for without a login: the browser is led to /login."""


class NotAdmin(Exception):
    """A page for admins was asked for by an agent."""

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(text("login.forbidden"))
        self.viewer = viewer


async def turn_away(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotAdmin)
    return render(request, "desk/forbidden.html", 403, viewer=error.viewer, said=str(error))


async def lead_to_login(request: Request, error: Exception) -> Response:
    return RedirectResponse("/login", status_code=303)


def token_of(secret: str) -> str:
    """The token of the session (or of the login form) with that secret."""
    return hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).hexdigest()


def check_token(secret: str, given: str) -> None:
    """Raises Problem (403) unless ``given`` is the token of ``secret``."""
    if not secret or not hmac.compare_digest(token_of(secret).encode(), given.encode()):
        raise Problem("forbidden", text("desk.bad_token"))


def _viewer(request: Request, secret: str) -> Viewer | None:
    records: Records = request.app.state.records
    user = records.users.signed_in(secret) if secret else None
    if user is None:
        return None
    return Viewer(user.id, user.name, user.role is Role.ADMIN, token_of(secret))


def _agent(request: Request, desk_session: Annotated[str, Cookie()] = "") -> Viewer:
    """Raises Problem (401)."""
    if (viewer := _viewer(request, desk_session)) is None:
        raise Problem("login", text("login.why"))
    return viewer


def _acting(viewer: Agent, request: Request, x_csrf_token: Annotated[str, Header()] = "") -> Viewer:
    """Raises Problem (401, 403)."""
    check_token(request.cookies.get(COOKIE, ""), x_csrf_token)
    return viewer


def _agent_page(request: Request, desk_session: Annotated[str, Cookie()] = "") -> Viewer:
    """Raises LoginWanted."""
    if (viewer := _viewer(request, desk_session)) is None:
        raise LoginWanted
    return viewer


def _admin_page(viewer: AgentPage) -> Viewer:
    """Raises LoginWanted, NotAdmin."""
    if not viewer.admin:
        raise NotAdmin(viewer)
    return viewer


Agent = Annotated[Viewer, Depends(_agent)]
"""For what a page's scripts fetch: 401 without a login."""
Acting = Annotated[Viewer, Depends(_acting)]
"""For what changes something: with the session's token besides."""
AgentPage = Annotated[Viewer, Depends(_agent_page)]
AdminPage = Annotated[Viewer, Depends(_admin_page)]
