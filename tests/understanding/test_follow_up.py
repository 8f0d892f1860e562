"""Later turns read together with the earlier ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant import Answer, Assistant, Question
from assistant.types import Status


def ask(assistant: Assistant, *turns: str) -> Answer:
    return assistant.ask(Question(turns[-1], turns[:-1]))


@pytest.mark.parametrize(
    ("turns", "wan"),
    [
        (("首台套进了市里的目录，一台卖六百万，能拿回多少", "说错了，是两台"), "360"),
        (("外地的上市公司要搬来，补多少", "更正一下，不是迁来的，是本地企业新上市"), "300"),
        (("请问能补多少钱", "我们发公司债，发行费花了380万", "在交易所发的，公司在广州"), "38"),
        (("承担国家强基工程，国家拨了2200万，市里配套多少", "改下，国家只拨了600万"), "300"),
        (("口服固体制剂过评一个品种给几多", "我们一共过了3个"), "600"),
        (("技改投了500万能补多少", "那一千万呢"), "300"),
    ],
)
def test_what_is_told_later_is_reckoned_with(assistant: Assistant, turns: tuple[str, ...], wan: str) -> None:
    calculation = ask(assistant, *turns).calculation
    assert calculation is not None
    assert calculation.amount_wan == Decimal(wan)


@pytest.mark.parametrize(
    ("turns", "clause"),
    [
        (("首台套最高补多少", "换成首版次软件呢"), "support-2018/2.13"),
        (("琶洲园多大", "生物岛呢"), "parks-2018/2.9.3"),
        (("降成本意见第三十三条讲什么", "扶持意见的同一条呢"), "support-2018/5.33"),
        (("技改投了500万能补多少", "那一千万呢", "还有效吗"), "support-2018/5.35"),
        (("首版次软件补三成，没记错吧", "这政策管到什么时候"), "support-2018/5.35"),
    ],
)
def test_clause_of_the_later_turn(assistant: Assistant, turns: tuple[str, ...], clause: str) -> None:
    assert ask(assistant, *turns).citations[0].id == clause


def test_number_alone_names_a_clause_of_the_same_document(assistant: Assistant) -> None:
    answer = ask(assistant, "扶持意见（十七）说的什么", "（二十）呢")
    assert answer.status is Status.MISSING
    assert "（二十）" in answer.answer


def test_year_in_short(assistant: Assistant) -> None:
    answer = ask(assistant, "2018年规模以上工业总产值的目标是多少", "19年呢")
    assert "2.3万亿元" in answer.answer
    assert "2.15" not in answer.answer
