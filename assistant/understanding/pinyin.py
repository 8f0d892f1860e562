"""Pinyin letters as the Chinese that they spell: the likeliest words in a row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import islice
from math import log
from typing import NamedTuple

from assistant.understanding.pinyin_words import NUMBER, Word, Words

__all__ = ["Pinyin", "is_pinyin"]

_MOST = "a|ai|an|ang|ao|e|ei|en|eng|ong|ou|u|uan|ui|un|uo"
_SYLLABLE = (
    rf"[bpm](?:a|ai|an|ang|ao|e|ei|en|eng|i|ian|iao|ie|in|ing|iu|o|ou|u)|f(?:a|an|ang|ei|en|eng|o|ou|u)"
    rf"|[dt](?:{_MOST}|i|ia|ian|iao|ie|ing|iu)|[nl](?:{_MOST}|i|ia|ian|iang|iao|ie|in|ing|iu|v|ve|ue)"
    rf"|[gkh](?:{_MOST}|ua|uai|uang)|[jqx](?:i|ia|ian|iang|iao|ie|in|ing|iong|iu|u|uan|ue|un)"
    rf"|(?:[zcs]h?|r)(?:{_MOST}|i|ua|uai|uang)|y(?:a|an|ang|ao|e|i|in|ing|o|ong|ou|u|uan|ue|un)"
    r"|w(?:a|ai|an|ang|ei|en|eng|o|u)|a|ai|an|ang|ao|e|ei|en|eng|er|o|ou"
)
_SPELT = re.compile(rf"(?:(?:{_SYLLABLE})'?)+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_TOKEN = re.compile(r"[\u4e00-\u9fff]+|[a-z]+(?:'[a-z]+)*|\d[\d.,]*|.", re.DOTALL)
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff\d])|(?<=\d) +(?=[\u4e00-\u9fff])")
_LONGEST = 36
# So many ways of reading all letters so far are followed, and so many words of one spelling.
_KEPT, _ALIKE = 6, 12


def is_pinyin(word: str) -> bool:
    """Whether Latin letters can be read as syllables to the last."""
    return bool(_SPELT.fullmatch(word))


class _Way(NamedTuple):
    cost: float
    words: tuple[str, ...]


@dataclass
class _Stretch:
    """Letters without blanks between; where a syllable must begin, and which syllables are given as characters."""

    before: str = ""
    letters: str = ""
    bounds: set[int] = field(default_factory=set)
    given: dict[int, str] = field(default_factory=dict)
    spelt: bool = False

    def add(self, parts: Iterable[str], characters: str = "") -> None:
        for n, part in enumerate(parts):
            self.bounds.add(len(self.letters))
            if characters:
                self.given[len(self.letters)] = characters[n]
            self.letters += part
        self.spelt = self.spelt or not characters

    def holds(self, word: Word, at: int, end: int) -> bool:
        """Whether the word, spelt as the letters from ``at`` to ``end`` are, may stand there."""
        if any(b - at not in word.starts for b in self.bounds if at < b < end):
            return False
        return all(
            self.given.get(at + start, character) == character
            for start, character in zip(word.starts, word.text, strict=True)
        )


class Pinyin:
    def __init__(self, words: Words) -> None:
        self._words = words

    def read(self, folded: str, names: Collection[str] = ()) -> str:
        """The text with its pinyin as Chinese; ``names`` and what is no pinyin are left as they are."""
        out: list[str] = []
        written, stretch = "", _Stretch()
        for token in [*_TOKEN.findall(folded), ""]:
            if _CHINESE.match(token):
                stretch.add(_sounds(token), token)
            elif token and token not in names and is_pinyin(token):
                stretch.add(token.split("'"))
            elif token != " ":
                out += [self._likeliest(stretch) if stretch.spelt else written, token]
                written, stretch = "", _Stretch(NUMBER if token[:1].isdigit() else "")
                continue
            written += token
        return _BLANK.sub("", "".join(out))

    def _likeliest(self, stretch: _Stretch) -> str:
        ways: list[dict[str, _Way]] = [{} for _ in range(len(stretch.letters) + 1)]
        ways[0][stretch.before] = _Way(0.0, ())
        for at, here in enumerate(ways[:-1]):
            best = nsmallest(_KEPT, here.items(), key=lambda way: way[1].cost)
            for word, end in self._words_at(stretch, at) if best else ():
                after = self._words.before(word.text)
                cost, words = min(
                    (
                        way.cost - log(word.likely + after[before])
                        if before in after
                        else way.cost + word.cost,
                        way.words,
                    )
                    for before, way in best
                )
                if word.text not in ways[end] or cost < ways[end][word.text].cost:
                    ways[end][word.text] = _Way(cost, (*words, word.text))
        last = min(ways[-1].values(), default=None, key=lambda way: way.cost)
        return "".join(last.words) if last else stretch.letters

    def _words_at(self, stretch: _Stretch, at: int) -> Iterator[tuple[Word, int]]:
        for end in range(at + 1, min(at + _LONGEST, len(stretch.letters)) + 1):
            letters = stretch.letters[at:end]
            if letters in self._words:
                fitting = (word for word in self._words.spelt(letters) if stretch.holds(word, at, end))
                yield from ((word, end) for word in islice(fitting, _ALIKE))


def _sounds(characters: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return list(lazy_pinyin(characters))
