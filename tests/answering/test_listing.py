"""Everything of a kind, and nothing else."""

from __future__ import annotations

import pytest

from assistant import Assistant, Question
from assistant.types import Kind


def cited(assistant: Assistant, text: str) -> set[str]:
    return {c.id for c in assistant.ask(Question(text)).citations}


@pytest.mark.parametrize(
    "text", ["降成本的那份，市国土规划委当头的都是哪些条", "降成本意见里市国土规划委牵头的有哪些"]
)
def test_all_that_a_department_leads_in_one_document(assistant: Assistant, text: str) -> None:
    corpus = assistant.corpus
    led = {
        c.id
        for c in corpus.clauses
        if c.doc == "cost-2018" and "市国土规划委" in map(corpus.department, c.departments.lead)
    }
    assert led
    assert cited(assistant, text) == led


def test_chapter_named_by_its_number(assistant: Assistant) -> None:
    chapter = {c.id for c in assistant.corpus.clauses if c.id.startswith("cost-2018/7.")}
    assert cited(assistant, "降成本意见第七部分一共写了哪几项") == chapter


def test_figure_in_the_name_of_a_provision_does_not_spoil_the_list(assistant: Assistant) -> None:
    answer = assistant.ask(Question("扶持意见关于工业用地都有什么优惠"))
    assert "70％" in answer.answer
    assert "20年" in answer.answer
    assert len(answer.answer.split("\n")) > 5


def test_who_seeks_help_is_given_grants_and_not_a_chapter_of_plans(assistant: Assistant) -> None:
    answer = assistant.ask(Question("做生物医药的有哪些扶持"))
    assert "support-2018/2.16" in {c.id for c in answer.citations}
    assert not any(c.id.startswith("mic2025-2018/2.3") for c in answer.citations)


def test_leading_words_without_a_list_ask_for_a_department(assistant: Assistant) -> None:
    text = "想引一所小学和一家医院进园区做配套，哪家牵头"
    assert assistant.tools.reader.read(Question(text)).kind is Kind.DEPARTMENT
