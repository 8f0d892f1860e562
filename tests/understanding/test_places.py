"""Another place's policy is refused; somebody who comes from there is not."""

from __future__ import annotations

import pytest

from assistant import Assistant, Question, Status


@pytest.mark.parametrize(
    "text",
    [
        "深圳的技改补贴比例是多少",
        "佛山市政府对技改给多少补助",
        "我在广州，想问东莞技改补多少",
        "北京新三板挂牌奖励多少",
    ],
)
def test_policy_of_another_place(assistant: Assistant, text: str) -> None:
    answer = assistant.ask(Question(text))
    assert answer.status is Status.REFUSED
    assert "这里只有广州市的文件" in answer.answer


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我们从深圳搬到广州的上市公司，给多少钱", "200万元"),
        ("湖南一家上市公司迁来广州，拿多少补贴", "200万元"),
        ("北京拨了工业强基的钱，广州再配套多少", "50％"),
    ],
)
def test_somebody_from_another_place(assistant: Assistant, text: str, said: str) -> None:
    answer = assistant.ask(Question(text))
    assert answer.status is Status.ANSWERED
    assert said in answer.answer
