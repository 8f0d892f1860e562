"""Everyday words, abbreviations, later names and typos -> the terms that the documents use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.documents import load_mapping
from assistant.errors import CorpusError
from assistant.text import WordFinder, fold
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
        self._words = WordFinder(
            (spelling, concept.name)
            for concept in lexicon
            for spelling in map(fold, (*concept.terms, *concept.say, *concept.typos))
            if len(spelling) > 1
        )

    def names(self, folded: str) -> set[str]:
        return {name for _, name in self._words.find(folded)}


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
