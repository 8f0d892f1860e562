"""Facts as owners tell them: levels in any wording, ranks one by one, what is denied and what isn't known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant import Assistant, Question
from assistant.types import Status


@pytest.mark.parametrize(
    ("text", "wan"),
    [
        # The level of a list in any wording, without the lists that are denied; a level of its own for each price.
        ("我们的首台套是国字号目录的，单台八百万，补多少", "400"),
        ("首台套进了部里的目录，一台卖1500万，今年已经领了400万，还能拿多少", "600"),
        ("首台套国家的没上，只上了省里的，一台六百万，补多少", "300"),
        ("不是国家目录也不是省目录，就是市里的目录，首台套一台300万，补多少", "90"),
        ("首台套：市目录的一台500万，省目录的一台450万，合计能补多少", "375"),
        ("去年拿过800万，今年一台首台套省目录卖250万，能补多少", "125"),
        # Ranks told one by one, a part that doesn't count, one product without a number.
        ("我们有四个注射剂过了一致性评价，一个全国头一家过评，一个第三家，另外两个第五第七，能拿多少", "400"),
        ("注射剂3个品种过评，名次分别是2、6、8，一致性评价补多少", "200"),
        ("仿制药一致性评价，5个品种里只有2个是全国前三的，其余都不在基药目录，能补多少", "400"),
        ("一致性评价：4个基药口服药，除了1个还没过，其他都过了，能拿多少", "600"),
        ("我们有3个基药口服固体制剂加1个全国第一家过评的注射剂，一致性评价能拿多少", "800"),
        ("这支注射剂全国第二家过一致性评价，能拿多少", "200"),
        ("两个针剂（不在基药目录）过了一致性评价，一个第二家，另一个第八，两个加起来能拿多少", "200"),
        # What was done and what was not, in any wording.
        ("科技型中小企业，股改已经办完，券商还没签，审计花了80万，补多少", "20"),
        ("科技型中小企业，股份制改造搞完了，跟券商的协议也签好了，补多少", "50"),
        # A denial that affirms the condition.
        ("货柜车走广河高速一年50万过路费一车都没超刷粤通卡省多少", "7.5"),
        ("100个员工，人均月缴费基数2500元，养老保险单位一年缴多少", "42"),
    ],
)
def test_amount_is_what_was_told(assistant: Assistant, text: str, wan: str) -> None:
    calculation = assistant.ask(Question(text)).calculation
    assert calculation is not None
    assert calculation.amount_wan == Decimal(wan)


@pytest.mark.parametrize(
    "text", ["我们的注射剂是第四家通过一致性评价的，能补多少", "我们是大集团，技改贷款500万，贴息多少"]
)
def test_what_does_not_qualify_gets_nothing(assistant: Assistant, text: str) -> None:
    calculation = assistant.ask(Question(text)).calculation
    assert calculation is not None
    assert calculation.trace["result"] == "no_award"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("首台套进了市目录，价格还没定，能补多少", "销售价格"),
        ("首批次卖了300万一批，进了哪本目录我忘了，补多少", "国家、省还是市"),
        ("注射剂过了一致性评价两个，名次没留意，能拿多少", "前三名"),
        ("省属高速货车过路费12万，粤通卡，超没超载不清楚，能省多少", "装载"),
        ("大数据平台投了多少没数，补多少", "投资额"),
        ("小升规企业贷了300万，利息补多少", "利息"),
        # Too little for all, and not said to be for each.
        ("职工60人，缴费基数5200元，养老保险单位要交多少", "缴费基数"),
        # Two figures of one thing, of which the clause doesn't say which counts.
        ("强基项目国家批复2000万，目前到账800万，市里配套多少", "国家资助"),
        ("区级担保公司新设立，区财政承诺出6000万，实际到位4000万，市里配资多少", "新增出资"),
    ],
)
def test_what_is_not_known_is_asked_back(assistant: Assistant, text: str, asked: str) -> None:
    answer = assistant.ask(Question(text))
    assert answer.status is Status.CLARIFY
    assert asked in answer.answer


def test_not_knowing_what_one_gets_is_the_question_itself(assistant: Assistant) -> None:
    calculation = assistant.ask(Question("不清楚技改投资500万能补多少")).calculation
    assert calculation is not None
    assert calculation.amount_wan == Decimal(150)
