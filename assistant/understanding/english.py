"""English as the Chinese words for it, by a glossary of the field. The words keep their order; what is asked stands
last, as in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from assistant.understanding.english_forms import stem, with_figures_in_chinese

__all__ = ["English", "english"]

_SEGMENT = re.compile(r"((?:[^?!;:,.]|[,.](?=\d))+)([?!;:,.]*)")
_TOKEN = re.compile(
    r"[\u4e00-\u9fff\d%.]*[\u4e00-\u9fff%][\u4e00-\u9fff\d%.]*|\d+(?:\.\d+)?|[a-z]+(?:&[a-z]+)*\d*"
)
_ASKS_ANEW = re.compile(
    r"\s+(?:and|or|but)\s+(?:also\s+)?(?=(?:by |at |for |in )?(?:how|what|which|who|whose|where|when|why)\b"
    r"|(?:is|are|can|do|does|did|will)\s)"
)
_YES_OR_NO = re.compile(
    r"\s*(?:(?:and|so|or) )?(?:is|are|do|does|did|can|could|will|would|should|may|has|have|was|were)\b"
)
_CLAUSE = re.compile(r"第\d+条")
_DROPPED = frozenset({"a", "an", "the", "its", "their"})
_UNITS = frozenset({"年", "个月", "天", "工作日", "平方公里", "公顷", "亩", "度电", "百分点", "次"})
_HOW_MUCH = "是多少"
_BELONGING = frozenset({"of", "in", "on", "into"})
_OURS = frozenset({"我们", "我们厂"})
_LONGEST = 8


@dataclass
class _Said:
    """A segment in Chinese, with how many of its words that carry a matter the glossary knows and doesn't.

    ``number`` is what counts the next word, ``clause`` a clause's number, ``owned`` what comes after its owner.
    """

    words: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    whether: list[str] = field(default_factory=list)
    known: int = 0
    unknown: int = 0
    number: str = ""
    clause: str = ""
    owned: str = ""

    def add(self, word: str) -> None:
        counted = f"{self.number}{'' if word in _UNITS else '个'}" if self.number else ""
        self.words += [f"{counted}{word}", *([self.owned] if self.owned and word not in _OURS else ())]
        self.number, self.owned = "", "" if word not in _OURS else self.owned

    def add_figure(self, figure: str) -> None:
        if _CLAUSE.fullmatch(figure):
            self.clause = figure
        elif figure.replace(".", "").isdigit():
            self.words += [self.number] if self.number else []
            self.number = figure
        else:
            self.words.append(figure)

    def belongs(self, preposition: str) -> None:
        """The word before is of what follows: the area of a park is 园区面积; and a sum (3 million in fees) is, too."""
        if self.words and not self.owned and (preposition == "of" or self.words[-1].endswith("元")):
            self.owned = self.words.pop()

    def end(self) -> None:
        # Clause 13 of a document: the number stands last in Chinese.
        self.words += filter(None, (self.number, self.owned, self.clause))
        self.number = self.owned = self.clause = ""


class English:
    def __init__(self, data: Mapping[str, Any]) -> None:
        self._forms = {form: word for word, forms in data["forms"].items() for form in forms}
        self._measured = re.compile("|".join(data["measured"]["of"]))
        self._amount_of: Mapping[str, str] = data["measured"]["asks"]
        self._goes_on = {self._stems(_tokens(phrase)) for phrase in data["goes_on"]}
        # Of two entries for one form that of the earlier section holds; "parking" itself comes before a form of "park".
        entries = [
            *((s, chinese, p) for s in ("asks", "whether") for chinese, of in data[s].items() for p in of),
            *(("empty", "", phrase) for phrase in data["empty"]),
            *(("words", chinese, phrase) for chinese, of in data["words"].items() for phrase in of),
        ]
        self._exact: dict[tuple[str, ...], tuple[str, str]] = {}
        self._by_stem: dict[tuple[str, ...], tuple[str, str]] = {}
        for section, chinese, phrase in entries:
            tokens = _tokens(with_figures_in_chinese(phrase))
            self._exact.setdefault(tuple(tokens), (section, chinese))
            self._by_stem.setdefault(self._stems(tokens), (section, chinese))

    def in_chinese(self, folded: str) -> str | None:
        """None where so many words are none of the glossary's that it is no English of the field."""
        text = with_figures_in_chinese(folded)
        said = [(self._said(part, mark), mark) for part, mark in _segments(text)]
        known, unknown = sum(s.known for s, _ in said), sum(s.unknown for s, _ in said)
        if unknown * 2 > known:
            return None
        asked = any(s.asks for s, _ in said)
        out = "".join(self._sentence(s, mark, alone=not asked) for s, mark in said if s.words or s.asks)
        return out or None

    def knows(self, folded: str) -> bool:
        """Whether every word is one of the glossary's, and not all are empty."""
        said = [self._said(part, mark) for part, mark in _segments(with_figures_in_chinese(folded))]
        return any(s.known for s in said) and not any(s.unknown for s in said)

    def _said(self, part: str, mark: str) -> _Said:
        said, tokens = _Said(), _tokens(part)
        on = at = self._going_on(tokens) if "?" in mark else 0
        while at < len(tokens):
            size, section, chinese = self._longest(tokens, at)
            token = tokens[at]
            said.known += section not in ("", "empty")
            if section == "words":
                said.add(chinese)
            elif section in ("asks", "whether"):
                (said.asks if section == "asks" else said.whether).append(chinese)
            elif section == "empty" and token in _BELONGING:
                said.belongs(token)
            elif not size and token.isascii() and token[0].isalpha():
                said.words.append(f" {token} ")
                said.unknown += 1
            elif not size:
                said.add_figure(token)
            at += max(1, size)
        said.end()
        if not said.asks and said.words and on:
            said.words, said.asks = ["那", *said.words], ["呢"]
        elif not said.asks:
            said.asks = said.whether or (["吗"] if said.words and _YES_OR_NO.match(part) else [])
        return said

    def _going_on(self, tokens: list[str]) -> int:
        """How many tokens say that the message goes on from the one before."""
        return next((n for n in (3, 2, 1) if self._stems(tokens[:n]) in self._goes_on), 0)

    def _longest(self, tokens: list[str], at: int) -> tuple[int, str, str]:
        """How many tokens the longest phrase there takes, of which section it is, and the Chinese for it."""
        exact = tuple(tokens[at : at + _LONGEST])
        stems = self._stems(exact)
        for size in range(len(exact), 0, -1):
            if found := self._exact.get(exact[:size]) or self._by_stem.get(stems[:size]):
                return (size, *found)
        return 0, "", ""

    def _sentence(self, said: _Said, mark: str, *, alone: bool) -> str:
        words = "".join(said.words).strip()
        measured = bool(self._measured.search(words))
        asks = [self._amount_of.get(ask, ask) if measured else ask for ask in dict.fromkeys(said.asks)]
        if alone and measured:
            # A heading asks how much it is: maximum subsidy for a chip project.
            asks.append(_HOW_MUCH)
        return (
            f"{words}{''.join(asks)}{'？' if '?' in mark else '；' if ';' in mark else '，' if mark else ''}"
        )

    def _stems(self, tokens: Iterable[str]) -> tuple[str, ...]:
        return tuple(stem(self._forms.get(token, token)) for token in tokens)


def _tokens(text: str) -> list[str]:
    return [token for token in _TOKEN.findall(text) if token not in _DROPPED]


def _segments(text: str) -> Iterator[tuple[str, str]]:
    for part, mark in _SEGMENT.findall(text):
        *before, last = _ASKS_ANEW.split(part)
        yield from ((piece, "，") for piece in before)
        yield last, mark


@cache
def english() -> English:
    text = (files("assistant.understanding") / "english.yaml").read_text(encoding="utf-8")
    return English(yaml.load(text, Loader=yaml.CBaseLoader))
