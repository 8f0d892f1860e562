"""Words written by their sound: pinyin letters, and characters that sound alike (记改 for 技改)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate

__all__ = ["Sounds"]

_LONGEST = 8
_LATIN = re.compile(r"[a-z'\s]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|an|en|in|un|ai|ei|ui|ao"
    r"|ou|iu|ie|ia|ue|ua|uo|er|a|o|e|i|u|v)"
)


class Sounds:
    """``known`` are the spellings to be heard; of two that sound alike the first is taken."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = [w for w in known if 2 <= len(w) <= _LONGEST and _CHINESE.fullmatch(w)]

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], str]:
        out: dict[tuple[str, ...], str] = {}
        for word in self._known:
            out.setdefault(_sounds(word), word)
        return out

    def heard(self, folded: str) -> str:
        """The text with what only sounds like a known word written as that word."""
        letters = max(_LATIN.findall(folded), key=len, default="")
        if len(letters) * 2 > len(folded):
            return self._spelt(folded)
        return _CHINESE.sub(lambda m: self._corrected(m[0]), folded)

    def _spelt(self, folded: str) -> str:
        """Pinyin as characters, the longest words first, without what is no known word."""
        syllables = [s for run in _LATIN.findall(folded) for s in _split(run)]
        # English falls into consonants here, pinyin into syllables.
        if sum(not _SYLLABLE.fullmatch(s) for s in syllables) * 10 > len(syllables):
            return folded
        out, at = list[str](), 0
        while at < len(syllables):
            for size in range(min(_LONGEST, len(syllables) - at), 0, -1):
                word = self._by_sound.get(tuple(syllables[at : at + size]))
                if word:
                    out.append(word)
                    at += size
                    break
            else:
                at += 1  # A syllable by itself may be any of dozens of words.
        return " ".join(out) or folded

    def _corrected(self, run: str) -> str:
        import rjieba

        sounds, at, out = _sounds(run), 0, ""
        ends = {0, *accumulate(map(len, rjieba.cut(run, False)))}
        while at < len(run):
            for size in range(min(_LONGEST, len(run) - at), 1, -1):
                word = self._by_sound.get(sounds[at : at + size])
                # A word of the language that merely sounds alike is meant as it is written, nor is one cut in two.
                several = any(at < end < at + size for end in ends)
                if word and several and {at, at + size} <= ends:
                    out += word
                    at += size
                    break
            else:
                out += run[at]
                at += 1
        return out


def _sounds(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(word))


def _split(letters: str) -> list[str]:
    """Pinyin letters as syllables, those with blanks between them first of all."""
    out: list[str] = []
    for part in re.split(r"[\s']+", letters):
        at = 0
        while at < len(part):
            match = _SYLLABLE.match(part, at)
            size = len(match[0]) if match else 1
            out.append(part[at : at + size])
            at += size
    return out
