"""An answer as server-sent events, while it is waited for and made.

The engine works in a thread and tells of its steps; each becomes an event. What goes wrong before the first event
is an ordinary problem with its HTTP status, what goes wrong later the last event.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.responses import Response

from assistant.answering.render import to_json
from assistant.types import Answer, Question
from assistant.web.front import Front
from assistant.web.problems import Problem, problem_of
from assistant.web.texts import text

__all__ = ["EVENT", "streamed"]

EVENT = {
    "type": "object",
    "description": "一个事件；data 是 JSON",
    "properties": {
        "event": {"type": "string", "enum": ["queued", "step", "text", "answer", "problem"]},
        "data": {"type": "string"},
    },
    "required": ["event", "data"],
}

_TICK_SECONDS = 1.0
_QUIET_TICKS = 15
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
_PATH = "/api/ask"
Event = tuple[str, dict[str, Any]]


async def streamed(front: Front, question: Question, channel: str) -> Response:
    """Raises what the engine raises before it has told of anything, and Problem when the line is full."""
    events = _Events(front, question, channel)
    first = await events.first()
    return EventSourceResponse(events.sent(first), headers=_HEADERS)


class _Events:
    def __init__(self, front: Front, question: Question, channel: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._told: asyncio.Queue[Event | None] = asyncio.Queue()
        self._seconds = front.settings.request_seconds
        self._end = self._loop.time() + self._seconds
        self._gate = front.gate
        self._ahead: int | None = None
        self._future: Future[Answer] = front.enqueue(
            question,
            channel,
            lambda sentence: self._tell(("text", {"text": sentence})),
            lambda step: self._tell(("step", {"name": step, "text": text(f"steps.{step}")})),
        )
        self._future.add_done_callback(lambda _: self._tell(None))

    def _tell(self, event: Event | None) -> None:
        """From the engine's thread. When the server is being stopped nobody listens any more."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._told.put_nowait, event)

    async def first(self) -> Event | None:
        """None when the answer is there already."""
        try:
            first = await self._next()
        except BaseException:
            self._future.cancel()
            raise
        if first is None and (error := self._future.exception()):
            raise error
        return first

    async def sent(self, event: Event | None) -> AsyncIterator[bytes]:
        try:
            quiet = 0
            while event is not None:
                quiet = 0 if event[1] else quiet + 1
                if event[1]:
                    yield _frame(*event)
                elif quiet % _QUIET_TICKS == 0:
                    yield KEEPALIVE_COMMENT
                event = await self._next()
            yield _frame("answer", to_json(self._future.result()))
        except (Exception, CancelledError) as error:
            yield _frame("problem", problem_of(error).body(_PATH))
        finally:
            # Whoever has gone leaves the line.
            self._future.cancel()

    async def _next(self) -> Event | None:
        """The next event; one without data when nothing happened for a while; None at the end."""
        ahead = self._gate.ahead(self._future)
        if ahead is not None and ahead != self._ahead:
            self._ahead = ahead
            return "queued", {"ahead": ahead, "text": text("queue.place", ahead=ahead)}
        left = self._end - self._loop.time()
        if left <= 0:
            raise Problem("late", text("problem.late_detail", seconds=f"{self._seconds:g}"))
        try:
            return await asyncio.wait_for(self._told.get(), min(_TICK_SECONDS, left))
        except TimeoutError:
            return "", {}


def _frame(name: str, data: dict[str, Any]) -> bytes:
    return format_sse_event(data_str=json.dumps(data, ensure_ascii=False), event=name)
