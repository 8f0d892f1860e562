"""The condition that a clause prints a word: one that is quoted, or said after 写到, or before it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.answering.lists.conditions import Condition
from assistant.answering.lists.pieces import Piece, plain
from assistant.calculator.amounts import quantities
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.text import fold
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words

__all__ = ["Printed", "quoted", "runs", "tells"]

_QUOTED = re.compile(r"\"([^\"]{2,24})\"|[「『]([^」』]{2,24})[」』]")
_STRETCH = re.compile(r"[，,。？?；;：:]")
_LONGEST = 12
# A word that more pieces print tells nothing; a run of the question that prints it must be most of what is said.
_MANY = 120
_COVERS = 0.6
_ABOUT = 24
# Fewer characters, found somewhere in a whole question, are as likely of something else.
_TELLING = 3
# So few pieces print a word that is longer than a subject's and stands for less.
_FEW = 6


class Printed:
    def __init__(self, corpus: Corpus, texts: Sequence[str]) -> None:
        self._texts = texts
        self._all = "\n".join(texts)
        self._concepts = [
            ({*map(fold, (c.name, *c.terms, *c.say))}, frozenset(map(plain, c.terms))) for c in corpus.lexicon
        ]
        named = {n for m in corpus.documents.values() for n in (m.title, m.short, *m.aliases, *m.stems)}
        self._names = frozenset(map(fold, named))

    def condition(self, text: str) -> Condition | None:
        """That a piece prints any of the words that the text asks by, or is about them; None if it asks by none."""
        words = self._words(text)
        if not words:
            return None
        akin = list_words().printed["akin"].search(text) and not list_words().printed["literal"].search(text)
        return self._akin(words) if akin else self._of(words)

    def about(self, text: str) -> Condition | None:
        """That a piece is about what the list is said to be about (跟品牌有关), where few enough print it."""
        match = list_words().printed["about"].search(text)
        term = self.term(match["word"] or match["side"]) if match else ""
        return self._akin((term,)) if term and self._count(term) <= _ABOUT else None

    def _akin(self, words: tuple[str, ...]) -> Condition:
        """That a piece speaks of what the words stand for: 小升规 is 由规模以下升级为规模以上, too."""
        spelled = {*words}.union(*(terms for said, terms in self._concepts if said & {*words}))

        def holds(piece: Piece) -> bool:
            return any(word in piece.plain for word in spelled)

        said = say("conditions.akin", words=say("conditions.or").join(f"“{w}”" for w in words))
        return Condition(said, piece=holds, words=True)

    @staticmethod
    def _of(words: tuple[str, ...]) -> Condition:
        def holds(piece: Piece) -> bool:
            return any(word in piece.plain for word in words)

        said = say("conditions.printed", words=say("conditions.or").join(f"“{w}”" for w in words))
        return Condition(said, piece=holds, words=True)

    def _words(self, text: str) -> tuple[str, ...]:
        says = list_words().printed
        verb, after = self._verb(text), says["after"].search(text)
        asks = verb or after or list_words().clauses_by_number.search(text)
        if asks and (found := [q for q in quoted(text) if q not in self._names]):
            known = [q for q in found if self._count(q)]
            # What is quoted and printed nowhere is asked for by its words only where a verb says so.
            return tuple(known or (found if verb or after else ()))
        if verb:
            parts = [p for p in says["or"].split(verb) if p]
            terms = [t for p in parts if (t := self.term(p))]
            if len(terms) > 1 or len(terms) == len(parts):
                return tuple(dict.fromkeys(terms))
            return tuple(filter(None, [self.term(verb)]))
        if enumerated := self._enumerated(text):
            return enumerated
        return tuple(filter(None, [self._rarest(text)])) if after else ()

    def _enumerated(self, text: str) -> tuple[str, ...]:
        """The words of a stretch that only enumerates (首台套、首批次，凡是…), each of them printed."""
        for stretch in _STRETCH.split(text):
            parts = stretch.split("、")
            terms = [self.term(p) for p in parts] if len(parts) > 1 else []
            if terms and all(t and len(t) == len(plain(p)) for t, p in zip(terms, parts, strict=True)):
                return tuple(terms)
        return ()

    def compound(self, text: str, topics: Iterable[str]) -> Condition | None:
        """That a piece prints the longer word of the question that a subject is part of: 行业标准 for 标准."""
        names = [fold(t) for t in topics]
        found = [
            w
            for w in runs(plain(text), self._all)
            if self._telling(w) and any(n in w and len(_bare(w.replace(n, ""))) > 1 for n in names)
        ]
        best = min(found, key=len, default="")
        return self._of((best,)) if best and 1 < self._count(best) <= _FEW else None

    @staticmethod
    def _verb(text: str) -> str:
        """What stands after a verb for printing; nothing where only a figure is to be named."""
        if where := list_words().printed["where"].search(text):
            return where["word"]
        for match in list_words().printed["verb"].finditer(text):
            if not list_words().sums["stated"].match(text, match.start()):
                return match["word"]
        return ""

    def term(self, said: str) -> str:
        """What is said, if it is printed; else its longest printed run, if that is most of it."""
        whole = plain(said).strip()
        if len(whole) >= _TELLING and not quantities(whole) and self._printed(whole):
            return whole
        told = asking().without_filler(plain(said))
        found = [w for w in runs(plain(said), self._all) if self._telling(w)]
        best = max(found, key=len, default="")
        return best if len(best) >= _COVERS * len(told.replace(" ", "")) else ""

    def _rarest(self, text: str) -> str:
        """The printed run of a whole question that fewest pieces print."""
        counts = {
            w: self._count(w) for w in runs(plain(text), self._all) if len(w) >= _TELLING and self._telling(w)
        }
        rarity = {w: len(w) * math.log(1 + len(self._texts) / n) for w, n in counts.items()}
        return max(rarity, key=lambda w: rarity[w], default="")

    def _telling(self, word: str) -> bool:
        return tells(word) and self._printed(word)

    def _printed(self, word: str) -> bool:
        return not any(word in n for n in self._names) and 0 < self._count(word) <= _MANY

    def _count(self, word: str) -> int:
        return sum(word in text for text in self._texts)


def tells(word: str) -> bool:
    """Whether a run of characters neither begins nor ends with one that only carries the asking, nor is filler."""
    edges = list_words().edges
    return not {word[0], word[-1]} & edges and len(_bare(word)) > 1


def _bare(word: str) -> str:
    return asking().without_filler(word).replace(" ", "")


def quoted(text: str) -> list[str]:
    """What is quoted as a word, not as the name of a part of a document."""
    return [
        plain(m[1] or m[2])
        for m in _QUOTED.finditer(text)
        if not list_words().printed["not_word"].match(text, m.end())
    ]


def runs(text: str, printed: str = "") -> Iterator[str]:
    """All runs of Chinese characters, from two to a dozen, that are ``printed`` if that is given; Latin words
    whole."""
    for run in re.findall(r"[\u4e00-\u9fff]+|\d*[a-z][a-z\d]+|\d+[a-z]", text):
        if run.isascii():
            yield run
            continue
        for i in range(len(run)):
            for j in range(i + 2, min(i + _LONGEST, len(run)) + 1):
                if printed and run[i:j] not in printed:
                    break  # nor is any longer one that begins so
                yield run[i:j]
