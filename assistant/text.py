"""One spelling for comparison, and the tokens of Chinese text. What is shown is never folded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = [
    "TURN",
    "WordFinder",
    "bigrams",
    "cut",
    "fold",
    "is_foreign",
    "is_readable",
    "readable",
    "speaks_of",
    "strip_markup",
    "words",
]

T = TypeVar("T")

TURN = "\n"
"""Between the turns of a conversation that are read together."""
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9][a-z0-9.\-]*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028\u2029\ufeff]")
_TAG = re.compile(r"<[^<>]{0,400}>")
_DASHES = str.maketrans({"—": "-", "–": "-", "－": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'"})


@cache
def _to_simplified() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def strip_markup(text: str) -> str:
    """Control characters and HTML tags removed, white space made single."""
    return re.sub(r"\s+", " ", _TAG.sub(" ", _CONTROL.sub("", text))).strip()


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Half width, lower case, simplified, one kind of dash and quote: for matching only."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).lower()
    return str(_to_simplified().convert(plain))


def readable(text: str) -> str:
    """Half a surrogate pair, which JSON may hold, can neither be hashed nor sent back."""
    return text.encode("utf-8", "replace").decode("utf-8")


def speaks_of(folded: str, spelling: str) -> bool:
    """Whether the text contains the word; a Latin word must stand by itself ("ai" is not in "haizhu")."""
    if spelling not in folded:
        return False
    if not (spelling[0].isascii() or spelling[-1].isascii()):
        return True
    return bool(re.search(rf"(?<![a-z0-9]){re.escape(spelling)}(?![a-z0-9])", folded))


class WordFinder(Generic[T]):
    """Finds which of many folded words a text speaks of, each with what it stands for, in the order given.

    Only words that begin with two neighbouring characters of the text are looked at.
    """

    def __init__(self, pairs: Iterable[tuple[str, T]]) -> None:
        self._by_start: dict[str, list[tuple[int, str, T]]] = {}
        for n, (word, value) in enumerate(pairs):
            self._by_start.setdefault(word[:2], []).append((n, word, value))

    def find(self, folded: str) -> list[tuple[str, T]]:
        starts = {*folded, *(folded[i : i + 2] for i in range(len(folded) - 1))}
        near = [entry for start in starts & self._by_start.keys() for entry in self._by_start[start]]
        near.sort(key=itemgetter(0))
        return [(word, value) for _, word, value in near if speaks_of(folded, word)]


def is_readable(text: str) -> bool:
    """Whether anything is left that could be a word."""
    return bool(re.search(r"[\u3400-\u9fffA-Za-z0-9]", text))


def bigrams(folded: str) -> list[str]:
    """Pairs of neighbouring characters; Latin words and numbers whole; a lone character as itself."""
    out: list[str] = []
    for run in _RUN.findall(folded):
        if run[0].isascii() or len(run) == 1:
            out.append(run.rstrip(".-"))
        else:
            out.extend(run[i : i + 2] for i in range(len(run) - 1))
    return out


def words(folded: str) -> list[str]:
    """Dictionary words of two characters or more, and Latin words and numbers."""
    import rjieba

    return [w for w in rjieba.cut_for_search(folded) if len(w) > 1 and _RUN.fullmatch(w)]


def cut(folded: str) -> list[str]:
    """The whole text, cut into dictionary words, single characters and marks."""
    import rjieba

    return list(rjieba.cut(folded))


def is_foreign(text: str) -> bool:
    """Whether the text holds no Chinese character."""
    return not _CHINESE.search(text)
