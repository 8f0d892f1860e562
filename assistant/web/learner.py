"""Brings what agents have confirmed to the engine: at the start from the records, and at each change of them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import Lock

from tenacity import Retrying, TryAgain, retry_if_exception_type, wait_fixed

from assistant.errors import RecordsUnavailable
from assistant.learning import learn
from assistant.records import Records
from assistant.records.confirmed import ConfirmedQuestion
from assistant.records.storable import key_of
from assistant.retrieval.remembered import Taught
from assistant.service import Assistant
from assistant.web.texts import text

__all__ = ["Learned", "Learner"]

_AGAIN_SECONDS = 60
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Learned:
    """A confirmed question; ``left_out`` says why it helps to find nothing, and is empty where it helps."""

    confirmed: ConfirmedQuestion
    left_out: str


class Learner:
    """Shared by all requests."""

    def __init__(self, assistant: Assistant, records: Records) -> None:
        self._assistant = assistant
        self._records = records
        self._turn = Lock()
        self._known: frozenset[str] = frozenset()

    def start(self) -> None:
        """What was confirmed before; tried again each minute while index or records can't be opened."""
        told = _Once()
        for attempt in Retrying(
            wait=wait_fixed(_AGAIN_SECONDS),
            retry=retry_if_exception_type((RecordsUnavailable, TryAgain)),
            before_sleep=lambda state: told.log(),
        ):
            with attempt:
                if not self._assistant.opened:
                    raise TryAgain
                self.refresh()

    def refresh(self) -> list[Learned]:
        """The engine knows afterwards what the records hold now, and that is returned, newest first. Opens the index
        if need be. Raises RecordsUnavailable, IndexUnavailable."""
        tools = self._assistant.tools
        # What was read first must not be learned last.
        with self._turn:
            confirmed = self._records.confirmed.list()
            reasons = learn(tools, [Taught(c.question, c.clauses) for c in confirmed])
            self._known = frozenset(key_of(c.question) for c in confirmed)
        return [Learned(c, why) for c, why in zip(confirmed, reasons, strict=True)][::-1]

    def knows(self, question: str) -> bool:
        """Whether the question, in these words, is among the confirmed ones."""
        return key_of(question) in self._known


class _Once:
    """One line in the log for the whole of a trouble."""

    def __init__(self) -> None:
        self._said = False

    def log(self) -> None:
        if not self._said:
            _log.warning(text("server.not_learned"))
        self._said = True
