"""Amounts in answers: the calculator's alone, a ceiling said to be one, the prevailing document's rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant import Answer, Assistant, Question, Status


def ask(assistant: Assistant, *turns: str) -> Answer:
    return assistant.ask(Question(turns[-1], turns[:-1], date(2019, 6, 1)))


@pytest.mark.parametrize(
    ("text", "wan"),
    [
        ("我们厂买设备搞技改投了2300万能补多少", "500"),
        ("技改投了1000万补几多", "300"),
        ("技改投了1.2亿能拿多少", "500"),
        ("一个技改项目投了500万，一个投了2900万，一共能补多少", "650"),
        ("首台套装备卖了3台，每台600万，省级目录，补多少", "900"),
        ("首版次软件前三个合同一共900万，补多少", "270"),
        ("三个仿制药品种过了一致性评价一共给多少钱", "600"),
        ("工资总额每月100万，失业保险降费率后一个月省多少", "0.7"),
        ("发债的发行费用800万，能补多少", "50"),
        ("一个月用了100万度电，降价后省多少", "2.33"),
        ("IAB企业信息化项目总投资600万，补多少", "180"),
    ],
)
def test_amount(assistant: Assistant, text: str, wan: str) -> None:
    answer = ask(assistant, text)
    assert answer.status is Status.ANSWERED, answer.answer
    assert answer.calculation is not None, answer.answer
    assert answer.calculation.amount_wan == Decimal(wan), answer.answer


def test_ceiling_is_called_one_in_the_first_sentence(assistant: Assistant) -> None:
    answer = ask(assistant, "技改投了1000万补多少")
    assert answer.answer.split("。")[0] == "技术改造项目补助最高为300万元，这是上限，以审核结果为准"
    assert "1000万元 × 30％ = 300万元" in answer.answer


def test_prevailing_document_decides_the_amount_and_both_are_named(assistant: Assistant) -> None:
    answer = ask(assistant, "IAB企业信息化项目总投资600万，补多少")
    assert answer.citations[0].id == "support-2018/2.7"
    notice = next(n.text for n in answer.notices if n.kind == "precedence")
    assert "IAB行动计划" in notice
    assert "（三十三）" in notice


def test_missing_fact_is_asked_for_and_the_next_turn_resolves_it(assistant: Assistant) -> None:
    first = ask(assistant, "首台套卖了600万能补多少")
    assert first.status is Status.CLARIFY
    assert "国家" in first.answer
    assert first.answer.count("？") == 1
    second = ask(assistant, "首台套卖了600万能补多少", "市级的")
    assert second.calculation is not None
    assert second.calculation.amount_wan == Decimal(180)


def test_follow_up_replaces_the_amount(assistant: Assistant) -> None:
    answer = ask(assistant, "技改投了2300万能补多少", "那1500万呢")
    assert answer.calculation is not None
    assert answer.calculation.amount_wan == Decimal(450)


def test_amount_received_this_year_is_taken_off_a_yearly_cap(assistant: Assistant) -> None:
    answer = ask(assistant, "首台套卖了两台，每台800万，省级目录，今年已经拿过700万，还能补多少")
    assert answer.calculation is not None
    assert answer.calculation.amount_wan == Decimal(300)


@pytest.mark.parametrize(
    ("text", "start"), [("技改补助最高1000万对吧", "不是1000万。"), ("技改补助最高是500万对吧", "对，")]
)
def test_figure_taken_for_granted_is_settled_first(assistant: Assistant, text: str, start: str) -> None:
    answer = ask(assistant, text)
    assert answer.answer.startswith(start)
    assert "500万元" in answer.answer


def test_list_is_complete_grouped_and_says_how_it_was_made(assistant: Assistant) -> None:
    answer = ask(assistant, "所有跟上市有关的补贴有哪些")
    assert {c.id for c in answer.citations} == {"cost-2018/6.17", "cost-2018/6.18"}
    for figure in ("300万元", "200万元", "100万元", "30万元", "20万元"):
        assert figure in answer.answer
    assert "逐条比对" in answer.answer


def test_definition_comes_from_the_documents_own_brackets(assistant: Assistant) -> None:
    assert ask(assistant, "NEM是什么意思").answer == "“NEM”指新能源、新材料。"


def test_highest_of_three_bounds_with_what_was_not_told(assistant: Assistant) -> None:
    answer = ask(assistant, "IAB产业用地，基准地价1000万，取得成本800万，底价多少")
    assert answer.citations[0].id == "iab-2018/5.3.14"
    assert answer.calculation is not None
    assert answer.calculation.amount_wan == 800
    assert "取最高者800万元" in answer.answer
    assert "不得低于国家、省规定的土地出让最低价（未告知）" in answer.answer


@pytest.mark.parametrize(("years", "verdict"), [("12年", "不符合"), ("10年", "符合"), ("8年", "符合")])
def test_term_against_its_limit(assistant: Assistant, years: str, verdict: str) -> None:
    answer = ask(assistant, f"先租后让的工业用地，租{years}可以吗")
    assert answer.citations[0].id in {"support-2018/4.28", "cost-2018/2.7"}
    assert answer.answer.startswith(verdict)
    assert "10年" in answer.answer


def test_contracts_are_added_up_before_the_cap(assistant: Assistant) -> None:
    answer = ask(assistant, "首版次软件签了三个合同，每个1000万，能补多少")
    assert answer.calculation is not None
    assert answer.calculation.amount_wan == 500
    four = ask(assistant, "首版次软件卖了四个合同，分别是100万、200万、300万和900万，补多少")
    assert four.calculation is not None
    assert four.calculation.amount_wan == 180


def test_last_years_money_leaves_this_years_cap_alone(assistant: Assistant) -> None:
    asked = "已经拿了300万首台套补助，又卖一台3000万的国家目录装备，能补多少"
    for when, expected in (("今年", 700), ("去年", 1000)):
        answer = ask(assistant, when + asked)
        assert answer.calculation is not None
        assert answer.calculation.amount_wan == expected


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("技改事后奖补，省、市、区分成部分分别是100万、60万、40万，能奖多少", 106),
        ("牵头制定了3项行业标准，奖多少", 45),
        ("首台套在广州市的推广目录里，卖了1000万，补多少", 300),
        ("新材料进了国家那个目录，一批卖800万，市里能补多少", 400),
        ("最低价标准每平方米500元，2万平方米，优先发展的制造业项目底价多少", 700),
    ],
)
def test_facts_as_people_tell_them(assistant: Assistant, text: str, amount: int) -> None:
    answer = ask(assistant, text)
    assert answer.calculation is not None
    assert answer.calculation.amount_wan == amount
