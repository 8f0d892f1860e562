"""Lists by a word that clauses print: 提到“人才绿卡”的是哪些条, 哪几个园的配套写了地铁.

Of things described alike (parks), the list is of those whose same point prints the word.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.answering.wording import FIGURE
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.retrieval.place import Grid, Row
from assistant.text import bigrams, fold
from assistant.types import Clause, Evidence, Understanding
from assistant.understanding.asking import asking

__all__ = ["Mentions"]

_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{2,20})[”」』\"]")
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_LONGEST = 12
# A word that more clauses print tells nothing; nor one that nearly all things described alike have.
_MANY = 30
_COMMON = 0.7
_FEW = 2


class Mentions:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._texts = {clause.id: fold(clause.text) for clause in corpus.clauses}
        self._grids = tuple((rows, _kind(rows)) for rows in Grid(corpus, lambda _: set()).all())
        named = {n for m in corpus.documents.values() for n in (m.title, m.short, *m.aliases)}
        self._names = fold(" ".join(named))

    def find(self, what: Understanding) -> tuple[str, str, tuple[Evidence, ...]] | None:
        """(what the list is of, how it was made, its evidence); None if no printed word is asked about, or
        fewer than two clauses print it."""
        text = fold(what.original)
        for rows, kind in self._grids:
            said = asking().mentions.had(text, kind)
            if said is not None and not any(fold(row.name)[:-1] in text for row in rows):
                return self._of_rows(what, rows, said)
        said = asking().mentions.asked(text)
        if said is None:
            return None
        scope = [c for c in self._corpus.clauses if not what.documents or c.doc in what.documents]
        term = self._term(what.original, said, [self._texts[c.id] for c in scope])
        found = [c for c in scope if term and term in self._texts[c.id]]
        return self._listed(term, ((c, "") for c in found)) if _FEW <= len(found) <= _MANY else None

    def _of_rows(
        self, what: Understanding, rows: Sequence[Row], said: str
    ) -> tuple[str, str, tuple[Evidence, ...]] | None:
        points = [(n, row, clause) for row in rows for n, clause in row.points.items()]
        texts = [self._texts[c.id] for _, _, c in points]
        term = self._term(what.original, said, texts, len(rows) * _COMMON)
        held = [(n, row, clause) for n, row, clause in points if term and term in self._texts[clause.id]]
        by_point = Counter(n for n, _, _ in held)
        asked = set(bigrams(fold(what.original).replace(term, " ")))
        best = max(
            by_point, key=lambda n: (len(asked & _heading(rows, n, self._texts)), by_point[n]), default=0
        )
        if by_point[best] < _FEW:
            return None
        return self._listed(term, ((c, row.name) for n, row, c in held if n == best))

    def _listed(
        self, term: str, found: Iterable[tuple[Clause, str]]
    ) -> tuple[str, str, tuple[Evidence, ...]]:
        evidence = tuple(self._evidence(clause, name, term) for clause, name in found)
        return term, say("answer.list_how_printed", term=term), evidence

    def _evidence(self, clause: Clause, name: str, term: str) -> Evidence:
        """The provision that prints the word, one with a figure before others; else the sentence that does."""
        lay = self._corpus.lay.get(clause.id, ())
        held = sorted((p for p in lay if term in fold(p.quote)), key=lambda p: not FIGURE.search(p.quote))
        if held:
            return Evidence(clause.id, held[0].quote, name or held[0].subject, kind="fact")
        quote = next(
            (s for s in _SENTENCE.findall(clause.text) if term in fold(s)), clause.text.split("\n")[0]
        )
        return Evidence(
            clause.id, quote.strip(), name or (lay[0].subject if lay else clause.label), kind="fact"
        )

    def _term(self, original: str, said: str, texts: Sequence[str], most: float = _MANY) -> str:
        """The word asked about: what is quoted, else the longest printed words of what is said; of a whole
        question those that fewest clauses print."""
        for quoted in map(fold, _QUOTED.findall(original)):
            if 0 < sum(quoted in t for t in texts) <= _MANY:
                return quoted
        found = {w: n for w in _words(said) if 0 < (n := sum(w in t for t in texts)) <= most}
        whole = said == fold(original)
        rarity = {w: math.log(1 + len(texts) / n) if whole else 1.0 for w, n in found.items()}
        telling = [w for w in found if not self._empty(w)]
        return max(telling, key=lambda w: (len(w) * rarity[w], -found[w]), default="")

    def _empty(self, word: str) -> bool:
        return word in self._names or not asking().without_filler(word).strip()


def _words(text: str) -> list[str]:
    """All runs of Chinese characters, from two to a dozen; Latin words whole."""
    runs = re.findall(r"[\u4e00-\u9fff]+|[a-z][a-z\d]+", text)
    return [
        run[i:j]
        for run in runs
        for i in range(len(run))
        for j in ((len(run),) if run.isascii() else range(i + 2, min(i + _LONGEST, len(run)) + 1))
    ]


def _heading(rows: Sequence[Row], point: int, texts: dict[str, str]) -> set[str]:
    """Pairs of characters with which the point begins in most of the rows: its heading."""
    begins = Counter(pair for row in rows for pair in set(bigrams(texts[row.points[point].id][:_LONGEST])))
    return {pair for pair, n in begins.items() if n > len(rows) / 2}


def _kind(rows: Sequence[Row]) -> str:
    """What the things described alike are: the character that most of their names end in."""
    end, often = Counter(row.name[-1:] for row in rows).most_common(1)[0]
    return end if often > len(rows) / 2 else ""
