"""What counts as one amount, what as several, and what is told only in part."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant import Assistant, Question
from assistant.types import Status


@pytest.mark.parametrize(
    ("text", "wan"),
    [
        ("技改总共投320万，其中设备200万，能补多少", "96"),
        ("设备150万，连厂房改造固定资产一共190万，技改能补多少", "57"),
        ("一共买了两批设备搞技改，第一批300万，第二批500万，一共800万，能补多少", "240"),
        ("技改分两期，第一期投了300万，第二期投了400万，能补多少", "210"),
        ("两个技改项目分别投了600万和800万，补助加起来多少", "420"),
        ("买了两台首台套设备，每台600万，市级目录，补多少", "360"),
        ("假设没有500万上限，投3000万技改补多少", "500"),
        ("大工业用电每个月36000度，一年下来降价省多少", "1.00656"),
    ],
)
def test_amounts_are_added_only_where_they_are_several(assistant: Assistant, text: str, wan: str) -> None:
    calculation = assistant.ask(Question(text)).calculation
    assert calculation is not None
    assert calculation.amount_wan == Decimal(wan)


def test_counts_that_do_not_all_qualify_are_asked_back(assistant: Assistant) -> None:
    answer = assistant.ask(Question("一共5个品种过了一致性评价，3个在基药目录，2个不在，能补多少"))
    assert answer.status is Status.CLARIFY
    assert "几个品种" in answer.answer


def test_conditions_met_and_to_be_confirmed_are_said(assistant: Assistant) -> None:
    answer = assistant.ask(Question("我们是外地迁入的上市公司，能拿奖励吗")).answer
    assert "200万元" in answer
    assert "已符合" in answer
    answer = assistant.ask(Question("去年在港股上市了，给奖励吗，给多少")).answer
    assert "待确认" in answer
