"""A model's text as sentences, each with the sources that it rests on, and what else it may lean on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.agent.figures import Figure, figures
from assistant.agent.sources import Source, Sources, tokens_in, without_tokens
from assistant.corpus.store import Corpus
from assistant.text import fold

__all__ = ["PIECE", "Given", "Said", "bare_of_numbering", "said", "sentences"]

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]*(?:\s*[\[【〔][SC]\d+[\]】〕])*")
_ENUMERATED = re.compile(r"^\s*(?:\d{1,2}[.、)）]|[-*•·])\s*")
_CIRCLED = re.compile("[①-⑳]")
PIECE = re.compile(r"[^，,；;。：:（）()\n]+")


def sentences(text: str) -> tuple[str, ...]:
    return tuple(s for m in _SENTENCE.finditer(text) if (s := m.group()).strip())


def bare_of_numbering(line: str) -> str:
    """A line of a list without its number or bullet."""
    return _CIRCLED.sub("", _ENUMERATED.sub("", line))


@dataclass(frozen=True)
class Said:
    """One sentence without its tokens, and the sources that it rests on."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Given:
    """``asked`` are the asker's words: their figures may be repeated, though not as what is granted. ``told`` are
    texts of our own, whose names and quotes may be repeated; ``denied`` are figures that the asker takes for
    granted."""

    corpus: Corpus
    sources: Sources
    asked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    denied: frozenset[tuple[str, str]] = field(default=frozenset())

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(f for words in self.asked for f in figures(words))

    def known(self, said: Said) -> str:
        """All that a sentence may repeat, folded."""
        own = [part for s in said.sources for part in (s.text, *s.names)]
        return fold("\n".join([*own, *self.asked, *self.told]))


def said(text: str, sources: Sources) -> Iterable[Said]:
    """A sentence without tokens leans on the next one that has some, else on the one before."""
    parts = sentences(text)
    held = [sources.of(tokens_in(part)) for part in parts]
    for i, part in enumerate(parts):
        after = next((h for h in held[i:] if h), None)
        before = next((h for h in reversed(held[:i]) if h), ())
        yield Said(without_tokens(part), after if after is not None else before)
