"""Search at the desk: the words typed so far within the filters, best first, with the words marked.

Without words the filters alone choose, in the order of the documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from assistant.lookup import search
from assistant.pipeline import Tools
from assistant.text import fold, is_readable, words
from assistant.types import Passage
from assistant.understanding.asking import asking
from assistant.web.desk.clauses import Shown
from assistant.web.desk.shelf import Shelf

__all__ = ["Filters", "Found", "find"]

_MOST = 30
_SNIPPET = 72
_BEFORE = 16


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


def _snippet(shown: Shown, pattern: re.Pattern[str] | None) -> Markup:
    """The sentence with the most of what was typed, cut to fit and marked."""
    best, folded = max(shown.sentences, key=lambda pair: _held(pair[1], pattern), default=("", ""))
    first = pattern.search(folded) if pattern else None
    start = max(0, first.start() - _BEFORE) if first and len(best) > _SNIPPET else 0
    end = start + _SNIPPET
    before, after = "……" if start else "", "……" if end < len(best) else ""
    return escape(before) + _marked(best[start:end], folded[start:end], pattern) + after


def _held(folded: str, pattern: re.Pattern[str] | None) -> int:
    """How many characters of different words it holds."""
    return len("".join(set(pattern.findall(folded)))) if pattern else 0


def _marked(words: str, folded: str, pattern: re.Pattern[str] | None) -> Markup:
    out, at = Markup(""), 0
    for match in pattern.finditer(folded) if pattern else ():
        out += Markup("{}<mark>{}</mark>").format(words[at : match.start()], words[slice(*match.span())])
        at = match.end()
    return out + words[at:]
