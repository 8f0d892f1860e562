"""Several questions in one message are taken apart; one question with its story stays whole."""

from __future__ import annotations

import pytest

from assistant import Assistant, Question


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("技改补多少？首版次软件补多少？", 2),
        ("弹性出让最长几年；拿地底价打几折", 2),
        ("货车过路费打几折，工商业电价降几分", 2),
        ("技改补助比例多少，最高多少", 1),
        ("琶洲园多大，在哪里，谁开发", 2),
        ("我们是做注塑的小厂，去年换了机械手，今年又想买两台，不知道行不行，技改能补多少", 1),
        ("不是什么科技型，上了新三板给多少", 1),
        ("你好！请问失业保险费率降到多少？谢谢", 1),
        ("新三板挂牌给多少 发债的费用又给几成", 2),
        ("养老保险几个点？医保几个点？失业呢？", 3),
        ("三件事：电一度便宜多少，养老单位交几个点，货车过路费打几折", 3),
        ("琶洲园的面积、运营单位和2020年目标分别是什么", 3),
        ("首次升规的利息补多少，要交什么材料", 2),
        ("固定资产投了1500万，能补多少，封顶多少", 1),
        ("上市补贴是谁牵头，契税那条又是谁牵头", 2),
        ("琶洲园占地多大呀谁来协调到2025年收入做到多少", 3),
        ("失业险单位交多少养老险又是多少", 2),
        ("1.首版次软件补几成 2.要准备什么资料", 2),
        ("想问两样，一是过路费打几折，二是电费一度便宜几分", 2),
        ("①先租后让最长几年；②弹性出让最长几年", 2),
        ("扶持意见第十三条和第十四条各讲什么", 2),
        ("仓库加一层要不要补地价还有环评怎么做", 2),
        ("生物岛有几平方公里？主要做些啥的", 2),
        ("芯片项目补助上限，首版次软件上限，两个分别是", 2),
        ("2021年9月交材料行不行，扶持意见那天还有效吗", 1),
        ("想报技改，设备投多少才让报啊", 1),
        ("医保单位降到几个点跟失业保险降到几个点还有货车过路费打几折", 3),
        ("蓄冷电价谷段怎么算？这块哪个部门牵头？依据哪条？", 3),
        ("想问三个2020年的指标：绿地率、主导产业集聚度，都是按价值创新园区方案", 2),
        ("好几年没关注了，技改现在补几成", 1),
        ("做了两个项目，一个花了300万，一个花了900万，一共能补多少", 1),
        ("How big is the Pazhou park, and who coordinates it?", 2),
        ("医疗、养老和失业，公司这块分别按几个点交", 3),
        ("琶洲、生物岛、天河软件这三个园各占多大地方", 3),
        ("扩产贴息和三个一批企业的贷款贴息，各能贴几年、最高多少", 2),
        ("失业工伤养老单位分别交几个点", 3),
        ("股改 上新三板 发债 分别补多少", 3),
        ("中国制造2025方案八大重点领域各自的目标一条条列出来", 1),
    ],
)
def test_split(assistant: Assistant, text: str, count: int) -> None:
    assert len(assistant.tools.reader.split(Question(text))) == count


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("琶洲园占地多大呀谁来协调到2025年收入做到多少", ("2.1平方公里", "管理委员会", "2000亿元")),
        ("番禺智能网联汽车园多大？谁在开发？到2020年收入要多少", ("平方公里", "汽车城发展公司")),
        ("扶持意见（十三）和（二十一）各讲什么", ("首版次软件", "缺失")),
        ("新上市、外地迁来的、挂新三板的，各给多少补贴", ("300万元", "200万元", "100万元")),
        ("按制造2025方案，新材料、都市消费工业、汽车到2019年底各要做到多少亿", ("3600", "2800", "5100")),
        ("先租后让能租几年，战略性新兴产业项目又是几年", ("10年", "50年")),
        ("引进新项目的中介奖多少？牵头定行业标准奖多少", ("200万元", "15万元")),
        ("琶洲园和生物岛园，2020年收入目标哪个高", ("1000亿元", "80亿元")),
        ("科技型中小企业去广州股权交易中心挂牌，股份公司和有限公司各给多少", ("10万元", "5万元")),
        ("发债手续费第一期花了300万补多少？第二期花了60万又补多少？", ("30万元", "6万元")),
    ],
)
def test_each_of_several_is_said(assistant: Assistant, text: str, said: tuple[str, ...]) -> None:
    answer = assistant.ask(Question(text)).answer
    assert all(words in answer for words in said)


