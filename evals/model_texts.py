"""What a model might say, written by people who never saw the checks, and what of it reaches the user.

Of the wrong texts, each wrong in one place only, none may; of the right ones, in free wording, nearly all should. A
text that does its own arithmetic counts as wrong: figures come from a clause or the calculator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant import Answer, Assistant, Question, Status
from assistant.agent.agent import Agent
from assistant.agent.writer import Writer
from assistant.answering.cite import cite
from assistant.answering.reckoning import result_sentence, workings
from assistant.calculator.manual import calculate
from assistant.config import Settings
from assistant.errors import AssistantError
from assistant.model.endpoint import Endpoint
from assistant.types import Calculation, Draft, Engine, Evidence, Passage

__all__ = ["SETTINGS", "answers", "counts", "texts"]

DAY = date(2026, 6, 1)
# Room for every clause of a case, and for a slow machine.
SETTINGS: Mapping[str, Any] = {"chat_model": "scripted", "budget_seconds": 60, "token_budget": 30000}


def texts(name: str) -> list[dict[str, Any]]:
    """The cases of ``bad`` or ``good``."""
    path = Path(__file__).parent / "red_team" / f"{name}.yaml"
    cases: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["cases"]
    return cases


def answers(
    name: str, own: Assistant, writer: Writer, say: Callable[[str], None]
) -> Iterator[tuple[str, Answer | None]]:
    """(case id, answer) for each text, which ``say`` makes the model's; None where the corpus lacks the clause or
    the rule that a case is about."""
    for case in texts(name):
        say(case.get("reply", ""))
        question = Question(case["question"], tuple(case.get("turns", ())), DAY)
        try:
            base = _local(own, case)
        except AssistantError:
            yield case["id"], None
            continue
        yield case["id"], writer.improve(question, lambda q, base=base: base, own.tools)  # type: ignore[misc]


def counts(own: Assistant) -> dict[str, Any]:
    """How many wrong texts arrive and how many right ones pass, without the wire: the checks and what is done with
    their findings. Seconds for some hundred texts."""
    settings = Settings(**SETTINGS)
    endpoint = Endpoint(settings)
    agent = _Speaking(endpoint, settings)
    writer = Writer(settings, endpoint, agent)
    got = {name: dict(answers(name, own, writer, agent.say)) for name in ("bad", "good")}
    arrived = {n: [i for i, a in of.items() if a and a.engine is Engine.LLM] for n, of in got.items()}
    return {
        "wrong": len(got["bad"]),
        "arrived": arrived["bad"],
        "right": len(got["good"]),
        "passed": len(arrived["good"]),
        "lost": [i for of in got.values() for i, a in of.items() if a is None],
    }


class _Speaking(Agent):
    """Says what it is told to, with no endpoint."""

    text = ""

    def say(self, text: str) -> None:
        self.text = text

    def write(self, desk: Any, system: str, said: Any, spent: Any, hear: Callable[[str], None]) -> str:
        hear(self.text)
        return self.text


def _local(own: Assistant, case: Mapping[str, Any]) -> Answer:
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
