"""Words written with characters that only sound like theirs (记改 for 技改)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate

__all__ = ["Sounds"]

_LONGEST = 8
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


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
        return _CHINESE.sub(lambda m: self._corrected(m[0]), folded)

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
