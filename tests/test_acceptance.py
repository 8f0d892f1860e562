"""The questions of ``acceptance.yaml``: right status, right clause first, the figures in the first sentence."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant import Assistant, Question

CASES = yaml.safe_load((Path(__file__).parent / "acceptance.yaml").read_text("utf-8"))


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(",", "")


def says(answer: str, wanted: str) -> bool:
    """A figure must stand by itself: 500万 is not said by 1500万."""
    edge = r"(?<![\d.])" if wanted[0].isdigit() else ""
    return re.search(edge + re.escape(plain(wanted)), plain(answer)) is not None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}-{case['kind']}")
def test_question_is_answered_rightly(assistant: Assistant, case: dict[str, Any]) -> None:
    answer = assistant.ask(Question(case["turns"][-1], tuple(case["turns"][:-1])))
    assert answer.status == case["status"], answer.answer
    if case["clauses"]:
        assert answer.citations[0].id in case["clauses"], answer.answer
    missing = [wanted for wanted in case["must_say"] if not says(answer.answer, str(wanted))]
    assert not missing, answer.answer
    for citation in answer.citations:
        assert citation.quote in citation.text
