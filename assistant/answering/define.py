"""What a term of the documents stands for, where a clause explains it in brackets right after it."""

from __future__ import annotations

import re

from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.types import Evidence, Understanding
from assistant.understanding.asking import asking

__all__ = ["Definitions"]

_NOT_EXPLAINED = re.compile(r"单位[：:]|牵头|^\d{4}|^具体|^[一二三四五六七八九十]+$")
_EXPLANATION = r"[”」]?（([^（）]{3,80})）"


class Definitions:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def find(self, what: Understanding) -> tuple[str, Evidence] | None:
        """(sentence, evidence) for a term whose meaning was asked for; None if no clause explains it."""
        term = asking().term(what.original)
        if term is None:
            return None
        pattern = re.compile(re.escape(term) + _EXPLANATION, re.IGNORECASE)
        for clause in self._corpus.clauses:
            if what.documents and clause.doc not in what.documents:
                continue
            for match in pattern.finditer(clause.text):
                if not _NOT_EXPLAINED.search(match[1]):
                    return say("answer.definition", term=term, meaning=match[1]), Evidence(
                        clause.id, match[0], term
                    )
        return None
