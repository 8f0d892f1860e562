"""What a term of the documents stands for, where a clause explains it in brackets right after it."""

from __future__ import annotations

import re

from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.text import TURN, fold
from assistant.types import Evidence, Kind, Understanding
from assistant.understanding.asking import asking

__all__ = ["Definitions"]

_NOT_EXPLAINED = re.compile(r"单位[：:]|牵头|^\d{4}|^具体|^[一二三四五六七八九十]+$")
_EXPLANATION = r"[”」]?（([^（）]{3,80})）"
# What is asked for by letters: TOD, LoRa, K12.
_LETTERS = re.compile(r"[A-Za-z][A-Za-z0-9＋+/]+")


class Definitions:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def find(self, what: Understanding) -> tuple[str, Evidence] | None:
        """(sentence, evidence) for a term whose meaning was asked for; None if no clause explains it."""
        term = asking().term(what.original)
        if term and (found := self._explained(term, what)):
            return found
        if what.kind not in (Kind.FACT, Kind.LIST):
            return None
        own = what.original.split(TURN)[-1]
        # The letters of a document's name stand in no matter: IAB计划里的NEM是什么意思.
        for match in _LETTERS.finditer(own):
            asked = asking().spell(fold(f"{own[: match.start()]}|{own[match.end() :]}"))
            named = fold(match[0]) in what.matter and asking().meaning.search(asked)
            if named and (found := self._explained(match[0], what)):
                return found
        return None

    def _explained(self, term: str, what: Understanding) -> tuple[str, Evidence] | None:
        pattern = re.compile(rf"(?<![A-Za-z0-9]){re.escape(term)}{_EXPLANATION}", re.IGNORECASE)
        for clause in self._corpus.clauses:
            if what.documents and clause.doc not in what.documents:
                continue
            for match in pattern.finditer(clause.text):
                if not _NOT_EXPLAINED.search(match[1]):
                    sentence = say("answer.definition", term=term, meaning=match[1])
                    return sentence, Evidence(clause.id, match[0], term)
        return None
