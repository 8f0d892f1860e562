from __future__ import annotations

import importlib

import pytest

PUBLIC = {
    "assistant": {
        "Answer", "Assistant", "AssistantError", "BadInput", "BadQuestion", "Calculation", "Citation", "CorpusError",
        "IndexUnavailable", "Question", "Status", "UnknownClause",
    },
}  # fmt: skip


@pytest.mark.parametrize("module", PUBLIC)
def test_public_names_are_exactly_these(module: str) -> None:
    assert set(importlib.import_module(module).__all__) == PUBLIC[module]


@pytest.mark.parametrize(
    "module",
    ["assistant.types", "assistant.errors", "assistant.pipeline", "assistant.corpus.store", "assistant.text"],
)
def test_every_public_name_exists(module: str) -> None:
    loaded = importlib.import_module(module)
    assert all(hasattr(loaded, name) for name in loaded.__all__)
    assert list(loaded.__all__) == sorted(loaded.__all__)


def test_every_error_has_its_exit_code() -> None:
    from assistant import BadQuestion, CorpusError, IndexUnavailable

    assert [e.exit_code for e in (BadQuestion, CorpusError, IndexUnavailable)] == [2, 3, 4]
