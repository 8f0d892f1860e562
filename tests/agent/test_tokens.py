"""Counting works with no network and never counts too few."""

from __future__ import annotations

import pytest

from assistant.model.tokens import count, fitting


def test_without_tables_the_bytes_bound_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    assert count("技改补助", "qwen-max") == len("技改补助".encode())


def test_the_first_texts_that_fit_are_kept() -> None:
    assert fitting(["技改", "补助", "上限"], "qwen", 12) == ("技改", "补助")
    assert fitting(["这一段太长了"], "qwen", 3) == ()
