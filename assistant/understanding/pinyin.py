"""Pinyin letters as the Chinese that they spell: the likeliest words in a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import islice
from math import log
from typing import NamedTuple

from assistant.understanding.pinyin_words import NUMBER, Word, Words

__all__ = ["Pinyin", "closed_up", "is_pinyin"]

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
# What a character costs that is another than the written one, as the negative logarithm of how rare a slip is; how
# often the corpus must use a word that is put for one. Of three characters or more all may be others.
_SLIP, _MET, _LONG = 6.0, 3, 4
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟")


def is_pinyin(word: str) -> bool:
    """Whether Latin letters can be read as syllables to the last."""
    return bool(_SPELT.fullmatch(word))


def closed_up(text: str) -> str:
    """The text without the blanks between Chinese words and figures."""
    return _BLANK.sub("", text)


class _Way(NamedTuple):
    cost: float
    words: tuple[str, ...]


@dataclass
class _Stretch:
    """Letters without blanks between; where a syllable must begin, and which syllables are written as characters."""

    before: str = ""
    letters: str = ""
    bounds: set[int] = field(default_factory=set)
    written: dict[int, str] = field(default_factory=dict)
    spelt: bool = False

    def add(self, parts: Iterable[str], characters: str = "") -> None:
        for n, part in enumerate(parts):
            self.bounds.add(len(self.letters))
            if characters:
                self.written[len(self.letters)] = characters[n]
            self.letters += part
        self.spelt = self.spelt or not characters

    def differs(self, word: Word, at: int, end: int) -> str | None:
        """The written characters that a word, spelt as the letters from ``at`` to ``end`` are, has others for;
        None where it cannot stand there."""
        if any(b - at not in word.starts for b in self.bounds if at < b < end):
            return None
        said = zip(word.starts, word.text, strict=True)
        written = ((self.written.get(at + start, character), character) for start, character in said)
        return "".join(one for one, other in written if one != other)


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
                out += [self._likeliest(stretch, self._fits) if stretch.spelt else written, token]
                written, stretch = "", _Stretch(NUMBER if token[:1].isdigit() else "")
                continue
            written += token
        return closed_up("".join(out))

    def corrected(self, folded: str) -> str:
        """The text with words that only sound like those which are likely there (渡电) as these, character for
        character."""
        out, number = "", False
        for token in _TOKEN.findall(folded):
            if _CHINESE.match(token):
                stretch = _Stretch(NUMBER if number else "")
                stretch.add(_sounds(token), token)
                token = self._likeliest(stretch, self._sounds_right)
            number = token[0].isdigit()
            out += token
        return out

    def _likeliest(self, stretch: _Stretch, words_at: Callable[[_Stretch, int, int], Iterable[Word]]) -> str:
        ways: list[dict[str, _Way]] = [{} for _ in range(len(stretch.letters) + 1)]
        ways[0][stretch.before] = _Way(0.0, ())
        for at, here in enumerate(ways[:-1]):
            best = nsmallest(_KEPT, here.items(), key=lambda way: way[1].cost)
            for end in range(at + 1, min(at + _LONGEST, len(stretch.letters)) + 1) if best else ():
                for word in words_at(stretch, at, end):
                    after = self._words.before(word.text)
                    cost, words = min(
                        (
                            way.cost
                            + (
                                word.cost + log(word.likely / (word.likely + after[b]))
                                if b in after
                                else word.cost
                            ),
                            way.words,
                        )
                        for b, way in best
                    )
                    if word.text not in ways[end] or cost < ways[end][word.text].cost:
                        ways[end][word.text] = _Way(cost, (*words, word.text))
        last = min(ways[-1].values(), default=None, key=lambda way: way.cost)
        return "".join(last.words) if last else "".join(stretch.written.values()) or stretch.letters

    def _fits(self, stretch: _Stretch, at: int, end: int) -> Iterable[Word]:
        words = self._words.spelt(stretch.letters[at:end])
        return islice((word for word in words if stretch.differs(word, at, end) == ""), _ALIKE)

    def _sounds_right(self, stretch: _Stretch, at: int, end: int) -> Iterator[Word]:
        """The word written, or, where what is written is none, one that the corpus knows, at a cost."""
        if at not in stretch.written or not (end in stretch.written or end == len(stretch.letters)):
            return
        as_written = "".join(c for b, c in stretch.written.items() if at <= b < end)
        if len(as_written) == 1:
            yield self._words.single(as_written, stretch.letters[at:end])
            return
        for word in self._words.spelt(stretch.letters[at:end]):
            slips = stretch.differs(word, at, end)
            if slips == "":
                yield word
            elif (
                slips
                and word.here >= _MET
                and len(slips) < max(len(as_written), _LONG)
                and not (_NUMERALS.intersection(slips) or self._words.is_word(as_written))
                and not self._stands_alone(as_written, slips)
            ):
                yield word._replace(cost=word.cost + _SLIP * len(slips))

    def _stands_alone(self, as_written: str, slips: str) -> bool:
        """Whether a whole word stands behind the character: 事 before 环保局 is no slip for 市."""
        return slips == as_written[0] and len(as_written) > 2 and self._words.is_word(as_written[1:])


def _sounds(characters: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return list(lazy_pinyin(characters))
