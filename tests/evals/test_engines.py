"""With a faithful model the language-model engine is never worse than the local one: some cases of each kind."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pytest

from assistant import Assistant
from evals.case import KINDS, Case, load_cases
from evals.engines import compared
from evals.generate import generate
from evals.score import score

EACH = 2


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """The first open ones of each kind."""
    by_kind: dict[str, list[Case]] = defaultdict(list)
    for case in load_cases():
        if not case.held_out:
            by_kind[case.kind].append(case)
    assert set(by_kind) == set(KINDS)
    return [case for some in by_kind.values() for case in some[:EACH]]


@pytest.fixture(scope="module")
def records(
    cases: list[Case], assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, Any]]:
    _ = assistant.tools
    path = tmp_path_factory.mktemp("engines") / "answers.jsonl"
    return generate(cases, "faithful", 1, 1, path, quiet=True)


def test_never_worse_in_any_kind(cases: list[Case], records: list[dict[str, Any]]) -> None:
    rows = compared(score(cases, records), records)
    assert {row["kind"] for row in rows} == {"all", *KINDS}
    assert [row for row in rows if row["llm"] < row["local"]] == []
    assert rows[0]["local"] > len(cases) / 2, "or nothing is shown by being no worse"
    assert rows[0]["worded"] > len(cases) / 3


def test_facts_are_the_same(records: list[dict[str, Any]]) -> None:
    facts = ("status", "calc_wan", "citations", "calculation", "notices")
    for record in records:
        assert record["error"] is None
        assert [record["answer"][f] for f in facts] == [record["local"][f] for f in facts], record["case"]


def test_a_worse_engine_shows(cases: list[Case], records: list[dict[str, Any]]) -> None:
    spoilt = [json.loads(json.dumps(r)) for r in records]
    for record in spoilt:
        record["answer"] |= {"status": "refused", "citations": [], "answer": "不知道"}
    rows = {row["kind"]: row for row in compared(score(cases, spoilt), spoilt)}
    assert rows["figure"]["llm"] < rows["figure"]["local"]
    assert rows["figure"]["worse"]
