"""Whether to answer, to ask back or to refuse."""

from __future__ import annotations

import re
from datetime import date

import pytest

from assistant import Assistant, Question, Status
from assistant.types import Reason


@pytest.fixture
def ask(assistant: Assistant):  # type: ignore[no-untyped-def]
    return lambda *turns: assistant.ask(Question(turns[-1], turns[:-1], date(2019, 1, 1)))


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("降成本落实得怎么样，年底要报送到哪个单位", "cost-2018/closing"),
        ("番禺的智能装备主要放在哪个工业区", "mic2025-2018/2.1.3"),
        ("制造2025联席会议的办公室挂靠在哪个部门", "mic2025-2018/5.1"),
    ],
)
def test_clause_without_a_bracket_answers_in_its_own_words(ask, question: str, clause: str) -> None:  # type: ignore[no-untyped-def]
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].id == clause


def test_who_is_responsible_is_refused_where_nobody_is_printed(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("首版次软件的补助归哪个部门受理")
    assert answer.status is Status.REFUSED
    assert "没有写明责任单位" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "琶洲的停车场停一小时收几块钱",
        "知识城的地铁21号线什么时候通车",
        "天河软件价值创新园要建多少套公寓",
        "申请人才绿卡对学历有什么要求",
        "申报首版次软件补助要准备哪几份材料",
    ],
)
def test_what_is_near_but_lacks_the_value_asked_for_is_no_answer(ask, question: str) -> None:  # type: ignore[no-untyped-def]
    answer = ask(question)
    assert answer.status is Status.REFUSED
    assert re.match("文件中没有(写明|关于)", answer.answer)


@pytest.mark.parametrize("question", ["生物岛的公寓一共有多少套", "先租后让最长能租几年"])
def test_a_value_that_is_printed_answers(ask, question: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(question).status is Status.ANSWERED


def test_dearer_or_cheaper_needs_no_figure(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("人才公寓的租金比市场价便宜吗")
    assert answer.status is Status.ANSWERED
    assert "略低于" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "最多封顶多少",
        "我们园有多大面积",
        "跟以前比变了没有",
        # Amounts, counts, persons and what any provision may be about tell no matter.
        "朋友的厂听说补了八十多万，我们也能补这么多吗",
        "两个项目合计六千万，一共能补多少",
        "设备900万、总投资2000万，补贴有多少",
        "去年批了500万，今年额度还有多少",
        "按15%算还是按25%算",
        "企业问够不够资格，别的没说",
        "第八条讲的什么",
    ],
)
def test_a_question_that_names_no_matter_is_asked_back(ask, question: str) -> None:  # type: ignore[no-untyped-def]
    answer = ask(question)
    assert answer.status is Status.CLARIFY
    assert answer.reason is Reason.TOO_VAGUE


@pytest.mark.parametrize("question", ["电价降多少", "国标奖多少", "技改项目投资2000万，补多少"])
def test_one_word_that_names_a_matter_is_enough(ask, question: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(question).status is Status.ANSWERED


def test_an_outside_word_that_is_only_told_refuses_nothing(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("我们是上市公司，市值五十亿，打算从外地迁入广州，一次性补贴多少")
    assert answer.status is Status.ANSWERED
    assert "200万元" in answer.answer


def test_the_weather_after_a_policy_is_the_weather(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("首版次软件补助最高多少", "好的，那明天广州会不会下雨")
    assert answer.status is Status.REFUSED
    assert "500万" not in answer.answer
    assert ask("首版次软件补助最高多少", "明天会下雨吗", "那比例呢").status is Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("园区里的职工饭堂，市里有钱补不", "食堂"),
        ("先租后让的地，租金一年要交多少钱", "租金"),
        ("新设备用了两年要大修，修理费算不算进技改补助", "扶持意见（十一）"),
    ],
)
def test_what_is_asked_beside_a_clause_is_refused_and_the_clause_is_named(
    ask, question: str, named: str
) -> None:  # type: ignore[no-untyped-def]
    answer = ask(question)
    assert answer.status is Status.REFUSED
    assert named in answer.answer


@pytest.mark.parametrize("question", ["流片有没有补贴", "先租后让最长几年", "琶洲园主导产业是什么"])
def test_what_a_clause_says_is_not_taken_for_what_lies_beside_it(ask, question: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(question).status is Status.ANSWERED


def test_a_matter_is_not_called_by_the_name_of_one_it_is_far_from(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("我们做注塑的，想知道设备坏了修理费政府报不报")
    assert answer.status is Status.REFUSED
    assert not answer.answer.startswith("文件中没有关于")


@pytest.mark.parametrize("question", ["新开的小店，算算能领到多少", "厂里今年投入不少，国家这边能补贴多少呀"])
def test_a_profile_alone_is_no_grant(ask, question: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(question).status is Status.CLARIFY


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("给创新型小企业兜坏账的是哪几家合作银行", "首笔信用贷款风险补偿"),
        ("想牵头搞省级制造业创新中心，至少要凑几家企业", "制造业创新中心"),
        ("技术评审的中介乱收费，我们向哪里举报", "审批技术服务费"),
        ("国家级重大科技项目的地方配套，钱分几批打过来", "国家级重大科技项目地方配套"),
        ("增资扩产的贴息是按基准利率算还是按LPR算", "固定资产投资贴息"),
    ],
)
def test_a_clause_that_does_not_say_what_is_asked_of_it_is_named_and_not_recited(
    ask, question: str, named: str
) -> None:  # type: ignore[no-untyped-def]
    answer = ask(question)
    assert answer.status is Status.REFUSED
    assert answer.answer.startswith("文件中没有")
    assert named in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "生物岛的公寓能住多少人",
        "技改事后奖补是一次给清还是连着给几年",
        "首笔信用贷款坏账了政府补不补",
        "工伤保险费率分几档",
        "请问工伤险的费率总共有多少个等级呀",
        "工伤险的费率现在有几挡",
        "养老保险企业这边按工资扣百分之几，我头一回做社保，心里没底",
        "到2019年，一百家规上工业企业里至少几家要有研发机构",
    ],
)
def test_what_the_clause_says_in_other_words_is_answered(ask, question: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(question).status is Status.ANSWERED


def test_beside_a_refused_question_what_only_hangs_on_it_is_no_answer(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("思科智慧城的写字楼，一平方米一个月租金多少，免租期有几个月")
    assert answer.status is Status.REFUSED


@pytest.mark.parametrize(
    "question",
    [
        "我的手机号13900139000，首版次软件卖了400万能补多少，回头打给我",
        "首版次软件卖了400万能补多少？联系电话：020-83123456",
    ],
)
def test_the_askers_own_number_asks_for_no_contact(ask, question: str) -> None:  # type: ignore[no-untyped-def]
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert "120万元" in answer.answer


def test_a_number_that_is_asked_about_is_still_one_that_no_document_holds(ask) -> None:  # type: ignore[no-untyped-def]
    assert "联系电话" in ask("管技改的处室电话是不是020-83123456").answer
