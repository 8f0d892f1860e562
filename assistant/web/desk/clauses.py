"""How the desk shows a clause: its place, the line to read aloud, the citation to copy, its matters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.answering.cite import cite
from assistant.answering.render import citation_line
from assistant.answering.validity import validity_notice
from assistant.corpus.numbering import marker_at
from assistant.corpus.outline import SENTENCE_END
from assistant.corpus.store import Corpus
from assistant.text import fold
from assistant.types import Citation, Clause, Draft, Evidence, Status
from assistant.web.texts import text

__all__ = ["Shown", "anchor", "even_folded", "lost", "plain", "show"]

_ENDS = re.compile(r"(?<=[。；\n])")
_EDITORIAL = re.compile(r"\[\[[^\[\]]*\]\]")
# As much as one can say in a breath or two.
_SPOKEN = 120
_LEAST = 24
_PAUSES = "，；、：,;"


@dataclass(frozen=True)
class Shown:
    """``say`` is read to the caller, ``citation`` copied; ``caution`` is what the caller must know about the
    document's validity, empty while it is in force; ``matters`` are what the clause is about."""

    clause: Clause
    citation: Citation
    short: str
    say: str
    cited: str
    caution: str
    matters: tuple[str, ...]
    topics: frozenset[str]
    kinds: frozenset[str]

    @property
    def label(self) -> str:
        return plain(self.citation.label)

    @property
    def anchor(self) -> str:
        return anchor(self.clause.id)

    @cached_property
    def sentences(self) -> tuple[tuple[str, str], ...]:
        """Its sentences, or the rows of its table, each with its folded spelling of the same length."""
        rows = ("，".join(f"{name}{value}" for name, value in row.items()) for row in self.clause.rows)
        words = plain("\n".join(rows) or self.clause.text)
        pieces = (piece.strip() for piece in _ENDS.split(words))
        return tuple((piece, even_folded(piece)) for piece in pieces if piece)

    @property
    def state(self) -> str:
        return self.citation.validity.state

    @property
    def title(self) -> str:
        """Its own part of the table of contents."""
        path = self.clause.path
        return lost(path[-1]) if path else self.clause.label

    @property
    def names(self) -> frozenset[str]:
        return frozenset((*self.citation.departments.lead, *self.citation.departments.cooperate))


def even_folded(words: str) -> str:
    """Folded character by character, so that places in it are places in what is shown."""
    return "".join(f if len(f := fold(char)) == 1 else char for char in words)


def anchor(clause_id: str) -> str:
    """The clause's id on the page."""
    return f"clause-{clause_id}"


def lost(title: str) -> str:
    """A heading; where the print has lost it, that is said."""
    return _EDITORIAL.sub(text("desk.lost"), title)


def plain(words: str) -> str:
    """Without the marks that stand for what the print has lost."""
    return _EDITORIAL.sub("", words)


def show(clause: Clause, corpus: Corpus, as_of: date) -> Shown:
    evidence = Evidence(clause.id, clause.text)
    citation = cite(Draft(Status.ANSWERED, "", "", evidence=(evidence,)), corpus, as_of)[0]
    meta = corpus.documents[clause.doc]
    notice = validity_notice(meta, as_of)
    lay = corpus.lay.get(clause.id, ())
    number = text("desk.number", number=meta.number) if meta.number else ""
    return Shown(
        clause=clause,
        citation=citation,
        short=meta.short,
        say=text(
            "desk.say", title=meta.title, number=number, label=plain(citation.label), words=_spoken(clause)
        ),
        cited=plain(citation_line(citation)),
        caution=notice.text if notice else "",
        matters=tuple(dict.fromkeys(provision.subject for provision in lay)),
        topics=frozenset(topic for provision in lay for topic in provision.topics),
        kinds=frozenset(provision.kind for provision in lay),
    )


def _spoken(clause: Clause) -> str:
    """The clause's first words, to the end of a sentence where that is near."""
    if clause.rows:
        return text("desk.table", label=plain(clause.label))
    first, *rest = plain(clause.text).split("\n")
    # A heading above the clause's words is said as one.
    heading = bool(rest) and first[-1:] not in SENTENCE_END
    words = first + ("：" if heading else "") + "".join(rest)
    marker = marker_at(words)
    words = words[len(marker.printed) :].strip() if marker else words
    end = words.find("。", _LEAST)
    if 0 <= end <= _SPOKEN:
        return words[: end + 1]
    if len(words) <= _SPOKEN:
        return words
    pause = max(words.rfind(mark, _LEAST, _SPOKEN) for mark in _PAUSES)
    return words[: pause if pause > 0 else _SPOKEN] + "……"
