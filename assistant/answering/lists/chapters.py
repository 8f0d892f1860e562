"""The clauses under one heading of a document: 降低企业运输成本这一章有哪些措施."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.lists.listed import Item, Listed
from assistant.answering.wording import FIGURE
from assistant.corpus.numbering import marker_at
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.retrieval.evidence import first_words
from assistant.text import bigrams, fold, words
from assistant.types import Clause, Evidence, Passage, Understanding
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words

__all__ = ["Chapters", "Scope"]

_MARKED = re.compile(r"[\"「『]([^\"」』]{2,24})[\"」』]")
_QUOTED = 4
_FITS = 0.6
_FITS_UNNAMED = 0.75
_FITS_A_CHAPTER = 0.35
_CHAPTER = re.compile(r"[那这]一?(章|部分|块|节|大类)|(章|部分)(里|的|下)")
# A heading's word that the question says only in everyday words.
_MEANT = 0.6
_PER_CLAUSE = 2
_FEW = 2
# Clauses of a chapter worth the name, and of others among them that were found by the way.
_CHAPTER_OF = 3
_STRAYS = 1
_PLAINLY = 0.9
_WORTH = ("grant", "relief", "land", "service", "target", "duty", "fact")


@dataclass(frozen=True, slots=True)
class Scope:
    """A heading that a list keeps to: its name, the words of the question for it, the ids of its clauses."""

    name: str
    said: str
    clauses: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Heading:
    doc: str
    path: tuple[str, ...]
    words: frozenset[str]
    clauses: tuple[Clause, ...]


class Chapters:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        under: dict[tuple[str, tuple[str, ...]], list[Clause]] = {}
        for clause in corpus.clauses:
            for depth in range(1, len(clause.path)):
                under.setdefault((clause.doc, clause.path[:depth]), []).append(clause)
        self._headings = tuple(
            _Heading(doc, path, _telling(_plain(path[-1])), tuple(clauses))
            for (doc, path), clauses in under.items()
            if len(clauses) > 1
        )
        seen = Counter(w for heading in self._headings for w in heading.words)
        self._weight = {w: math.log(1 + len(self._headings) / n) for w, n in seen.items()}

    def within(self, what: Understanding, kept: Sequence[Passage]) -> bool:
        """Whether the question names a heading, and something in particular that a clause under it holds."""
        best = self._named(what)
        if best is None or not kept or kept[0].score < _PLAINLY:
            return False
        clause = kept[0].clause
        under = clause.doc == best.doc and clause.path[: len(best.path)] == best.path
        return under and bool(self._aspects(best, what))

    def asked(self, what: Understanding) -> bool:
        """Whether the clauses of a heading are asked for that is named as one."""
        if not list_words().clauses.search(what.text):
            return False
        return self.plain(what) or (self.loose(what) and self._named(what) is not None)

    def loose(self, what: Understanding) -> bool:
        """Whether a part of a document is meant that may be named by few of its words (融资那块)."""
        return bool(what.documents and _CHAPTER.search(what.text)) and not self.plain(what)

    def plain(self, what: Understanding) -> bool:
        """Whether a heading is named by its number or word for word."""
        return bool(self._numbered(what) or self._verbatim(what, what.text))

    def scope(self, what: Understanding, own: str) -> Scope | None:
        """The heading that the question keeps to: by its number, or word for word."""
        if numbered := self._numbered(what):
            return self._scope(numbered[0], "")
        found = self._verbatim(what, own)
        return self._scope(*found) if found else None

    def _scope(self, heading: _Heading, said: str) -> Scope:
        return Scope(self._name(heading), said, frozenset(c.id for c in heading.clauses))

    def _verbatim(self, what: Understanding, own: str) -> tuple[_Heading, str] | None:
        """The heading that is named in full before 部分 or 里, or quoted in part, with the words that name it."""
        among = [h for h in self._headings if not what.documents or h.doc in what.documents]
        marked = [q for q in _MARKED.findall(own) if len(q) >= _QUOTED and what.documents]
        for heading in sorted(among, key=lambda h: -len(h.path[-1])):
            name = fold(_plain(heading.path[-1])).strip("。 ")
            if part := next((q for q in marked if q in name), None):
                return heading, part
            at = own.find(name) if name else -1
            if at >= 0 and list_words().printed["not_word"].match(own[at + len(name) :].lstrip('"”」』')):
                return heading, name
        return None

    def find(self, what: Understanding, passages: Sequence[Passage] = ()) -> Listed | None:
        """The clauses of the heading that the question names, with what is worth naming of each.

        With ``passages``, one that is not named in the heading's own words (五险这一块) is the one under which
        just those clauses stand that were found."""
        best, verbatim = self._named(what), self._verbatim(what, what.text)
        if verbatim and not (best and best.path[: len(verbatim[0].path)] == verbatim[0].path):
            best = verbatim[0]
        fits = best and (what.part is not None or self._fit(best, what.matter) >= _FITS_A_CHAPTER)
        named = verbatim or fits
        if passages and not named:
            best = self._filled(what, passages) or best
        return self._listed(best) if best else None

    def _filled(self, what: Understanding, passages: Sequence[Passage]) -> _Heading | None:
        """The heading whose clauses, and hardly any other, were found for the question."""
        ranked = [p.clause for p in passages if not what.documents or p.clause.doc in what.documents]
        strays = _STRAYS + bool(_CHAPTER.search(what.text))
        for heading in self._headings:
            inside = {c.id for c in heading.clauses}
            first = {c.id for c in ranked[: len(inside) + strays]}
            if len(inside) >= _CHAPTER_OF and inside <= first:
                return heading
        return None

    def _listed(self, heading: _Heading) -> Listed:
        items = tuple(
            Item(say("answer.subject_quote", subject=e.subject, quote=e.quote), e)
            for clause in heading.clauses
            for e in self._worth(clause)
        )
        head = say("answer.list", matter=self._name(heading), count=len(items))
        return Listed(head, say("answer.list_how_section"), items)

    def _name(self, heading: _Heading) -> str:
        return f"{self._corpus.documents[heading.doc].short}{_plain(heading.path[-1])}"

    def _named(self, what: Understanding) -> _Heading | None:
        """Of the headings that fit, the one of which the question names most."""
        wanted = _FITS if what.documents else _FITS_UNNAMED
        if what.documents and _CHAPTER.search(what.text):
            wanted = _FITS_A_CHAPTER
        meant = " ".join(map(fold, what.expansion))
        numbered = self._numbered(what)
        among = numbered or [h for h in self._headings if not what.documents or h.doc in what.documents]
        fits = [(self._fit(h, what.text, meant), h) for h in among]
        fitting = [(fit, h) for fit, h in fits if numbered or fit >= wanted]
        best = max(fitting, key=lambda f: (f[0] * self._information(f[1]), len(f[1].path)), default=None)
        return best[1] if best else None

    def _aspects(self, heading: _Heading, what: Understanding) -> list[str]:
        """What the question names besides the heading."""
        asked = asking().without_filler(what.matter)
        chapter = {w for name in heading.path for w in words(fold(name))}
        return [w for w in words(asked) if len(w) > 1 and not any(w in c or c in w for c in chapter)]

    def _fit(self, heading: _Heading, text: str, meant: str = "") -> float:
        """The share of the heading's information that the words name, those only ``meant`` for less."""
        total = self._information(heading)
        said = sum(
            self._weight[w] * (1.0 if w in text else _MEANT if w in meant else 0.0) for w in heading.words
        )
        return said / total if total else 0.0

    def _numbered(self, what: Understanding) -> list[_Heading]:
        """The chapter that the question names by its number."""
        if what.part is None or len(what.documents) != 1:
            return []
        chapters = [h for h in self._headings if h.doc == what.documents[0] and len(h.path) == 1]
        if what.part == -1:
            return chapters[-1:]
        return [h for h in chapters if (m := marker_at(h.path[0])) and m.number == what.part]

    def _information(self, heading: _Heading) -> float:
        return sum(self._weight[w] for w in heading.words)

    def _worth(self, clause: Clause) -> Iterable[Evidence]:
        """Up to two provisions of a clause: those that give something, with figures before those without; the
        first by the clause's title if it has one."""
        provisions = sorted(
            self._corpus.lay.get(clause.id, ()),
            key=lambda p: (not FIGURE.search(p.quote), _WORTH.index(p.kind) if p.kind in _WORTH else 9),
        )
        quotes = {p.quote: Evidence(clause.id, p.quote, p.subject, kind=p.kind) for p in provisions[::-1]}
        chosen = list(quotes.values())[::-1][:_PER_CLAUSE]
        if not chosen:
            chosen = [Evidence(clause.id, first_words(clause) or clause.text, clause.label, kind="fact")]
        if title := _plain(clause.path[-1]).strip("。 "):
            chosen[0] = replace(chosen[0], subject=f"{title}·{chosen[0].subject}")
        return chosen


def _telling(heading: str) -> frozenset[str]:
    """The words of a heading by which it is known; pairs of characters where it has hardly any (做大做强做优)."""
    folded = fold(heading)
    found = frozenset(words(folded)) - asking().filler
    if len(found) >= _FEW:
        return found
    for word in (w for w in words(folded) if w in asking().filler):
        folded = folded.replace(word, " ")
    return found | frozenset(p for p in bigrams(folded) if len(p) > 1)


def _plain(heading: str) -> str:
    marker = marker_at(heading)
    return heading.removeprefix(marker.printed) if marker else heading
