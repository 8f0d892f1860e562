"""The one way from an outside interface to the engine: wait for it, ask, keep the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.pipeline import Tools
from assistant.types import Answer, Question
from assistant.web.opening import Opening

__all__ = ["Asking", "Keep", "readable"]

Keep = Callable[[Question, Answer, str], None]
"""Stores a question and its answer under the channel that it came by; committed when it returns."""


def readable(words: str) -> str:
    """Half a surrogate pair, which JSON may hold, can neither be hashed nor sent back."""
    return words.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True)
class Asking:
    """Blocks until the index is open, so it is called from worker threads only."""

    opening: Opening
    keep: Keep | None = None

    def ask(self, question: Question, channel: str) -> Answer:
        """Raises what ``Assistant.ask`` raises; what raised is not kept."""
        self.opening.wait()
        turns = tuple(map(readable, question.turns))
        question = replace(question, text=readable(question.text), turns=turns)
        answer = self.opening.assistant.ask(question)
        if self.keep is not None:
            self.keep(question, answer, channel)
        return answer

    @property
    def tools(self) -> Tools:
        self.opening.wait()
        return self.opening.assistant.tools
