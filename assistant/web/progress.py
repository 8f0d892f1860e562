"""One question on its way: what can be told of it until the answer is there."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import wait
from dataclasses import dataclass

from markupsafe import Markup

from assistant.types import Answer, Question
from assistant.web.front import Front
from assistant.web.markup import join
from assistant.web.texts import text

__all__ = ["Progress", "Run", "opening_note", "progress_html"]

# Most answers are there sooner: then no step is told, and none has to be sent.
_TICK_SECONDS = 0.15


@dataclass(frozen=True)
class Progress:
    """``note`` says what is being done; ``sentences`` are those of the answer that have been verified."""

    note: str
    sentences: tuple[str, ...] = ()


class Run:
    def __init__(self, front: Front, question: Question, channel: str) -> None:
        """Raises Problem (503) when the line is full."""
        self._gate = front.gate
        self._note = opening_note(front)
        self._sentences: tuple[str, ...] = ()
        self._future = front.enqueue(question, channel, self._show, self._watch)

    def told(self) -> Iterator[Progress]:
        """Ends when the answer is there. Whoever stops listening leaves the line."""
        last: Progress | None = None
        try:
            while not wait([self._future], _TICK_SECONDS).done:
                now = self._now()
                if now != last:
                    last = now
                    yield now
        finally:
            self._future.cancel()

    def answer(self) -> Answer:
        """Raises what the engine raised."""
        return self._future.result()

    def _now(self) -> Progress:
        ahead = self._gate.ahead(self._future)
        return Progress(text("queue.place", ahead=ahead) if ahead else self._note, self._sentences)

    def _show(self, sentence: str, /) -> None:
        """From the engine's thread, as is ``_watch``."""
        self._sentences = (*self._sentences, sentence)

    def _watch(self, step: str) -> None:
        self._note = text("reply.opening" if step == "open" else f"steps.{step}")


def opening_note(front: Front) -> str:
    """What is said before anything has begun."""
    return text("steps.understand" if front.opening.done else "reply.opening")


def progress_html(progress: Progress | None) -> Markup:
    """The status below the conversation; it stays there, empty, so that readers hear of what comes into it."""
    told = Markup("")
    if progress is not None:
        said = (Markup("<p>{}</p>").format(sentence) for sentence in progress.sentences)
        told = join(said) + Markup('<p class="pending">{}……</p>').format(progress.note.rstrip("。…"))
    return Markup('<div class="progress" role="status">{}</div>').format(told)
