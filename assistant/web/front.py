"""Where every way in over the network meets: the engine, who waits for it, and what is noted of each answer."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Protocol, TypeVar

from fastapi import Depends, Request

from assistant.config import Settings
from assistant.pipeline import Tools, Watch, unwatched
from assistant.service import Assistant
from assistant.text import readable
from assistant.types import Answer, Question
from assistant.web.gate import Full, Gate
from assistant.web.limits import Rates
from assistant.web.metrics import Metrics
from assistant.web.opening import Opening
from assistant.web.problems import Problem
from assistant.web.texts import text

__all__ = ["Front", "FrontOf", "Keeper", "Show"]

T = TypeVar("T")
# One computes in Python while the other's sentence becomes a vector; a third would only slow both.
_LOCAL_AT_ONCE = 2
# A model is waited for, which costs no computing time.
_MODEL_AT_ONCE = 16


class Keeper(Protocol):
    """What keeps records; see ``assistant.records``."""

    def keep(self, question: Question, answer: Answer, channel: str) -> None:
        """Committed when it returns. Never raises: nobody is to go without an answer for want of a note."""

    def feedback(self, answer_id: str, helpful: bool, reason: str = "") -> None:
        """Committed when it returns. Raises AssistantError when it could not be."""

    def trouble(self) -> str:
        """Why nothing can be kept now, in Chinese; empty if all is well."""


class Show(Protocol):
    def __call__(self, sentence: str, /) -> None: ...


def _unseen(_: str) -> None:
    pass


def _one_thread() -> Executor:
    return ThreadPoolExecutor(1, thread_name_prefix="search")


@dataclass(frozen=True)
class Front:
    """Shared by all requests. Without ``records`` nothing is kept. Searches are computed one after the other in
    ``searching``: two at a time would be slower, and in the thread that serves the network all would wait."""

    settings: Settings
    opening: Opening
    gate: Gate
    rates: Rates
    metrics: Metrics
    records: Keeper | None = None
    searching: Executor = field(default_factory=_one_thread)

    @classmethod
    def build(cls, settings: Settings, opening: Opening, records: Keeper | None = None) -> Front:
        usual = _LOCAL_AT_ONCE if settings.chat_model is None else _MODEL_AT_ONCE
        gate = Gate(settings.answers_at_once or usual, settings.queue_limit)
        return cls(settings, opening, gate, Rates(settings), Metrics(gate), records)

    @property
    def assistant(self) -> Assistant:
        """The assistant with its index open. Raises Problem (503) until then."""
        if not self.opening.ready:
            wait = self.settings.retry_seconds
            raise Problem("unavailable", text("problem.opening", seconds=wait), wait)
        return self.opening.assistant

    @property
    def tools(self) -> Tools:
        """Waits for the index, in a worker thread. Raises IndexUnavailable."""
        self.opening.wait()
        return self.opening.assistant.tools

    def ask(self, question: Question, channel: str, show: Show = _unseen, watch: Watch = unwatched) -> Answer:
        """Answers in this thread, and notes the answer. Waits for the index. Raises BadQuestion and
        IndexUnavailable."""
        if not self.opening.done:
            watch("open")
        self.opening.wait()
        turns = tuple(map(readable, question.turns))
        question = replace(question, text=readable(question.text), turns=turns)
        answer = self.opening.assistant.ask(question, show, watch)
        self.metrics.answered(answer, channel)
        if self.records is not None:
            self.records.keep(question, answer, channel)
        return answer

    def enqueue(
        self, question: Question, channel: str, show: Show = _unseen, watch: Watch = unwatched
    ) -> Future[Answer]:
        """``ask`` in one of the gate's threads, when its turn comes. Raises Problem (503) when the line is full."""
        try:
            return self.gate.submit(lambda: self.ask(question, channel, show, watch))
        except Full:
            wait = self.settings.retry_seconds
            raise Problem("busy", text("problem.busy_detail", seconds=wait), wait) from None


async def _front(request: Request) -> Any:
    return request.app.state.front


FrontOf = Annotated[Front, Depends(_front)]
