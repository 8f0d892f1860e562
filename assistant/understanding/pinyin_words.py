"""The words that pinyin may spell, and how likely each is after another: told by a dictionary and, above all, by
how people ask about the corpus."""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, islice, pairwise, product
from math import log
from pathlib import Path
from typing import NamedTuple

__all__ = ["NUMBER", "TABLE", "Word", "Words", "counted", "entries"]

TABLE = Path(__file__).with_name("pinyin.gz")
NUMBER = "0"
# Before a word in a reading that is not its usual one, and how much rarer that is.
_UNUSUAL, _RARER = "~", 0.05
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# How much is believed of what follows a word among the questions, of how often a word is in them and in all texts.
_AFTER, _HERE, _ANYWHERE = 0.4, 0.3, 0.3
# A word that must be known counts as if it stood in so many questions; what one question says by chance is none.
_NAMED, _PAIRS = 4, 3
_READINGS, _LONGEST = 4, 8
_REMEMBERED = 4096
_NONE: Mapping[str, float] = {}


class Word(NamedTuple):
    """``starts`` are the positions of its syllables among its letters, the first 0; ``cost`` is the negative
    logarithm of how likely it is wherever it stands, ``here`` how often the corpus has it."""

    text: str
    starts: tuple[int, ...]
    likely: float
    cost: float
    here: int = 0


class Words:
    """``texts`` are folded questions and clauses; ``named`` words that must be known."""

    def __init__(self, texts: Iterable[str], named: Iterable[str]) -> None:
        counts, pairs = counted(texts)
        counts.update(dict.fromkeys(named, _NAMED))
        beginning = sum(n for (before, _), n in pairs.items() if not before)
        self._after: dict[str, dict[str, float]] = defaultdict(dict)
        for (before, word), n in pairs.items():
            if n >= _PAIRS and word:
                self._after[word][before] = _AFTER * n / (counts[before] if before else beginning)
        self._counts, self._total = counts, counts.total()
        table = gzip.decompress(TABLE.read_bytes()).decode()
        first, _, rest = table.partition("\n")
        self._texts = int(first)
        self._anywhere = dict(line.split("\t") for line in rest.split("\n"))
        known = set(_CHINESE.findall(rest))
        self._here: dict[str, list[str]] = {}
        for word in counts:
            if word > "z" and len(word) <= _LONGEST and word not in known and _CHINESE.fullmatch(word):
                for letters, entry in entries(word, 0):
                    self._here.setdefault(letters, []).append(entry)
        self._remembered = lru_cache(_REMEMBERED)(self._spelt)

    def spelt(self, letters: str) -> tuple[Word, ...]:
        """The words so spelt, without blanks between the syllables, likeliest first."""
        return self._remembered(letters) if letters in self._anywhere or letters in self._here else ()

    def _spelt(self, letters: str) -> tuple[Word, ...]:
        entries = [*self._here.get(letters, ()), *filter(None, self._anywhere.get(letters, "").split(","))]
        return tuple(sorted((self._word(entry) for entry in entries), key=lambda word: word.cost))

    def _word(self, entry: str) -> Word:
        marked, often, *syllables = entry.split(" ")
        text = marked.removeprefix(_UNUSUAL)
        here = self._counts.get(text, 0)
        likely = _HERE * here / self._total + _ANYWHERE * (int(often) + 1) / self._texts
        likely *= _RARER if marked != text else 1.0
        return Word(text, _starts(syllables), likely, -log(likely), here)

    def single(self, character: str, letters: str) -> Word:
        """A character by itself, be it one that is in no table."""
        rare = 1 / self._total
        return next(
            (w for w in self.spelt(letters) if w.text == character), Word(character, (0,), rare, -log(rare))
        )

    @staticmethod
    def is_word(text: str) -> bool:
        import rjieba

        return len(rjieba.cut(text, False)) == 1

    def before(self, word: str) -> Mapping[str, float]:
        """How likely a word is after those that it was met after; "" is the beginning."""
        return self._after.get(word, _NONE)


def _kind(word: str) -> str:
    """A word as it counts; what is no word begins anew."""
    return word if word > "z" or word.isalpha() else NUMBER if word[0].isdigit() else ""


def counted(texts: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How often each word and each pair of words is in the texts; "" stands before and after a phrase."""
    import rjieba

    words = ["", *map(_kind, rjieba.cut("\n".join(texts), False))]
    counts, pairs = Counter(words), Counter(pairwise(words))
    del counts[""]
    return counts, pairs


def entries(word: str, often: int) -> Iterator[tuple[str, str]]:
    """How a word may be spelt, the usual reading first: the letters and what the table says of it."""
    from pypinyin import Style, pinyin

    every = product(*pinyin(word, style=Style.NORMAL, heteronym=True))
    for n, syllables in enumerate(dict.fromkeys(islice(every, _READINGS))):
        yield "".join(syllables), f"{_UNUSUAL if n else ''}{word} {often} {' '.join(syllables)}"


def _starts(syllables: Iterable[str]) -> tuple[int, ...]:
    return tuple(accumulate(map(len, syllables), initial=0))[:-1]
