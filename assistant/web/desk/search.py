"""Search at the desk: the words typed so far within the filters, best first, with the words marked.

Without words the filters alone choose, in the order of the documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from assistant.lookup import search
from assistant.pipeline import Tools
from assistant.text import fold, is_readable, words
from assistant.types import Passage
from assistant.understanding.asking import asking
from assistant.web.desk.clauses import Shown, plain
from assistant.web.desk.shelf import Shelf

__all__ = ["Filters", "Found", "find", "marked"]

_MOST = 30
_SNIPPET = 72
_BEFORE = 16
_BREAKS = re.compile(r"(?<=[。；\n])")


@dataclass(frozen=True)
class Filters:
    """Each is the chosen value or empty: key of a document, printed name of a department, topic, kind of
    provision, state of validity."""

    doc: str = ""
    department: str = ""
    topic: str = ""
    kind: str = ""
    state: str = ""

    def admits(self, shown: Shown) -> bool:
        return (
            self.doc in ("", shown.clause.doc)
            and (not self.department or self.department in shown.names)
            and (not self.topic or self.topic in shown.topics)
            and (not self.kind or self.kind in shown.kinds)
            and self.state in ("", shown.state)
        )


@dataclass(frozen=True)
class Found:
    """``snippet`` is the sentence that holds most of the words, which are marked."""

    shown: Shown
    snippet: Markup


def find(tools: Tools, shelf: Shelf, typed: str, filters: Filters) -> tuple[list[Found], int]:
    """The best ``_MOST`` and how many there are. Raises BadInput for words with nothing readable in them."""
    if not typed.strip():
        chosen = [shown for shown in shelf.all if filters.admits(shown)] if filters != Filters() else []
    else:
        passages = search(tools, typed, limit=len(tools.corpus.clauses))
        held = [shelf.by_id[p.clause.id] for p in passages if _holds_any(p)]
        chosen = [shown for shown in held if filters.admits(shown)]
    pattern = _pattern(tools, typed)
    return [Found(shown, _snippet(shown, pattern)) for shown in chosen[:_MOST]], len(chosen)


def _holds_any(passage: Passage) -> bool:
    return max(passage.parts["words"], passage.parts["terms"], passage.parts["concepts"]) > 0


def _pattern(tools: Tools, typed: str) -> re.Pattern[str] | None:
    """The words to be marked: those typed, as the dictionary parts them, and the documents' own terms for them."""
    if not is_readable(typed):
        return None
    meant = asking().without_filler(fold(typed))
    spoken = {*meant.split(), *words(meant), *map(fold, tools.reader.expand(typed))}
    chosen = sorted((w for w in spoken if is_readable(w)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, chosen))) if chosen else None


def marked(shown: str, pattern: re.Pattern[str] | None) -> Markup:
    """``shown`` escaped, with ``<mark>`` around what the pattern finds in its folded spelling."""
    spans = _spans(shown, pattern)
    out, at = Markup(""), 0
    for start, end in spans:
        out += Markup("{}<mark>{}</mark>").format(shown[at:start], shown[start:end])
        at = end
    return out + shown[at:]


def _spans(shown: str, pattern: re.Pattern[str] | None) -> list[tuple[int, int]]:
    # Character by character, so that places in the folded text are places in what is shown.
    folded = "".join(f if len(f := fold(char)) == 1 else char for char in shown)
    return [match.span() for match in pattern.finditer(folded)] if pattern else []


def _snippet(shown: Shown, pattern: re.Pattern[str] | None) -> Markup:
    pieces = [piece.strip() for piece in _BREAKS.split(_readable(shown)) if piece.strip()]
    best = max(pieces, key=lambda piece: _held(piece, pattern), default="")
    spans = _spans(best, pattern)
    start = max(0, spans[0][0] - _BEFORE) if spans and len(best) > _SNIPPET else 0
    cut = best[start : start + _SNIPPET]
    cut = ("……" if start else "") + cut + ("……" if start + _SNIPPET < len(best) else "")
    return marked(cut, pattern)


def _readable(shown: Shown) -> str:
    rows: Iterable[str] = (
        "，".join(f"{name}{value}" for name, value in row.items()) for row in shown.clause.rows
    )
    return plain("；".join(rows) or shown.clause.text)


def _held(piece: str, pattern: re.Pattern[str] | None) -> int:
    return sum(end - start for start, end in set(_spans(piece, pattern)))
