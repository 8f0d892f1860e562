"""Parks and fields of industry, listed by what they do, where they lie, how large they are, or by name alone."""

from __future__ import annotations

import pytest

from assistant import Assistant, Question
from assistant.types import Status


def cited(assistant: Assistant, text: str) -> set[str]:
    return {c.id for c in assistant.ask(Question(text)).citations}


@pytest.mark.parametrize("text", ["主攻人工智能的园区是哪几个", "有哪些园区是搞人工智能的"])
def test_what_parks_do_is_read_from_their_leading_industries(assistant: Assistant, text: str) -> None:
    assert cited(assistant, text) == {"parks-2018/2.1.4", "parks-2018/2.3.4", "parks-2018/2.6.4"}


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("番禺区里头有几个园区", {"parks-2018/2.4.3", "parks-2018/2.8.3"}),
        ("花都和南沙各有哪些园区", {"parks-2018/2.5.3", "parks-2018/2.6.3"}),
        ("南沙有几个园区，各自是做什么的", {"parks-2018/2.6.4"}),
    ],
)
def test_parks_of_a_district(assistant: Assistant, text: str, clauses: set[str]) -> None:
    assert cited(assistant, text) == clauses


def test_no_park_is_so_large(assistant: Assistant) -> None:
    answer = assistant.ask(Question("占地大于八平方公里的园区有哪些"))
    assert answer.status is Status.REFUSED
    assert "八平方公里" in answer.answer


def test_the_eight_fields_by_name(assistant: Assistant) -> None:
    answer = assistant.ask(Question("制造2025方案里八大重点领域是哪些"))
    assert "新材料" in answer.answer
    assert "都市消费工业" in answer.answer
    assert len({c.id for c in answer.citations}) == 8


def test_a_department_in_the_brackets_is_no_park(assistant: Assistant) -> None:
    clauses = cited(assistant, "园区方案里，教育局写在责任单位里的有哪些条")
    corpus = assistant.corpus
    assert clauses
    assert all("教育局" in corpus.clause(i).text for i in clauses)


def test_area_with_a_counting_word(assistant: Assistant) -> None:
    wanted = {"parks-2018/2.5.3", "parks-2018/2.6.3", "parks-2018/2.8.3"}
    assert cited(assistant, "价值园里占地四个平方公里往上的是哪几家") == wanted
