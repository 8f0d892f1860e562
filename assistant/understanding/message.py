"""One message by its questions: what can be told of its pieces, and the pieces that are questions of their own."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.corpus.store import Corpus
from assistant.text import fold
from assistant.types import Kind, Question
from assistant.understanding.aimed import AIMED
from assistant.understanding.asking import asking
from assistant.understanding.parts import Senses, questions_in
from assistant.understanding.references import find_documents
from assistant.understanding.sentence import SentenceReader
from assistant.understanding.turns import COMPLETES

__all__ = ["MessageReader"]

# Sorts of fact that are asked for in one breath with another.
_LOOSE = {"rate", "duration", "place"}
_HOW_MUCH = re.compile("多少|几")
_AT_ONCE = 4


class MessageReader:
    def __init__(self, corpus: Corpus, sentences: SentenceReader) -> None:
        self._corpus = corpus
        self._sentences = sentences

    def split(self, question: Question) -> tuple[Question, ...]:
        """The questions of one message, each with those before it as context; one that asks nothing of its
        own (a greeting, an "行吗？") stays with its neighbour."""
        if len(find_documents(fold(question.text), self._corpus)[0]) > 1:
            return (question,)
        senses = Senses(self._sentences.subjects, self._weight, self._sorts, self._frames)
        pieces = questions_in(question.text, senses)
        if len(pieces) < 2 or len(pieces) > _AT_ONCE:
            return (question,)
        return tuple(
            replace(question, text=piece, turns=(*question.turns, *pieces[:n]), beside=n)
            for n, piece in enumerate(pieces)
        )

    def _weight(self, piece: str) -> int:
        """How many words of a piece carry meaning; which document prevails is asked with none."""
        read = self._sentences.read(piece)
        return len(read.focus) + COMPLETES * (read.kind is Kind.COMPARISON)

    def _sorts(self, piece: str) -> frozenset[str]:
        """The sorts of answer that the words ask for."""
        read = self._sentences.read(piece)
        if asking().other_place(read.text):
            return frozenset({"elsewhere"})
        if asking().source.search(read.text):
            return frozenset({"source"})
        if read.asks_for and not read.wants:
            return frozenset(read.asks_for)
        if read.kind in AIMED:
            return frozenset({read.kind.value})
        # A figure of a year is a sort of its own: 面积多大，到2020年收入多少.
        year = read.years and _HOW_MUCH.search(read.text)
        return frozenset({*read.wants} - _LOOSE) or frozenset({"year"} if year else ())

    def _frames(self, text: str) -> bool:
        read = self._sentences.read(text)
        return bool(read.documents or read.years)
