"""What two documents say of one matter stands side by side, with the one that prevails."""

from __future__ import annotations

from datetime import date

import pytest

from assistant import Answer, Assistant, Question, Status


def ask(assistant: Assistant, text: str, *turns: str) -> Answer:
    return assistant.ask(Question(text, turns, as_of=date(2019, 6, 1)))


@pytest.mark.parametrize(
    ("text", "clauses", "said"),
    [
        (
            "信息化项目补助，IAB计划和扶持意见说的不一样，听哪个的",
            {"iab-2018/5.4.15", "support-2018/2.7"},
            "以扶持意见为准",
        ),
        (
            "仿制药过评的奖励，9号文和15号文有没有出入",
            {"iab-2018/5.2.10", "support-2018/2.16"},
            "以扶持意见为准",
        ),
        (
            "技改支持，制造2025方案和扶持意见有什么区别",
            {"mic2025-2018/3.2", "support-2018/2.11"},
            "以扶持意见为准",
        ),
    ],
)
def test_both_sides_and_what_prevails(assistant: Assistant, text: str, clauses: set[str], said: str) -> None:
    answer = ask(assistant, text)
    assert answer.status is Status.ANSWERED
    assert clauses <= {c.id for c in answer.citations}
    assert "support-2018/5.33" in {c.id for c in answer.citations}
    assert said in answer.answer


def test_one_side_is_no_comparison(assistant: Assistant) -> None:
    answer = ask(assistant, "失业保险费率和以前相比降到多少")
    assert "0.8％" in answer.answer
    assert [c.id for c in answer.citations] == ["cost-2018/3.10"]


def test_an_amount_that_was_told_is_reckoned_whatever_is_weighed(assistant: Assistant) -> None:
    answer = ask(assistant, "技改投了1000万，和别的项目不一样，能补多少")
    assert answer.calculation is not None
    assert answer.calculation.amount_wan == 300


def test_of_two_documents_with_two_rates_the_one_that_prevails_computes(assistant: Assistant) -> None:
    answer = ask(
        assistant, "做电子商务模式创新投了400万，IAB计划说20%，扶持意见说30%，该按现在有效的哪份算，补多少"
    )
    assert answer.calculation is not None
    assert answer.calculation.amount_wan == 120
    assert [c.id for c in answer.citations] == ["support-2018/2.7"]


@pytest.mark.parametrize(
    ("text", "clauses", "said"),
    [
        (
            "在广州股权交易中心挂牌，听人说10万，也听人说30万，区别是什么",
            {"cost-2018/6.17", "cost-2018/6.18"},
            "科技型中小企业",
        ),
        ("省属高速和市属高速，货车的折扣有没有分别", {"cost-2018/5.14", "cost-2018/5.15"}, "八五折"),
        (
            "番禺智慧城市园和花都军民融合园，哪个面积大些，各多少",
            {"parks-2018/2.4.3", "parks-2018/2.5.3"},
            "3.5平方公里",
        ),
    ],
)
def test_the_other_side_is_found(assistant: Assistant, text: str, clauses: set[str], said: str) -> None:
    answer = ask(assistant, text)
    assert clauses <= {c.id for c in answer.citations}
    assert said in answer.answer
