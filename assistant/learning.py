"""Which confirmed questions the retriever may learn from, and why it does not from the others."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.masking import mask
from assistant.messages import say
from assistant.pipeline import Tools
from assistant.retrieval.remembered import Taught
from assistant.text import strip_markup
from assistant.types import Kind, Question

__all__ = ["learn", "why_not"]

# The others are answered by going through the clauses or the documents, whatever was found.
_FOUND = {Kind.FACT, Kind.DEPARTMENT}


def learn(tools: Tools, confirmed: Sequence[Taught]) -> list[str]:
    """From now on the retriever knows of these and no others. For each why it is left out, empty where it is not."""
    memory = tools.retriever.memory
    given = [Taught(_words(taught.question), taught.clauses) for taught in confirmed]
    held = frozenset(memory.questions)
    reasons = ["" if taught in held else why_not(tools, taught) for taught in given]
    memory.hold(taught for taught, why in zip(given, reasons, strict=True) if not why)
    return reasons


def why_not(tools: Tools, taught: Taught, turns: Sequence[str] = ()) -> str:
    """Why nothing could be learned from it, in Chinese; empty where something can. ``turns`` came before it."""
    question = Question(_words(taught.question), tuple(mask(strip_markup(turn)) for turn in turns))
    if any(clause not in tools.corpus.by_id for clause in taught.clauses):
        return say("learning.gone")
    if len(tools.reader.split(question)) > 1:
        return say("learning.several")
    what = tools.reader.read(question)
    if what.context or what.after is not None:
        return say("learning.follow_up")
    if what.stop or not what.focus or what.clauses or what.lost or what.unknown:
        return say("learning.vague")
    return "" if what.kind in _FOUND else say("learning.whole")


def _words(question: str) -> str:
    """As the engine reads it."""
    return mask(strip_markup(question))
