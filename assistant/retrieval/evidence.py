"""Which words of a clause answer the question: its provisions, a row of its table, or its sentences.

A provision is shown as the whole printed part that it stands in (up to the next 。 or ；), since half a
rule, a rate without its cap, is a wrong answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.corpus.departments import find_groups
from assistant.corpus.numbering import marker_at
from assistant.corpus.questions import Lay
from assistant.corpus.store import Corpus
from assistant.retrieval.entries import row_text
from assistant.retrieval.retriever import EXPANSION, Nearness, Query, Retriever
from assistant.text import bigrams, fold
from assistant.types import Clause, Evidence
from assistant.understanding.asking import asking

__all__ = ["EvidenceFinder", "first_words", "operative_text", "parts", "share", "whole_part"]

_PART_LIMIT = 170
_FIT = 0.08
_WORDS, _MEANT = 0.35, 1.0
# What a provision gains where who qualifies is asked, by the share of its ways of asking that ask that, too.
_TERMS = 0.5
# What a row gains by the unit that the question asks in.
_PER = 0.15
_PART = re.compile(r"(?:[^。；\n（]|（[^（）]*）)+")


def operative_text(clause: Clause) -> str:
    """The clause without its number and its responsibility brackets."""
    text = clause.text
    for group in find_groups(text):
        text = text.replace(group.raw, "")
    if marker := marker_at(text):
        text = text.removeprefix(marker.printed)
    return text.strip()


def first_words(clause: Clause) -> str:
    """The clause verbatim from after its number to its first responsibility bracket."""
    text = clause.text
    if marker := marker_at(text):
        text = text.removeprefix(marker.printed)
    for group in find_groups(text):
        text = text[: text.index(group.raw)]
        break
    return text.strip()


def parts(clause: Clause) -> Iterator[str]:
    """The printed parts of a clause between full stops and semicolons, without number and brackets."""
    for match in _PART.finditer(operative_text(clause)):
        if match[0].strip("，：、 "):
            yield match[0].strip()


class EvidenceFinder:
    def __init__(self, corpus: Corpus, retriever: Retriever) -> None:
        self._corpus = corpus
        self._retriever = retriever
        self._known: dict[tuple[str, int], tuple[str, frozenset[str]]] = {}

    def find(self, clause: Clause, query: Query, meant: Nearness) -> tuple[Evidence, ...]:
        """Evidence best first; two provisions printed in one part are one piece of evidence."""
        wanted = {t: w * self._retriever.idf(t) for t, w in query.pairs().items()}
        for term in query.expansion:
            for token in bigrams(fold(term)):
                wanted.setdefault(token, EXPANSION * self._retriever.idf(token))
        if clause.rows:
            near = meant.provisions.get(clause.id, {})
            found: Iterable[Evidence] = self._rows(clause, wanted, near, fold(query.sentence))
        elif lay := self._corpus.lay.get(clause.id):
            found = self._provisions(clause, lay, wanted, meant.provisions.get(clause.id, {}))
            if asking().qualifies.search(query.sentence):
                found = self._by_terms(lay, found)
        else:
            found = (
                Evidence(clause.id, part, score=share(wanted, frozenset(bigrams(fold(part)))))
                for part in parts(clause)
            )
        fitted = (replace(e, score=e.score + _FIT * asking().holds(query.wants, e.quote)) for e in found)
        best: dict[str, Evidence] = {}
        for evidence in sorted(fitted, key=lambda e: -e.score):
            best.setdefault(evidence.quote, evidence)
        return tuple(best.values())

    def tokens(self, clause: str, n: int) -> frozenset[str]:
        """Of the clause's provision ``n``: its words and the ways of asking for it."""
        return self._told(clause, n)[1]

    def _told(self, clause: str, n: int) -> tuple[str, frozenset[str]]:
        key = (clause, n)
        if key not in self._known:
            lay = self._corpus.lay[clause][n]
            words = "\n".join((lay.subject, lay.quote, *lay.ask))
            shown = whole_part(self._corpus.clause(clause), lay.quote)
            self._known[key] = shown, frozenset(bigrams(fold(words)))
        return self._known[key]

    def _provisions(
        self, clause: Clause, lay: Iterable[Lay], wanted: Mapping[str, float], meant: Mapping[int, float]
    ) -> Iterator[Evidence]:
        for n, provision in enumerate(lay):
            shown, tokens = self._told(clause.id, n)
            score = _WORDS * share(wanted, tokens) + _MEANT * meant.get(n, 0.0)
            yield Evidence(
                clause.id,
                shown,
                provision.subject,
                score=score,
                kind=provision.kind,
                topics=provision.topics,
            )

    def _by_terms(self, lay: Sequence[Lay], found: Iterable[Evidence]) -> Iterator[Evidence]:
        """Those first that people ask for to learn who qualifies."""
        for provision, evidence in zip(lay, found, strict=True):
            asked = sum(bool(asking().qualifies.search(fold(text))) for text in provision.ask)
            yield replace(evidence, score=evidence.score + _TERMS * asked / max(1, len(provision.ask)))

    def _rows(
        self, clause: Clause, wanted: Mapping[str, float], meant: Mapping[int, float], sentence: str
    ) -> Iterator[Evidence]:
        lines = [line for line in clause.text.split("\n") if line.startswith("|")][2:]
        lay = self._corpus.lay.get(clause.id, ())
        for row, line in zip(clause.rows, lines, strict=True):
            own = [text for p in lay if p.quote == line for text in (p.subject, *p.ask)]
            near = max((meant.get(n, 0.0) for n, p in enumerate(lay) if p.quote == line), default=0.0)
            tokens = frozenset(bigrams(fold("\n".join((row_text(clause, row), *own)))))
            score = _WORDS * share(wanted, tokens) + _MEANT * near + (_PER if _is_per(row, sentence) else 0)
            yield Evidence(clause.id, line, row=row, score=score)


def _is_per(row: Mapping[str, str], sentence: str) -> bool:
    """Whether the question asks for so much a piece, in the unit of the row (每个工人: 万元/人)."""
    units = (value.partition("/")[2] for name, value in row.items() if "单位" in name and "/" in value)
    return any(re.search(rf"每[^，。？]{{0,6}}{fold(per)}|{fold(per)}均", sentence) for per in units if per)


def whole_part(clause: Clause, quote: str, printed: Iterable[str] | None = None) -> str:
    """The printed part around ``quote``, or the end of the last of several that it spans; the quote itself where
    that is long. ``printed`` are the parts where they are known."""
    part = next((p for p in (parts(clause) if printed is None else printed) if quote in p), "")
    whole = operative_text(clause)
    if not part and (at := whole.find(quote)) >= 0:
        rest = _PART.match(whole, at + len(quote))
        part = quote + (rest[0] if rest else "")
    return part if part and len(part) <= _PART_LIMIT and part in clause.text else quote


def share(wanted: Mapping[str, float], tokens: frozenset[str]) -> float:
    """How much of what is wanted, by its weights, the tokens hold (0..1)."""
    total = sum(wanted.values())
    return sum(v for t, v in wanted.items() if t in tokens) / total if total else 0.0
