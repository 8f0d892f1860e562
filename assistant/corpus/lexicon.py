"""Everyday words, abbreviations, later names and typos -> the terms that the documents use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.documents import load_mapping
from assistant.errors import CorpusError
from assistant.text import fold, speaks_of
from assistant.types import Clause

__all__ = ["Concept", "ConceptFinder", "load_lexicon"]

_KEYS = {"documents", "say", "typos", "like"}


@dataclass(frozen=True, slots=True)
class Concept:
    """``terms`` stand in the documents; ``say`` are other words for the same; ``typos`` wrong spellings;
    ``like`` patterns of a way of saying it (机器…换掉)."""

    name: str
    terms: tuple[str, ...]
    say: tuple[str, ...]
    typos: tuple[str, ...]
    like: tuple[re.Pattern[str], ...] = ()


class ConceptFinder:
    """Finds the concepts that a text speaks of, in any of their spellings of two characters or more."""

    def __init__(self, lexicon: Iterable[Concept]) -> None:
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        for concept in lexicon:
            for spelling in map(fold, (*concept.terms, *concept.say, *concept.typos)):
                if len(spelling) > 1:
                    self._by_start.setdefault(spelling[:2], []).append((spelling, concept.name))

    def names(self, folded: str) -> set[str]:
        starts = {folded[i : i + 2] for i in range(len(folded) - 1)}
        return {
            name
            for start in starts & self._by_start.keys()
            for spelling, name in self._by_start[start]
            if speaks_of(folded, spelling)
        }


def load_lexicon(path: Path, clauses: Iterable[Clause]) -> tuple[Concept, ...]:
    """Raises CorpusError for an unknown key or a term that no document contains."""
    text = "\n".join(c.text for c in clauses)
    out = []
    for name, entry in load_mapping(path, dict, "“概念: {documents: 文件用语, say: 口语}”").items():
        if unknown := set(entry) - _KEYS:
            raise CorpusError(f"{path.name}：“{name}”有不认识的项 {'、'.join(sorted(unknown))}。")
        terms = tuple(map(str, entry.get("documents") or ()))
        if absent := [t for t in terms if t not in text]:
            raise CorpusError(f"{path.name}：“{name}”的文件用语在各文件中都找不到：{'、'.join(absent)}。")
        say, typos = _words(entry.get("say")), _words(entry.get("typos"))
        try:
            like = tuple(map(re.compile, _words(entry.get("like"))))
        except re.error as error:
            raise CorpusError(f"{path.name}：“{name}”的 like 不是合法的表达式：{error}。") from None
        out.append(Concept(str(name), terms, say, typos, like))
    return tuple(out)


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
