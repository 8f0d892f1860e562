"""Which sums of a message count: those said to be of the rule's fact, and of the asker's own case."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant import Assistant, Question
from assistant.types import Answer, Status


def ask(assistant: Assistant, *turns: str) -> Answer:
    return assistant.ask(Question(turns[-1], turns[:-1], date(2019, 5, 1)))


@pytest.mark.parametrize(
    ("turns", "wan"),
    [
        # A sum of another sort beside the one that counts.
        (["我们厂去年营业收入8000万，今年设备投了1200万搞技改，能补多少"], "360"),
        (["技改固定资产投资1200万，银行贷款500万，区里奖了50万，市里能补多少"], "360"),
        (["发债5亿，发行费用300万，能补多少"], "30"),
        (["强基工程国家资助1200万，我们自筹3000万，市里配套多少"], "600"),
        (["强基工程国家给了1600万，省里也给了400万，市里配多少"], "800"),
        (["小升规企业，今年贷款利息60万，去年贷款利息50万，能补多少"], "30"),
        (["超高清项目投了900万，比上一年多投300万，补多少"], "270"),
        # The policy's own figure, and what one hopes for.
        (["技改上限都改到八千万了，我固定资产投资900万，补多少"], "270"),
        (["技改投了800万，补助500万够不够"], "240"),
        # A slip of the tongue.
        (["技改投资是一千万，不对，是一千二百万，能补多少"], "360"),
        (["中小企业技改贷款400万，贴息多少", "说错了，是120万不是400万"], "60"),
        # As many awards as pieces, not more.
        (["三款首批次新材料：国家目录的一批300万，省目录的一批400万，市目录的一批500万，补多少"], "500"),
        (["两台货车走广河高速，一个月过路费3万，没超载，粤通卡，一个月省多少"], "0.45"),
        (["基药片剂两个品种过了一致性评价，给多少", "上周又过一个，现在三个了"], "600"),
        (["仨基药胶囊过了一致性评价，能拿多少"], "600"),
        # What was paid is named behind the sum, whatever was said before it.
        (["我们首次升规，找银行贷款周转，一年贷款产生了46万利息，政府贴多少"], "23"),
        (["今年刚升规上，向农商行借款付掉了三十二万利息，能补多少"], "16"),
        (["公司发债交给承销商200万承销费，市里能补多少"], "20"),
        (["小升规，去年营收过亿，今年付出58万的利息，能拿回来多少"], "29"),
        (["小升规企业，贷款3000万付利息66万，补多少"], "33"),
        # What was told first belongs to the conditions told after it.
        (
            ["一年过路费80万，能省多少", "都是货车，刷国标粤通卡，不超载，走的是省属国有的高速"],
            "12",
        ),
    ],
)
def test_only_the_sums_that_are_meant_count(assistant: Assistant, turns: list[str], wan: str) -> None:
    calculation = ask(assistant, *turns).calculation
    assert calculation is not None
    assert calculation.amount_wan == Decimal(wan)


@pytest.mark.parametrize(
    "text",
    [
        "买技术花了1500万，放在惠州的工厂投产，广州给补吗",
        "国家级重大科技项目由中山大学牵头，我们参与，到账经费800万，能配多少",
        "上千人的大厂，技改贷款2000万，贴息能拿吗",
        "客车走省属高速一年过路费20万，粤通卡，能省多少",
        "事后奖补：主营收入不够，省级分成100万，市级80万，区级50万，能奖多少",
    ],
)
def test_what_contradicts_a_condition_gets_nothing(assistant: Assistant, text: str) -> None:
    calculation = ask(assistant, text).calculation
    assert calculation is not None
    assert calculation.trace["result"] == "no_award"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("首版次软件签了6份合同，一共3000万，有软著和发明专利，补多少", "前三个"),
        ("小升规企业，从银行贷了2600万利息怎么补", "利息"),
        ("小升规企业，银行贷款还了1200万利息能补多少", "利息"),
        ("我们一年电费大概800万，电价下调能省多少钱", "用电量"),
        ("150个员工，失业保险公司一个月少交多少钱", "缴费基数"),
        ("事后奖补，主营收入达标，财政贡献增量一共300万，奖多少", "省级分成"),
        ("超高清项目计划投2000万，已经投了800万，能补多少", "投资额"),
    ],
)
def test_what_decides_the_sum_is_asked_for(assistant: Assistant, text: str, asked: str) -> None:
    answer = ask(assistant, text)
    assert answer.status is Status.CLARIFY
    assert asked in answer.answer


@pytest.mark.parametrize(
    "text", ["水利建设基金那一块，每千瓦时少收几分", "大工业的电，一度能便宜多少", "养老这一块单位按几个点缴"]
)
def test_the_price_of_one_unit_is_stated_and_not_reckoned(assistant: Assistant, text: str) -> None:
    answer = ask(assistant, text)
    assert answer.status is Status.ANSWERED
    assert answer.calculation is None


def test_levels_asked_in_a_row_are_all_said(assistant: Assistant) -> None:
    answer = ask(assistant, "国家级的IAB技术创新中心支持多少钱，省级和市级又分别是多少")
    assert all(amount in answer.answer for amount in ("1亿元", "2000万元", "800万元"))
