"""The lexical index as any corpus may use it: numbers, fields and weights are the caller's."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.retrieval.lexical import LexicalIndex

TEXTS = {7: ["税", "减免"], 1_000_001: ["税", "退还", "退还"], 3: ["税"]}


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    LexicalIndex.build(tmp_path / "index", ("text",), ((n, {"text": t}) for n, t in TEXTS.items()))
    return LexicalIndex(tmp_path / "index", ("text",))


def test_documents_come_back_by_their_own_numbers_best_first(index: LexicalIndex) -> None:
    found = index.search([("text", "退还", 1.0), ("text", "税", 0.1)], 10)
    assert found[0][0] == 1_000_001
    assert {number for number, _ in found} == set(TEXTS)


def test_weights_decide_between_tokens(index: LexicalIndex) -> None:
    both = [("text", "退还", 0.1), ("text", "减免", 5.0)]
    assert index.search(both, 1)[0][0] == 7


def test_what_stands_everywhere_can_be_left_out(index: LexicalIndex) -> None:
    assert len(index.search([("text", "税", 1.0)], 10)) == 3
    assert index.search([("text", "税", 1.0)], 10, everywhere=0.5) == []


def test_a_token_that_no_document_has_finds_nothing(index: LexicalIndex) -> None:
    assert index.search([("text", "补贴", 1.0)], 10) == []
