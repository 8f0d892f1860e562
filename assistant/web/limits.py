"""What one caller may take: requests a minute, and time for one request. All numbers are settings."""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Awaitable, Callable
from typing import Literal

import anyio
from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter
from starlette.datastructures import Headers
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.config import Settings
from assistant.web.problems import Problem, problem_response
from assistant.web.texts import text

__all__ = ["BodyLimit", "Kind", "Rates", "TimeLimit", "limited"]

Kind = Literal["ask", "search", "feedback", "user"]
_IPV6_SITE = 64
_TOO_LARGE = 413


class Rates:
    """Requests a minute by address and by user, counted in this process. A minute begins with the first request
    of its caller, so that the seconds to wait are known."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._most: dict[Kind, int] = {
            "ask": settings.asks_per_minute,
            "feedback": settings.asks_per_minute,
            "search": settings.searches_per_minute,
            "user": settings.user_asks_per_minute,
        }

    async def spend(self, kind: Kind, caller: str) -> None:
        """Counts one request. Raises Problem (429) when there were too many."""
        most = self._most[kind]
        if not most:
            return
        item = RateLimitItemPerMinute(most)
        if await self._limiter.hit(item, kind, caller):
            return
        reset, _ = await self._limiter.get_window_stats(item, kind, caller)
        seconds = max(1, math.ceil(reset - time.time()))
        raise Problem("too_often", text("problem.too_often_detail", limit=most, seconds=seconds), seconds)


def limited(kind: Kind) -> Callable[[Request], Awaitable[None]]:
    """A dependency that counts the request of an address; the application's ``state.front`` holds the rates."""

    async def spend(request: Request) -> None:
        await request.app.state.front.rates.spend(kind, _address(request))

    return spend


def _address(request: Request) -> str:
    """Who asks; of IPv6 the network, since one connection has as many addresses as it likes."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((address, _IPV6_SITE), strict=False)) if address.version == 6 else host


class TimeLimit:
    """Turns a request away that has no response after so many ``seconds``. A response that has begun may go on."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app, self._seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with anyio.move_on_after(self._seconds) as limit:

            async def begun(message: Message) -> None:
                limit.deadline = math.inf
                await send(message)

            await self._app(scope, receive, begun)
        if limit.cancelled_caught:
            problem = Problem("late", text("problem.late_detail", seconds=f"{self._seconds:g}"))
            await problem_response(problem, scope["path"])(scope, receive, send)


class BodyLimit:
    """Turns a request away whose body has more bytes than ``most``; with a problem, where Starlette has plain text."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = RequestBodyLimitMiddleware(app, most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        replaced = False

        async def pass_on(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _plain_too_large(message):
                replaced = True
                problem = Problem("too_large", text("problem.too_large_detail"))
                await problem_response(problem, scope["path"])(scope, receive, send)
            elif not replaced:
                await send(message)

        await self._app(scope, receive, pass_on)


def _plain_too_large(start: Message) -> bool:
    kind = Headers(raw=start.get("headers", [])).get("content-type", "")
    return bool(start["status"] == _TOO_LARGE) and kind.startswith("text/plain")
