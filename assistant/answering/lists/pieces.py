"""The printed pieces of a clause, by which it holds a condition: its provisions, and what they leave over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.wording import FIGURE, row_sentence
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.retrieval.evidence import parts, whole_part
from assistant.text import fold
from assistant.types import Clause

__all__ = ["Piece", "Pieces", "gist", "plain"]

_BRACKETS = re.compile(r"[()\[\]〔〕]")
_COMMA = re.compile(r"[^，]+，?")
_LIMIT = 120
# Provisions by which a clause is known.
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """``quote`` is verbatim, ``plain`` the same for matching; what no provision covers has only its label for
    a ``subject``, and no kind; ``row`` is the record that a line of a table is."""

    clause: Clause
    quote: str
    plain: str
    subject: str
    kind: str = ""
    topics: tuple[str, ...] = ()
    row: Mapping[str, str] | None = None


def plain(text: str) -> str:
    """Folded, and without the brackets inside words: 首台（套） is 首台套."""
    return _BRACKETS.sub("", fold(text))


class Pieces:
    """The pieces of every clause but signatures, in printed order of the clauses."""

    def __init__(self, corpus: Corpus) -> None:
        self.of = {c.id: tuple(_pieces(c, corpus)) for c in corpus.clauses if c.kind != "signature"}
        self.clauses = tuple(c for c in corpus.clauses if c.id in self.of)


def _pieces(clause: Clause, corpus: Corpus) -> Iterator[Piece]:
    covered: dict[str, None] = {}
    printed = [] if clause.rows else list(parts(clause))
    for p in corpus.lay.get(clause.id, ()):
        quote = p.quote if clause.rows else whole_part(clause, p.quote, printed)
        if quote not in covered:
            covered[quote] = None
            yield Piece(clause, quote, plain(quote), p.subject, p.kind, p.topics, _row(clause, quote))
    subject = next((p.subject for p in corpus.lay.get(clause.id, ())), clause.label)
    for part in printed:
        if not any(part in quote for quote in covered):
            for quote in _short(part):
                if quote in clause.text:
                    yield Piece(clause, quote, plain(quote), subject)


def _row(clause: Clause, quote: str) -> Mapping[str, str] | None:
    lines = [line for line in clause.text.split("\n") if line.startswith("|")][2:]
    return next((row for line, row in zip(lines, clause.rows, strict=False) if quote in line), None)


def _short(part: str) -> Iterator[str]:
    """The part in stretches that can be read."""
    held = ""
    for stretch in _COMMA.findall(part):
        if held and len(held) + len(stretch) > _LIMIT:
            yield held
            held = ""
        held += stretch
    if held:
        yield held


def gist(pieces: Sequence[Piece], room: int) -> str:
    """What the pieces say within ``room`` characters: those with figures first, each with its words while
    there is room, else by its subject."""
    known = [p for p in pieces if p.kind] or list(pieces)
    apart = [p for p in known if not any(p.quote in q.quote and p.quote != q.quote for q in known)]
    first = sorted(apart, key=lambda p: not FIGURE.search(p.quote))[:_SHOWN]
    out: dict[str, None] = {}
    for piece in (p for p in apart if p in first):
        quote = row_sentence(piece.clause, piece.row) if piece.row else piece.quote
        whole = say("answer.subject_quote", subject=piece.subject, quote=quote.rstrip("，。；"))
        room -= len(whole)
        out[whole if room >= 0 or not (out or piece.kind) else piece.subject] = None
    return "；".join(out)
