"""What a model might say, written by people who never saw the checks: through the real client, to the end.

Of the wrong texts, each wrong in one place only, none reaches the user; of the right ones, in free wording,
nearly all do. A text that does its own arithmetic counts as wrong: figures come from a clause or the calculator.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import yaml

from assistant import Answer, Assistant, Question, Status
from assistant.agent.writer import Writer
from assistant.answering.cite import cite
from assistant.answering.reckoning import result_sentence, workings
from assistant.calculator.manual import calculate
from assistant.config import Settings
from assistant.types import Calculation, Draft, Engine, Evidence, Passage
from evals.endpoint import Reply, Scripted, serve
from tests.conftest import ROOT

DAY = date(2026, 6, 1)
PASSES = 0.98


def texts(name: str) -> list[dict[str, Any]]:
    path = ROOT / "evals" / "red_team" / f"{name}.yaml"
    cases: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["cases"]
    return cases


def local(own: Assistant, case: Mapping[str, Any]) -> Answer:
    """An answer of the local engine that rests on the case's clauses and its calculation."""
    corpus = own.tools.corpus
    reckoned: Calculation | None = None
    said = spoken = "见所附条款。"
    if "rule" in case:
        reckoned = calculate(corpus, case["rule"], case.get("facts", [{}]), DAY)
        spoken = result_sentence(reckoned)
        said = spoken + workings(reckoned)
    evidence = tuple(Evidence(c, corpus.clause(c).text.splitlines()[0]) for c in case["clauses"])
    draft = Draft(Status.ANSWERED, said, spoken, evidence=evidence)
    beside = tuple(Passage(corpus.clause(c), 0.5, {}) for c in case.get("beside", ()))
    return Answer(
        id=case["id"],
        status=Status.ANSWERED,
        reason=None,
        answer=said,
        speak=spoken,
        citations=cite(draft, corpus, DAY),
        calculation=reckoned,
        notices=(),
        suggestions=(),
        engine=Engine.LOCAL,
        as_of=DAY,
        corpus_version=corpus.version,
        rules_version=corpus.rules_version,
        steps=(),
        passages=beside,
    )


@pytest.fixture(scope="module")
def outcomes(assistant: Assistant) -> dict[str, dict[str, Answer]]:
    out: dict[str, dict[str, Answer]] = {"good": {}, "bad": {}}
    reply = ""
    with serve(Scripted(lambda call, n: Reply(reply, piece=200))) as scripted:
        settings = Settings(
            api_base=scripted.url, chat_model="scripted", budget_seconds=60, token_budget=30000
        )
        writer = Writer(settings)
        for name, answers in out.items():
            for case in texts(name):
                reply = case.get("reply", "")
                question = Question(case["question"], tuple(case.get("turns", ())), DAY)
                base = local(assistant, case)
                answers[case["id"]] = writer.improve(question, lambda q, base=base: base, assistant.tools)
    return out


def test_there_are_enough_of_each() -> None:
    assert len(texts("bad")) >= 150
    assert len(texts("good")) >= 150


def test_no_wrong_text_arrives(outcomes: dict[str, dict[str, Answer]]) -> None:
    arrived = [name for name, got in outcomes["bad"].items() if got.engine is Engine.LLM]
    assert arrived == []


def test_every_text_was_judged(outcomes: dict[str, dict[str, Answer]]) -> None:
    how = {got.model.outcome for answers in outcomes.values() for got in answers.values() if got.model}
    assert how == {"written", "unfaithful"}


def test_right_texts_arrive(outcomes: dict[str, dict[str, Answer]]) -> None:
    kept = {name: got for name, got in outcomes["good"].items() if got.engine is not Engine.LLM}
    why = {name: got.model.findings[:2] if got.model else () for name, got in kept.items()}
    assert len(kept) <= (1 - PASSES) * len(outcomes["good"]), why


def test_what_arrives_carries_no_tokens(outcomes: dict[str, dict[str, Answer]]) -> None:
    assert not [name for name, got in outcomes["good"].items() if "[S" in got.answer or "[C" in got.answer]
