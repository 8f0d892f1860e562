"""Clauses named by number are opened, not searched for; lost and unknown numbers are told apart."""

from __future__ import annotations

import pytest

from assistant import Assistant, Question
from assistant.types import Understanding


@pytest.fixture
def read(assistant: Assistant):  # type: ignore[no-untyped-def]
    return lambda text: assistant.tools.reader.read(Question(text))


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("扶持意见第十一条", ["support-2018/2.11"]),
        ("扶持意见第11条讲什么", ["support-2018/2.11"]),
        ("扶持意见（十一）", ["support-2018/2.11"]),
        ("15号文（七）", ["support-2018/2.7"]),
        ("穗府规〔2018〕15号第三十五条", ["support-2018/5.35"]),
        ("穗府规[2018]15号第（十三）项", ["support-2018/2.13"]),
        ("穗府〔2018〕9号第五部分第2点", ["iab-2018/5.1.2"]),
        ("IAB行动计划五、（五）18.", ["iab-2018/5.5.18"]),
        ("IAB计划第五部分第（三）13点", ["iab-2018/5.3.13"]),
        ("降成本意见第十八条", ["cost-2018/6.18"]),
        ("降成本意见(18)", ["cost-2018/6.18"]),
        ("中国制造2025方案里的指标表", ["mic2025-2018/1.2.t1"]),
        ("价值创新园区方案三、（四）9.", ["parks-2018/3.4.9"]),
        ("《广州市价值创新园区建设三年行动方案（2018-2020年）》二、（一）3.", ["parks-2018/2.1.3"]),
    ],
)
def test_clause_named_by_number_is_found(read, text: str, clauses: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert list(read(text).clauses) == clauses


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("扶持意见第二十二条", ("（二十二）",)),
        ("15号文第19条补贴多少", ("（十九）",)),
        ("扶持意见（二十七）", ("（二十七）",)),
        ("降成本意见第一条", ("（一）",)),
        ("降成本政策（二）", ("（二）",)),
    ],
)
def test_number_in_a_lost_page_is_known_to_be_lost(read, text: str, lost: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    understanding: Understanding = read(text)
    assert understanding.lost == lost
    assert not understanding.clauses


def test_number_that_never_was_is_not_called_lost(read) -> None:  # type: ignore[no-untyped-def]
    understanding: Understanding = read("扶持意见第四十条")
    assert (understanding.lost, understanding.unknown) == ((), ("第四十条",))


@pytest.mark.parametrize(
    "text", ["技改投了2300万能补多少", "2018年工业总产值", "1条生产线", "第10.5代线在哪个园区", "80万能补吗"]
)
def test_other_numbers_are_no_references(read, text: str) -> None:  # type: ignore[no-untyped-def]
    understanding: Understanding = read(text)
    assert (understanding.clauses, understanding.lost, understanding.unknown) == ((), (), ())


def test_what_is_joined_to_a_document_is_one(read) -> None:  # type: ignore[no-untyped-def]
    understood: Understanding = read("技改扶持意见和中国制造2025哪个给得多")
    assert set(understood.documents) == {"support-2018", "mic2025-2018"}
    assert not read("中国制造2025示范城市补多少").documents[1:]


def test_day_after_a_year_and_today(read) -> None:  # type: ignore[no-untyped-def]
    assert str(read("制造2025方案2019年之后还算数吗").day) == "2020-01-01"
    assert read("我2019年买的设备，扶持意见现在还有效吗").day is None
