"""The assistant as an MCP server: mounted at ``/mcp`` beside the page, or over standard input and output."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations
from pydantic import ValidationError
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.config import Settings
from assistant.errors import AssistantError, BadInput
from assistant.records import Records
from assistant.service import Assistant
from assistant.web.faults import faults, listed
from assistant.web.front import Front
from assistant.web.learner import Learner
from assistant.web.limits import Rates, caller
from assistant.web.mcp_tools import Toolbox
from assistant.web.opening import Opening
from assistant.web.problems import Problem, problem_response
from assistant.web.texts import text

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["build", "mount", "serve_stdio"]

_log = logging.getLogger(__name__)
_PATH = "/mcp"
_TOOLS = ("ask", "search", "clause", "rules", "calculate")
# Nothing here changes anything, and nothing outside the documents is consulted.
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class _Server(MCPServer[Any]):
    """Says what went wrong in our own Chinese sentences, without the framework's English around them."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        if name not in _TOOLS:
            raise ToolError(text("mcp.no_tool", name=name, known="、".join(_TOOLS)))
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            raise ToolError(_sentence(error)) from error


class _Door:
    """Without sessions nothing is ever sent that was not asked for: a GET would hold a connection for nothing.
    Each message of a client counts as a search does, whatever it asks for."""

    def __init__(self, app: ASGIApp, rates: Rates) -> None:
        self._app, self._rates = app, rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["method"] != "POST":
            app = Response(status_code=405, headers={"Allow": "POST"})
        else:
            try:
                await self._rates.spend("search", caller(HTTPConnection(scope)))
            except Problem as problem:
                app = problem_response(problem, _PATH)
        await app(scope, receive, send)


def build(front: Front) -> MCPServer[Any]:
    """The server with its tools, not yet listening to anyone."""
    server = _Server(
        "policy-assistant",
        title=text("mcp.name"),
        instructions=text("mcp.instructions"),
        log_level="WARNING",
        # The tools never change: there is nothing to keep a connection open for.
        subscriptions=False,
    )
    toolbox = Toolbox(front)
    for name in _TOOLS:
        server.add_tool(
            getattr(toolbox, name),
            title=text(f"mcp.{name}"),
            description=text(f"mcp.{name}_long"),
            annotations=_READS,
        )
    return server


def mount(app: FastAPI, front: Front) -> None:
    """``/mcp`` by streamable HTTP without sessions, so that any process may answer any request."""
    server = build(front)
    inner = server.streamable_http_app(
        streamable_http_path=_PATH,
        # Nothing is reported while a tool works: one body of JSON is all there is to send.
        json_response=True,
        stateless_http=True,
        max_request_body_size=front.settings.body_limit,
        transport_security=_security(front.settings),
    )
    app.router.routes.extend(
        Route(_PATH, _Door(r.app, front.rates)) for r in inner.routes if isinstance(r, Route)
    )
    outer = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[Any]:
        async with outer(running) as state, server.session_manager.run():
            yield state

    app.router.lifespan_context = lifespan


def serve_stdio(assistant: Assistant) -> None:
    """Until standard input ends."""
    records = Records.open(assistant.settings)
    opening = Opening(assistant, Learner(assistant, records).start)
    opening.start()
    front = Front.build(assistant.settings, opening, records)
    build(front).run("stdio")


def _security(settings: Settings) -> TransportSecuritySettings:
    """A server that listens on this machine only is called by its names: another site's page that has its own
    name point here (DNS rebinding) is turned away."""
    if settings.host not in {*_LOOPBACK, "::1"}:
        return TransportSecuritySettings(enable_dns_rebinding_protection=False)
    hosts = [*(f"{name}:*" for name in _LOOPBACK), *settings.public_hosts]
    return TransportSecuritySettings(
        allowed_hosts=hosts,
        allowed_origins=[f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")],
    )


def _sentence(error: ToolError) -> str:
    cause = error.__cause__
    if isinstance(cause, BadInput):
        return str(cause)
    if isinstance(cause, ValidationError) and not isinstance(error, UnexpectedToolError):
        return listed(faults(cause.errors()))
    if isinstance(cause, Problem):
        return cause.detail
    if isinstance(cause, AssistantError):
        # Its own sentence speaks to whoever runs the server and may name folders.
        _log.error("助手无法使用", exc_info=cause)
        return text("error.unavailable")
    _log.error("调用工具时出错", exc_info=cause or error)
    return text("error.unexpected")
