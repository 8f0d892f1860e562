"""Keeps a failing database from an answer: neither its error nor its waiting reaches the asker.

After a failure nothing is tried for a minute (pybreaker), so that a database that hangs slows one answer and not
all; each such minute is one line in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress

from pybreaker import (
    STATE_CLOSED,
    STATE_OPEN,
    CircuitBreaker,
    CircuitBreakerError,
    CircuitBreakerListener,
    CircuitBreakerState,
)

from assistant.records.texts import text as say

__all__ = ["Guard"]

_SECONDS = 60
_log = logging.getLogger(__name__)


class Guard:
    def __init__(self, seconds: float = _SECONDS) -> None:
        self._breaker = CircuitBreaker(
            fail_max=1, reset_timeout=seconds, listeners=[_Teller()], throw_new_error_on_trip=False
        )
        self.lost = 0

    def run(self, work: Callable[[], object]) -> None:
        """Never raises; ``lost`` counts what was not done."""
        try:
            self._tried(work)
        except CircuitBreakerError:
            self.lost += 1
        # The one place where a failure of the records ends: an answer is worth more than its record.
        except Exception as error:
            self.lost += 1
            _log.debug("记录失败：%s", error, exc_info=error)

    def _tried(self, work: Callable[[], object]) -> None:
        """pybreaker holds a lock while it calls; as long as all is well it is only told of failures."""
        if self._breaker.current_state != STATE_CLOSED:
            self._breaker.call(work)
            return
        try:
            work()
        except Exception as error:
            with suppress(CircuitBreakerError):
                self._breaker.call(_again, error)
            raise


def _again(error: Exception) -> None:
    raise error


class _Teller(CircuitBreakerListener):
    def __init__(self) -> None:
        self._reason: BaseException | None = None

    def failure(self, cb: CircuitBreaker, exc: BaseException) -> None:
        self._reason = exc

    def state_change(
        self, cb: CircuitBreaker, old_state: CircuitBreakerState | None, new_state: CircuitBreakerState
    ) -> None:
        if new_state.name == STATE_OPEN:
            _log.error(say("database.lost"), exc_info=self._reason)
        elif new_state.name == STATE_CLOSED and old_state is not None:
            _log.warning(say("database.back"))