def test_each_part_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask(Question("弹性出让最长几年；失业保险单位费率降到多少"))
    assert "20年" in answer.answer
    assert "0.8％" in answer.answer
    assert {c.id for c in answer.citations} & {"cost-2018/3.10"}


def test_amount_and_department_in_one_breath(assistant: Assistant) -> None:
    answer = assistant.ask(Question("信息化项目按IAB计划投了600万，能补多少，谁牵头"))
    assert answer.calculation is not None
    assert answer.calculation.amount_wan == 120
    assert "市工业和信息化委牵头" in answer.answer


def test_two_matters_with_an_amount_each(assistant: Assistant) -> None:
    answer = assistant.ask(Question("技改买设备投了800万，另外首版次软件卖了三单共900万，各能补多少"))
    assert "240万元" in answer.answer
    assert "270万元" in answer.answer


def test_half_that_the_documents_do_not_hold_is_said_beside_the_other(assistant: Assistant) -> None:
    answer = assistant.ask(Question("首次升规的利息补多少，要交什么材料"))
    first, second = answer.answer.split("\n")
    assert "50％" in first
    assert "没有写明申报材料" in second


def test_nothing_is_said_twice(assistant: Assistant) -> None:
    answer = assistant.ask(Question("首台套补助比例多少"))
    sentences = [s for s in answer.answer.split("。") if s]
    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # The facts of a story hold for each question at its end, each its own.
        (
            "厂子去年收入九千万，今年添设备固投花了1200万，又是首次升规，贷款利息付了80万。"
            "请问技改能补多少，利息能补多少？",
            ("360万元", "40万元"),
        ),
        (
            "手上两个项目，一个是超高清的投了1200万，一个是集成电路的投了2000万，分别能补多少",
            ("360万元", "500万元"),
        ),
        # What refers to the question before is asked of it, also past another one.
        ("货车过路费打几折？失业保险几个点？过路费那块谁牵头？", ("八五折", "0.8％", "市交委牵头")),
        ("技改最多补多少？最快几天到账？", ("500万元", "没有写明拨付时间")),
        # A document or a year named once holds for all.
        ("按扶持意见，弹性出让最长几年？先租后让最长几年？", ("20年", "10年")),
        ("价值创新园区联席会议的召集人谁担任，办公室设在哪个局", ("分管市领导", "办公室设在")),
    ],
)
def test_what_is_said_once_holds_for_each(assistant: Assistant, text: str, said: tuple[str, ...]) -> None:
    answer = assistant.ask(Question(text)).answer
    assert all(words in answer for words in said)


def test_a_document_named_once_is_the_one_cited(assistant: Assistant) -> None:
    answer = assistant.ask(Question("按扶持意见，首版次软件补几成？弹性出让最长几年？"))
    assert {c.id.partition("/")[0] for c in answer.citations} == {"support-2018"}


def test_named_beside_a_question_is_asked_too(assistant: Assistant) -> None:
    answer = assistant.ask(Question("医保单位费率多少，另外股改补多少，还有失业保险"))
    for said in ("6.5％", "20万元", "0.8％"):
        assert said in answer.answer
    clause = assistant.ask(Question("失业保险单位费率，还有养老单位交几个点"))
    assert "0.8％" in clause.answer
    assert "14％" in clause.answer


def test_insurances_that_fell_are_a_list(assistant: Assistant) -> None:
    answer = assistant.ask(Question("五险里头哪几个险种调低了"))
    assert {f"cost-2018/3.{n}" for n in (9, 10, 11)} <= {c.id for c in answer.citations}
