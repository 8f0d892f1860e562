"""The moment by which an answer must be there, and requests that keep to it.

A client's own timeout is one between two bytes; here no request of an answer outlasts what is left of its time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx2

__all__ = ["bounded", "left", "until"]

_DEADLINE: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def until(seconds: float) -> Iterator[None]:
    """No later than so many seconds from now, and no later than what was set around it."""
    rest = left()
    outer = _DEADLINE.set(time.monotonic() + (seconds if rest is None else min(seconds, rest)))
    try:
        yield
    finally:
        _DEADLINE.reset(outer)


def left() -> float | None:
    """Seconds, never below zero; None where no time was set."""
    deadline = _DEADLINE.get()
    return None if deadline is None else max(0.0, deadline - time.monotonic())


def bounded(seconds: float) -> Mapping[str, list[Callable[..., Any]]]:
    """The hooks of an HTTP client: each wait at most ``seconds``, all of it within the time that is set."""
    return {"request": [lambda request: _bound(request, seconds)], "response": [_watch]}


def _bound(request: httpx2.Request, seconds: float) -> None:
    """No wait of this request may outlast what is left for the answer."""
    rest = left()
    wait = seconds if rest is None else max(0.001, min(seconds, rest))
    request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), wait)


def _watch(response: httpx2.Response) -> None:
    """A body that drips ends with the answer's time."""
    import httpx2

    deadline, stream = _DEADLINE.get(), response.stream
    if deadline is None or not isinstance(stream, httpx2.SyncByteStream):
        return
    end, body = deadline, stream

    class Watched(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for chunk in body:
                if time.monotonic() > end:
                    raise httpx2.ReadTimeout("deadline", request=response.request)
                yield chunk

        def close(self) -> None:
            body.close()

    response.stream = Watched()
