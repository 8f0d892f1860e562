"""READ FIRST. How a question becomes an answer: one literal list of steps, data flowing one way.

Each step takes the turn so far and returns it with one more field filled. No step knows the one after it,
and none raises for "no answer": it returns a Draft with a status.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from assistant.answering.cite import cite
from assistant.answering.compose import Composer
from assistant.answering.merge import found_surely, one_sided, together
from assistant.answering.verify import verify
from assistant.calculator.calculate import Calculator
from assistant.config import Settings
from assistant.corpus.store import Corpus
from assistant.retrieval.precedence import choices, prevails
from assistant.retrieval.retrieve import Searcher
from assistant.retrieval.retriever import Retriever
from assistant.types import (
    Answer,
    Calculation,
    Citation,
    Draft,
    Engine,
    Kind,
    Passage,
    Question,
    Reason,
    Status,
    StepTime,
    Understanding,
)
from assistant.understanding.turns import COMPLETES
from assistant.understanding.understand import Reader

__all__ = ["STEPS", "Tools", "Turn", "Watch", "answer", "unwatched"]

Watch = Callable[[str], None]
"""Is told the name of each step before it begins."""


def unwatched(_: str) -> None:
    pass


@dataclass(frozen=True)
class Tools:
    """What the steps work with; built once and shared by all questions."""

    corpus: Corpus
    retriever: Retriever
    reader: Reader
    searcher: Searcher
    calculator: Calculator
    composer: Composer

    @classmethod
    def build(cls, corpus: Corpus, retriever: Retriever, settings: Settings) -> Tools:
        searcher = Searcher(corpus, retriever, kept=settings.passages, threshold=settings.answer_threshold)
        calculator = Calculator(corpus.rules, partial(prevails, corpus=corpus))
        return cls(corpus, retriever, Reader(corpus), searcher, calculator, Composer(corpus))


@dataclass(frozen=True)
class Turn:
    """One question on its way; each step fills in the next field."""

    question: Question
    understanding: Understanding | None = None
    passages: tuple[Passage, ...] = ()
    calculation: Calculation | None = None
    draft: Draft | None = None
    findings: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    engine: Engine = Engine.LOCAL


def understand(turn: Turn, tools: Tools) -> Turn:
    return replace(turn, understanding=tools.reader.read(turn.question))


def retrieve(turn: Turn, tools: Tools) -> Turn:
    assert turn.understanding is not None
    return replace(turn, passages=() if turn.understanding.stop else tools.searcher.find(turn.understanding))


def calculate(turn: Turn, tools: Tools) -> Turn:
    assert turn.understanding is not None
    if turn.understanding.kind is not Kind.FACT:
        return turn
    reckoned = tools.calculator.calculate(
        turn.understanding, choices(turn.passages, tools.corpus), turn.question.as_of
    )
    return replace(turn, calculation=reckoned)


def compose(turn: Turn, tools: Tools) -> Turn:
    assert turn.understanding is not None
    return replace(
        turn,
        draft=tools.composer.compose(
            turn.understanding, turn.passages, turn.question.as_of, turn.calculation
        ),
    )


def check(turn: Turn, tools: Tools) -> Turn:
    assert turn.draft is not None
    claims = turn.understanding.claims if turn.understanding else ()
    draft, findings = verify(turn.draft, tools.corpus, turn.calculation, claims)
    return replace(turn, draft=draft, findings=findings)


def add_citations(turn: Turn, tools: Tools) -> Turn:
    assert turn.draft is not None
    return replace(turn, citations=cite(turn.draft, tools.corpus, turn.question.as_of))


Step = Callable[[Turn, Tools], Turn]

STEPS: tuple[tuple[str, Step], ...] = (
    ("understand", understand),
    ("retrieve", retrieve),
    ("calculate", calculate),
    ("compose", compose),
    ("verify", check),
    ("cite", add_citations),
)


def answer(question: Question, tools: Tools, watch: Watch = unwatched) -> Answer:
    """Several questions in one message are answered one by one, and become one Answer. ``watch`` is told of the
    steps of each; no step knows that it is watched."""
    first, *rest = (_answer_part(part, question, tools, watch) for part in tools.reader.split(question))
    if not rest:
        return first
    if one_sided(first, rest) and tools.reader.read(question).kind is Kind.COMPARISON:
        # Of what was compared by two questions only one side was found.
        whole = _answer_one(question, tools, watch)
        if not one_sided(whole):
            return whole
    found = tuple(passage for part in (first, *rest) for passage in part.passages)
    return together(first, rest, _identity(question, tools.corpus, found))


def _answer_part(part: Question, whole: Question, tools: Tools, watch: Watch) -> Answer:
    """One of several questions; by its own words where nothing is found by them beside those before it."""
    beside = _answer_one(part, tools, watch)
    if not part.beside or beside.reason is not Reason.NOT_IN_CORPUS:
        return beside
    by_itself = replace(part, turns=whole.turns, beside=0)
    # 到几号结束 has too few words of its own.
    if len(tools.reader.read(by_itself).focus) <= COMPLETES:
        return beside
    alone = _answer_one(by_itself, tools, watch)
    return alone if found_surely(alone) else beside


def _answer_one(question: Question, tools: Tools, watch: Watch) -> Answer:
    turn, times = Turn(question), []
    for name, step in STEPS:
        watch(name)
        start = time.perf_counter()
        turn = step(turn, tools)
        times.append(StepTime(name, (time.perf_counter() - start) * 1000))
    draft = turn.draft
    assert draft is not None
    return Answer(
        id=question.id or _identity(question, tools.corpus, turn.passages),
        status=draft.status,
        reason=draft.reason,
        answer=draft.answer,
        speak=draft.speak,
        citations=turn.citations,
        calculation=turn.calculation if draft.status is Status.ANSWERED else None,
        notices=draft.notices,
        suggestions=draft.suggestions,
        engine=turn.engine,
        as_of=question.as_of,
        corpus_version=tools.corpus.version,
        rules_version=tools.corpus.rules_version,
        steps=tuple(times),
        passages=turn.passages,
        kind=turn.understanding.kind if turn.understanding else None,
        findings=turn.findings,
    )


def _identity(question: Question, corpus: Corpus, passages: tuple[Passage, ...]) -> str:
    """The same question of the same corpus on the same day is the same answer, and has the same id; unless another
    clause has been confirmed for it since."""
    parts = (*question.turns, question.text, question.as_of.isoformat(), corpus.version, corpus.rules_version)
    recalled = (f"recalled {p.clause.id}" for p in passages if "recalled" in p.parts)
    return hashlib.sha256("\0".join((*parts, *recalled)).encode()).hexdigest()[:16]
