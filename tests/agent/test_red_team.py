"""What a model might say, through the real client to the end."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant
from assistant.agent.writer import Writer
from assistant.config import Settings
from assistant.types import Engine
from evals.endpoint import Reply, Scripted, serve
from evals.model_texts import SETTINGS, answers, counts, texts

PASSES = 0.98


@pytest.fixture(scope="module")
def outcomes(assistant: Assistant) -> dict[str, dict[str, Answer | None]]:
    reply = [""]
    with serve(Scripted(lambda call, n: Reply(reply[0], piece=200))) as scripted:
        writer = Writer(Settings(api_base=scripted.url, **SETTINGS))
        return {
            name: dict(answers(name, assistant, writer, lambda text: reply.__setitem__(0, text)))
            for name in ("good", "bad")
        }


def arrived(answers: dict[str, Answer | None]) -> list[str]:
    return [name for name, got in answers.items() if got and got.engine is Engine.LLM]


def test_there_are_enough_of_each() -> None:
    assert len(texts("bad")) >= 150
    assert len(texts("good")) >= 150


def test_no_wrong_text_arrives(outcomes: dict[str, dict[str, Answer | None]]) -> None:
    assert arrived(outcomes["bad"]) == []


def test_every_text_was_judged(outcomes: dict[str, dict[str, Answer | None]]) -> None:
    judged = [got.model.outcome for of in outcomes.values() for got in of.values() if got and got.model]
    assert set(judged) == {"written", "unfaithful"}
    assert len(judged) == len(texts("bad")) + len(texts("good"))


def test_right_texts_arrive(outcomes: dict[str, dict[str, Answer | None]]) -> None:
    good, passed = outcomes["good"], arrived(outcomes["good"])
    why = {n: got.model.findings[:2] for n, got in good.items() if n not in passed and got and got.model}
    assert len(passed) >= PASSES * len(good), why


def test_what_arrives_carries_no_tokens(outcomes: dict[str, dict[str, Answer | None]]) -> None:
    assert not [
        n for n, got in outcomes["good"].items() if got and ("[S" in got.answer or "[C" in got.answer)
    ]


def test_the_evaluation_counts_the_same_without_the_wire(
    outcomes: dict[str, dict[str, Answer | None]], assistant: Assistant
) -> None:
    found = counts(assistant)
    assert found == {
        "wrong": len(outcomes["bad"]),
        "arrived": [],
        "right": len(outcomes["good"]),
        "passed": len(arrived(outcomes["good"])),
        "lost": [],
    }
