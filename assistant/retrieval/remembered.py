"""Questions whose clauses a person has confirmed, beside the ways of asking that the corpus holds.

Each is placed as a provision that one question is known of, and counts where what is asked means nearly the same.
It tells which clause is found, and nothing else: what is said of the clause comes from the clause. The index stays
as it is; without such questions every answer is what it would be without this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from assistant.embedding import DIMENSIONS, Vector
from assistant.retrieval.lexical import distinct_tokens
from assistant.retrieval.meaning import FAR, Meaning
from assistant.text import fold

__all__ = ["Memory", "Recalled", "Taught"]

# Of 800 questions by many authors, 4 are so near to one that another clause answers, and 17 in 100 to another way of
# asking for the same by somebody else.
_ALIKE = 0.45
_NOWHERE: Vector = np.zeros((0, DIMENSIONS), dtype=np.float32)
_Words = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Taught:
    """A question in the words in which it was asked, and the clauses that answer it."""

    question: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is remembered of a clause for what is asked now: how near (0..1), in which words, of which concepts."""

    near: float
    tokens: frozenset[str]
    concepts: frozenset[str]


@dataclass(frozen=True)
class _Held:
    """Replaced as a whole; ``places`` has a row for each of the questions."""

    version: int
    questions: tuple[Taught, ...]
    places: Vector
    words: tuple[_Words, ...]


class Memory:
    """Shared by all threads."""

    def __init__(self, meaning: Meaning, concepts_in: Callable[[str], Iterable[str]]) -> None:
        self._meaning = meaning
        self._concepts_in = concepts_in
        self._held = _Held(0, (), _NOWHERE, ())

    @property
    def questions(self) -> tuple[Taught, ...]:
        return self._held.questions

    @property
    def version(self) -> int:
        """Another number whenever something else is remembered."""
        return self._held.version

    def hold(self, questions: Iterable[Taught]) -> None:
        """From now on these and no others. What is held already is not reckoned again."""
        old, wanted = self._held, tuple(questions)
        if wanted == old.questions:
            return
        known = dict(
            zip((q.question for q in old.questions), zip(old.places, old.words, strict=True), strict=True)
        )
        found = [known.get(q.question) or self._placed(q.question) for q in wanted]
        places = np.stack([place for place, _ in found]) if found else _NOWHERE
        self._held = _Held(old.version + 1, wanted, places, tuple(words for _, words in found))

    def near(self, vector: Vector) -> Mapping[str, Recalled]:
        """By clause, of the nearest question that is near enough. ``vector`` is where the meaning places what is
        asked."""
        held = self._held
        if not held.questions:
            return {}
        nearness = 1.0 - np.linalg.norm(held.places - vector, axis=1) / FAR
        out: dict[str, Recalled] = {}
        for n in map(int, np.argsort(-nearness, kind="stable")):
            if nearness[n] < _ALIKE:
                break
            for clause in held.questions[n].clauses:
                out.setdefault(clause, Recalled(float(nearness[n]), *held.words[n]))
        return out

    def _placed(self, question: str) -> tuple[Vector, _Words]:
        folded = fold(question)
        words = frozenset(distinct_tokens(folded)), frozenset(self._concepts_in(folded))
        return self._meaning.of_taught(folded), words
