"""Lists of all clauses under a heading, and by amount."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant, Question


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text))


@pytest.mark.parametrize(
    ("text", "clauses", "figures"),
    [
        (
            "降成本意见降低运输成本这一章有哪些措施",
            {"cost-2018/5.14", "cost-2018/5.15", "cost-2018/5.16"},
            ["八五折"],
        ),
        ("降低融资成本都有哪几条", {f"cost-2018/6.{n}" for n in range(17, 22)}, ["300万元", "40％"]),
        ("IAB计划支持创新创造的政策措施有哪些", {f"iab-2018/5.1.{n}" for n in range(1, 7)}, ["1亿元"]),
    ],
)
def test_every_clause_of_a_heading(
    assistant: Assistant, text: str, clauses: set[str], figures: list[str]
) -> None:
    answer = ask(assistant, text)
    assert {c.id for c in answer.citations} == clauses
    assert all(f in answer.answer for f in figures)
    assert "依原文次序" in answer.answer


def test_what_goes_up_to_an_amount(assistant: Assistant) -> None:
    answer = ask(assistant, "扶持意见里最高到1亿元的扶持有哪些，列出来")
    assert {"support-2018/2.3", "support-2018/2.5", "support-2018/2.11"} <= {c.id for c in answer.citations}
    assert all("1亿元" in c.text for c in answer.citations)


def test_what_prevails_comes_first(assistant: Assistant) -> None:
    answer = ask(assistant, "技术改造有哪些扶持政策")
    assert answer.citations[0].id.startswith("support-2018/")


def test_a_subject_with_little_of_its_own_has_what_its_broader_one_has(assistant: Assistant) -> None:
    answer = ask(assistant, "人工智能企业能申请哪些支持")
    assert {"iab-2018/5.2.9", "iab-2018/5.1.4"} <= {c.id for c in answer.citations}


def test_list_of_one_keeps_its_head(assistant: Assistant) -> None:
    answer = ask(assistant, "流片有哪些补助")
    assert "共1项" in answer.answer
