"""A sum that several grants could be reckoned by is asked about; what names one of them is reckoned with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant import Assistant, Question
from assistant.types import Answer, Status


def asked(assistant: Assistant, *turns: str) -> Answer:
    return assistant.ask(Question(turns[-1], turns[:-1], date(2019, 1, 1)))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("中央财政已经拨给我们项目900万，广州配套给多少钱", ("强基", "重大科技")),
        ("公司做大数据的，投入了1500万进去，能补多少钱", ("示范", "平台")),
        # A body of two documents, whose level both have.
        ("我们拿下了省级创新中心的牌子，能领几多钱", ("制造业创新中心", "技术创新中心")),
    ],
)
def test_which_grant_is_asked_where_the_words_fit_each(
    assistant: Assistant, text: str, named: tuple[str, ...]
) -> None:
    answer = asked(assistant, text)
    assert answer.status is Status.CLARIFY
    assert all(name in answer.answer for name in named)


@pytest.mark.parametrize(
    ("turns", "wan"),
    [
        (("我们承担国家工业强基工程项目，国家拨了900万，市里配套多少",), "450"),
        (("我们搭了个对外开放的大数据服务平台，投了1500万，补多少",), "450"),
        # Those who apply together are no centres; centres told by their number are.
        (("我们四家公司联合办的国家级制造业创新中心落户广州了，一次性补助多少",), "3000"),
        (("国家级的创新中心，补助多少", "技术创新中心那种"), "10000"),
        (("落户了两家省级制造业创新中心，一共补多少",), "2000"),
        (("一个国际标准是五家企业合着牵头做出来的，获批了，奖多少",), "50"),
        (("搞行业大数据平台花了1300万，能补多少", "要是不算平台，算大数据示范应用项目呢，还是1300万"), "300"),
        # Of what is asked, not of what is told beside it.
        (("中小企业，技改固投800万，另外借了400万，补助最多多少",), "240"),
        # A whole beside its part, and what is left of it.
        (("大型企业IAB增资扩产，项目总盘子9000万，设备占1600万，其余是厂房，设备补助多少",), "320"),
        # Another contract, and no earlier word of the first.
        (
            (
                "引进国外技术在穗转化，合同实际成交1200万，按IAB计划补多少",
                "年底又签了个600万的，加起来补多少",
            ),
            "180",
        ),
        # Lines are counted, and no clause is numbered so.
        (("按IAB计划，大型药企增资扩产上了三条包装线，设备投资额2000万元，设备补助多少",), "400"),
        (("养老保险 单位部分 缴费基数300万 要缴多少",), "42"),
        # The doubt is about something else than the figure.
        (("国家工业强基工程项目，中央给了1000万。我们条件没问题吧，市里配套多少",), "500"),
        (("搞了个国字头的IAB新型研发机构，钱能拿到什么数",), "10000"),
    ],
)
def test_what_was_told_for_one_grant_is_reckoned(
    assistant: Assistant, turns: tuple[str, ...], wan: str
) -> None:
    calculation = asked(assistant, *turns).calculation
    assert calculation is not None
    assert calculation.amount_wan == Decimal(wan)


def test_what_is_denied_gives_no_other_grant_by_a_word_of_both(assistant: Assistant) -> None:
    answer = asked(assistant, "不是科技型的有限公司，股权交易中心挂牌了，那30万给不给")
    assert answer.calculation is None or answer.calculation.amount_wan is None


def test_who_asks_whether_he_may_apply_is_told_no_sum(assistant: Assistant) -> None:
    answer = asked(assistant, "申请国家级制造业创新中心，起码要几家单位一起才够格")
    assert answer.calculation is None
    assert "6000" not in answer.answer


def test_what_is_not_known_is_no_question(assistant: Assistant) -> None:
    answer = asked(
        assistant, "印刷厂，主营收入两千万，备案证有了；在不在省里那份目录我不清楚。技改事后奖补能报吗"
    )
    assert answer.status is Status.ANSWERED
    assert "1000万元" in answer.answer
    assert "目录" in answer.answer


def test_the_named_document_binds_and_the_other_is_a_notice(assistant: Assistant) -> None:
    answer = asked(assistant, "注射剂是全国第六家过一致性评价的，IAB那条能拿吗")
    assert answer.citations[0].id == "iab-2018/5.2.10"
