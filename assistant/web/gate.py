"""How many questions are worked on at once. The rest wait in line, in the order in which they came.

The engine computes in Python, so that more threads make every answer slower and none faster.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

__all__ = ["Full", "Gate"]

T = TypeVar("T")


class Full(Exception):
    """As many are waiting as may wait."""


class Gate:
    """``at_once`` threads; at most ``line`` questions wait for one. Safe to use from any thread."""

    def __init__(self, at_once: int, line: int) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="answer")
        self._at_once, self._line = at_once, line
        self._lock = Lock()
        self._running = 0
        self._waiting: dict[object, Future[Any] | None] = {}

    @property
    def running(self) -> int:
        return self._running

    @property
    def waiting(self) -> int:
        with self._lock:
            return max(0, len(self._waiting) - (self._at_once - self._running))

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Raises Full. Cancelling the future leaves the line; work that has begun goes on to its end and keeps
        its thread until then."""
        ticket = object()
        with self._lock:
            if len(self._waiting) >= self._line + self._at_once - self._running:
                raise Full
            self._waiting[ticket] = None

        def run() -> T:
            with self._lock:
                self._waiting.pop(ticket, None)
                self._running += 1
            try:
                return work()
            finally:
                with self._lock:
                    self._running -= 1

        future = self._pool.submit(run)
        with self._lock:
            if ticket in self._waiting:
                self._waiting[ticket] = future
        # One that was cancelled never runs.
        future.add_done_callback(lambda _: self._leave(ticket))
        return future

    def ahead(self, future: Future[Any]) -> int | None:
        """How many wait before this one; None once it is being worked on, or would be at once."""
        with self._lock:
            line = list(self._waiting.values())
            free = self._at_once - self._running
        place = line.index(future) - free if future in line else -1
        return place if place >= 0 else None

    def close(self) -> None:
        """Those who wait are turned away; what has begun goes on to its end."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _leave(self, ticket: object) -> None:
        with self._lock:
            self._waiting.pop(ticket, None)
