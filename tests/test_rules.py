"""Situations of ``rules/*.yaml``, worked out by hand from the text, against the rules and their evaluation."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.calculator.amounts import quantities
from assistant.calculator.evaluate import Facts, evaluate
from assistant.corpus.store import Corpus

FILES = sorted((Path(__file__).parent / "rules").glob("*.yaml"))
CASES = [(path.stem, case) for path in FILES for case in yaml.safe_load(path.read_text("utf-8"))]


def value(told: object) -> Decimal | str:
    """A quantity as written, a bare number, or the name of a level or flag."""
    text = str(told)
    if found := quantities(text):
        return found[0].value
    return Decimal(text) if text.replace(".", "", 1).isdecimal() else text


@pytest.mark.parametrize(("file", "case"), CASES, ids=lambda x: x["case"] if isinstance(x, dict) else x)
def test_situation(corpus: Corpus, file: str, case: dict[str, Any]) -> None:
    rule = corpus.rules[case["rule"]]
    items = tuple({k: value(v) for k, v in item.items()} for item in case.get("items", [{}]))
    received = value(case["received"]) if "received" in case else None
    assert received is None or isinstance(received, Decimal)
    outcome = evaluate(rule, Facts(items, received))
    assert outcome.result == case["result"], [s.text for s in outcome.steps]
    if "amount" in case:
        assert outcome.amount == value(case["amount"]), [s.text for s in outcome.steps]


def test_every_rule_has_a_situation(corpus: Corpus) -> None:
    assert set(corpus.rules) == {case["rule"] for _, case in CASES}
