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
        ("机器人方面我们牵头写了两个国标一个行标，通通批了。奖金总数？", "65"),
        ("国标（GB/T）两个、行标一个，都是我们牵头写的，奖多少", "65"),
        ("去年第一次在银行间市场发了三个亿的票子，几样发行费加埋四百二十万，能补多少", "42"),
        ("厂区增资扩产，总投四千来万，里面设备1.9千万。补设备那一块给到多少", "380"),
        ("军工科研合同总额1200万整，预付款才收了600万，最多补多少", "360"),
        ("技改投了两次，去年300万，今年400万，能补多少", "210"),
        ("买了机床500万、软件100万，技改补多少", "180"),
        ("首版次软件，第一单签了300万，第二单签了200万，能补多少", "150"),
        ("医保公司那部分，8个点降到六个半点，按我们每月基数88万，每月差多少", "1.32"),
        ("牵头搞制造业创新中心，九家股东凑够了2.8亿股本，选政府入股，最多入多少", "8400"),
        # A count of something else multiplies nothing; counts told one by one after a colon are not counted twice.
        ("IAB的新型研发机构评上市级了，博士二十名、设备六十台，最多给多少", "800"),
        ("首台套国家目录，卖了三台数控机床，每台400万，补多少", "600"),
        ("牵头的标准批了四项：一项国家的，三项行业的，八大领域，一共奖多少", "70"),
        # What is said to be left out is left out, with or without a word for what it is.
        ("技改固定资产投了900万，铺底资金300万不算在内，补多少", "270"),
        ("大数据平台投了600万，办公装修100万没算进去，补多少", "180"),
        # The clause counts what has come, and not what was approved or agreed.
        ("国家重大科技项目我们牵头，批下来1500万，到位了400万，地方配套多少", "40"),
        ("买国外技术在广州转化，合同签的是1200万，实际付了900万，补多少", "90"),
        # Granted this year already, and no item of its own.
        ("今年首台套补助到手600万，又卖了一套国家目录的1200万，还能补多少", "400"),
        # Year by year, and a figure that is every year's.
        ("技改事后奖补：第一年省10市20区10，第二年省20市10区10，单位万元，两年合计多少", "41"),
        ("技改事后奖补每年省分成5万市分成10万区分成10万，三年一共拿多少", "36"),
        ("事后奖补第一年省市区分成各10万、20万、30万，第二年各20万、30万、40万，两年共拿多少", "71"),
        ("有家A股公司打算由长沙搬注册地过来，搬成了市里一次过畀几多", "200"),
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


def test_company_that_is_not_listed_gets_nothing_for_moving(assistant: Assistant) -> None:
    answer = assistant.ask(Question("从东莞整个搬来广州，没上过市，两百万迁入补贴有份没份"))
    assert answer.answer.startswith("不能享受")
    assert "面向上市公司" in answer.answer


@pytest.mark.parametrize(
    "text",
    [
        "从日本拆回来的旧冲床，翻新过的，能不能算进那150万设备里头？",
        "国标和行标分别奖多少",
        "一个国标和一个行标，奖励相差多少",
    ],
)
def test_policys_own_figure_and_levels_compared_make_no_amount(assistant: Assistant, text: str) -> None:
    assert assistant.ask(Question(text)).calculation is None


def test_eligibility_is_answered_without_asking_for_an_amount(assistant: Assistant) -> None:
    answer = assistant.ask(Question("主营收入一千二百万，备案证拿了，事后奖补能申请吗"))
    assert answer.status is Status.ANSWERED
    met, open_ = answer.answer.split("待确认：")
    assert "备案证" in met
    assert "指导目录" in open_
    asked = assistant.ask(Question("主营收入一千二百万，事后奖补能拿多少"))
    assert asked.status is Status.CLARIFY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("小厂改造总共投320万，当中设备200万。申报市里技改资金够得上门槛没有", "符合：市财政资金"),
        ("今年就买了两台注塑机，一共130万。财政的技改项目我能报吗", "不符合：设备投资额须在150万元以上"),
        (
            "买机器起码要花到多少，才够资格报市里那个改造补助",
            "市财政资金扶持技术改造项目的申报门槛（设备投资额）：150万元",
        ),
        ("技改总投资600万，申报门槛够了没有", "市财政资金扶持技术改造项目的申报门槛（设备投资额）：150万元"),
    ],
)
def test_threshold_decides_who_may_apply(assistant: Assistant, text: str, said: str) -> None:
    answer = assistant.ask(Question(text))
    assert answer.answer.startswith(said)
    assert answer.citations[0].id == "cost-2018/10.33"


def test_what_a_lowered_fee_comes_to_is_said(assistant: Assistant) -> None:
    answer = assistant.ask(Question("临时用电，供电局老标准收费15.6万元，按现在的政策实际要交多少")).answer
    assert "应付10.92万元，节省4.68万元" in answer
