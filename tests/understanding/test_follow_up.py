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
        (
            ("货车每个月路费十万块，现在可以省几多", "都是正规装载的货车，刷的国标粤通卡，走省属国企的高速"),
            "1.5",
        ),
        (("小企业借款搞设备更新，贷了400万，贴息能贴多少", "记错了，是一百二十万不是四百万"), "60"),
        (("技改投了500万能补多少", "那一千万呢"), "300"),
        (("首台套单价800万，进了省目录，补多少", "又卖了一台600万的，一共能补多少"), "700"),
        (("首台套单价800万，进了省目录，补多少", "今年已经拿过900万了"), "100"),
        (("发公司债承销费花了120万，能补多少", "刚才少说了，还有律师费30万，合起来呢"), "15"),
        (("牵头定了个省里的行业标准，奖多少", "不是行业标准，是国际标准"), "50"),
        (
            (
                "技改事后奖补，增量里省级分成200万、市级80万、区级60万，一年奖多少",
                "更正一下，区级应该是100万",
            ),
            "200",
        ),
        (("失业保险缴费基数一个月50万，单位交多少", "养老呢，基数一样"), "7"),
        (("高校建了个IAB技术创新中心，省级最高支持多少", "要是市里评的那一级呢"), "800"),
        (("制造业创新中心是省里批的，给多少", "部里认的那种呢"), "3000"),
    ],
)
def test_what_is_told_later_is_reckoned_with(assistant: Assistant, turns: tuple[str, ...], wan: str) -> None:
    calculation = ask(assistant, *turns).calculation
    assert calculation is not None
    assert calculation.amount_wan == Decimal(wan)


def test_a_level_that_a_grant_lacks_is_not_paid_as_the_one_before(assistant: Assistant) -> None:
    calculation = ask(assistant, "制造业创新中心省级的给多少", "那市级的呢").calculation
    assert calculation is None


def test_a_number_in_a_later_turn_is_of_the_document_before(assistant: Assistant) -> None:
    lost = ask(assistant, "扶持意见里仿制药过评给多少", "换个话题，这份文件的第二十条是怎么写的")
    assert lost.status is Status.MISSING
    found = ask(assistant, "扶持意见（十七）讲的是升规吧", "那同一份文件的（十三）讲什么")
    assert [c.id for c in found.citations] == ["support-2018/2.13"]


def test_who_qualifies_is_another_question_than_how_much(assistant: Assistant) -> None:
    answer = ask(assistant, "事后奖补连续给几年", "什么企业有资格").answer
    assert "备案证" in answer
    assert "1000万元" in answer


def test_where_it_stands_is_not_who_is_in_charge(assistant: Assistant) -> None:
    answer = ask(assistant, "小升规贴息封顶多少", "归哪个单位管", "那条在第几条")
    assert answer.status is Status.ANSWERED
    assert "（十七）" in answer.answer


def test_the_same_is_asked_of_another_thing(assistant: Assistant) -> None:
    answer = ask(assistant, "广河高速货车优惠归哪几家负责", "那省属国企的路呢，哪几家").answer
    assert "市财政局" in answer


@pytest.mark.parametrize(
    ("turns", "clause"),
    [
        (("首台套最高补多少", "换成首版次软件呢"), "support-2018/2.13"),
        (("琶洲园多大", "生物岛呢"), "parks-2018/2.9.3"),
        (("天河软件园占多少地方", "番禺那个智慧城市园的呢，也是价值创新园"), "parks-2018/2.4.3"),
        (("花都军民融合园有哪些产业", "那由哪家公司搞开发"), "parks-2018/2.5.2"),
        (("南沙人工智能园面积有多少", "医院怎么配的"), "parks-2018/2.6.5"),
        (("都市消费工业到2019年底的产值目标", "新能源那块呢"), "mic2025-2018/2.6.1"),
        (("新材料2019年产值要到几多", "新一代信息技术", "新能源呢"), "mic2025-2018/2.6.1"),
        (("省级制造业创新中心给多少", "不拿补助，政府直接入股可以吗"), "support-2018/2.3"),
        (("首台套补几成", "信息化项目补几成", "回到刚才第一个问题，一年最多拿多少"), "support-2018/2.10"),
        (("医保单位费率降到几多", "失业的呢", "这个归谁办"), "cost-2018/3.10"),
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


def test_words_that_only_sound_like_a_subject_do_not_lead_away(assistant: Assistant) -> None:
    answer = ask(assistant, "增城显示园做哪些产业", "那归谁运营")
    assert "超视堺" in answer.answer


def test_where_the_answer_stands(assistant: Assistant) -> None:
    answer = ask(assistant, "首版次软件补几成", "这是写在第几条的")
    assert "扶持意见（十三）" in answer.answer


def test_what_the_next_clause_would_be(assistant: Assistant) -> None:
    assert ask(assistant, "降成本意见第三十三条讲什么", "下面那条呢").status is Status.REFUSED


def test_the_clause_is_named_to_who_asks_for_it(assistant: Assistant) -> None:
    answer = ask(assistant, "技改固投800万能补多少", "这是依据哪一条")
    assert "出自扶持意见（十一）" in answer.answer


def test_the_rest_of_the_clause(assistant: Assistant) -> None:
    answer = ask(assistant, "IAB大中型企业扩产，设备投资补几成", "这一条里还有没有别的")
    assert {c.id for c in answer.citations} == {"iab-2018/5.2.7"}
    assert "贴息" in answer.answer


def test_the_same_is_asked_of_another(assistant: Assistant) -> None:
    answer = ask(assistant, "琶洲互联网园由哪家单位综合协调", "生物岛那个又是谁")
    assert answer.citations[0].id == "parks-2018/2.9.2"


def test_what_no_document_holds_leaves_the_conversation_where_it_was(assistant: Assistant) -> None:
    answer = ask(assistant, "失业保险单位交几个点", "最快几天到账", "哪个部门管")
    assert answer.citations[0].id == "cost-2018/3.10"


def test_another_question_carries_nothing_along(assistant: Assistant) -> None:
    earlier = ("园区里人才房的租金按什么定",)
    answer = assistant.ask(Question("换个问题，园区进度老是达不到会怎样", earlier))
    assert {c.id for c in answer.citations} == {"parks-2018/4.3"}
