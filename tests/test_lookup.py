"""Search for the hotline: what somebody types finds the clause that says it."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.lookup import search


@pytest.mark.parametrize(
    ("words", "clauses"),
    [
        ("电费", {"cost-2018/4.13"}),
        ("过路费", {"cost-2018/5.14", "cost-2018/5.15"}),
        ("新三板", {"cost-2018/6.17", "cost-2018/6.18"}),
        ("技改补", {"support-2018/2.11"}),
    ],
)
def test_words_decide_the_order(assistant: Assistant, words: str, clauses: set[str]) -> None:
    first, second = search(assistant.tools, words, limit=2)
    assert first.clause.id in clauses
    assert first.parts["words"] > 0
    assert first.score >= second.score


def test_meaning_is_asked_only_where_it_is_wanted(assistant: Assistant) -> None:
    by_words, meant = (search(assistant.tools, "技改补助", meaning=wanted) for wanted in (False, True))
    assert all(p.parts["meaning"] == 0 for p in by_words)
    assert meant[0].clause.id == "support-2018/2.11"
    assert meant[0].parts["meaning"] > 0
