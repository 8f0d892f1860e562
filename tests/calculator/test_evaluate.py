"""A rule applied to facts: bounds, exactness and the trace, on small rules made here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.calculator.evaluate import Facts, Outcome, evaluate, in_wan
from assistant.calculator.schema import Rule

RATE = {"of": "base", "percent": "30％", "quote": "按投资额的30％给予补助"}
PROJECT = {"amount": "500万元", "per": "project", "quote": "单个项目最高500万元"}
YEAR = {"amount": "800万元", "per": "enterprise_year", "quote": "每家企业年度累计不超过800万元"}
MONEY = {"type": "money", "name": "投资额", "question": "投资额是多少"}
WAN = Decimal(10000)

yuan = st.decimals(min_value=0, max_value=10**9, places=2)
bases = st.lists(yuan, min_size=1, max_size=5)


def rule(award: dict[str, Any] | None, **more: Any) -> Rule:
    facts = {"base": MONEY, **more.pop("facts", {})}
    told = {"id": "t", "title": "试", "clause": "t/1", "result": "ceiling", "facts": facts, "award": award}
    return Rule.model_validate({**told, **more})


def on(tested: Rule, *values: object, received: Decimal | None = None) -> Outcome:
    return evaluate(tested, Facts(tuple({"base": Decimal(str(v))} for v in values), received))


def amount(tested: Rule, *values: object, received: Decimal | None = None) -> Decimal:
    got = on(tested, *values, received=received).amount
    assert got is not None
    return got


UNCAPPED = rule({"rate": RATE})
CAPPED = rule({"rate": RATE}, caps=[PROJECT, YEAR])
WAYS = {
    "rate": rule({"rate": RATE}, caps=[PROJECT]),
    "share_off": rule({"share_off": RATE}, caps=[PROJECT]),
    "parts": rule({"parts": [RATE, {**RATE, "percent": "20％"}]}, caps=[PROJECT]),
    "change": rule({"change": {"of": "base", "from": "1.5％", "to": "0.8％", "quote": "从1.5％下调至0.8％"}}),
    "discount": rule({"discount": {"of": "base", "pays": "八五折", "quote": "享受八五折优惠"}}),
    "price": rule({"price": {"of": "base", "price": "2.33分", "quote": "降低2.33分/千瓦时"}}),
    "per_item": rule({"per_item": {"of": "base", "amount": "5万元", "quote": "每项5万元"}}, caps=[PROJECT]),
}


# Bounds.


@pytest.mark.parametrize("way", WAYS)
def test_more_never_gives_less(way: str) -> None:
    @given(yuan, yuan)
    def grows(one: Decimal, other: Decimal) -> None:
        assert amount(WAYS[way], min(one, other)) <= amount(WAYS[way], max(one, other))

    grows()


@given(bases, st.none() | yuan)
def test_never_above_a_cap(values: list[Decimal], received: Decimal | None) -> None:
    got = amount(CAPPED, *values, received=received)
    assert 0 <= got <= 800 * WAN
    assert got <= min(len(values) * 500 * WAN, amount(UNCAPPED, *values))


@given(st.data(), bases)
def test_order_of_the_items_makes_no_difference(data: st.DataObject, values: list[Decimal]) -> None:
    assert amount(CAPPED, *values) == amount(CAPPED, *data.draw(st.permutations(values)))


@given(bases, yuan, yuan)
def test_what_was_received_only_lowers(values: list[Decimal], one: Decimal, other: Decimal) -> None:
    more, less = (amount(CAPPED, *values, received=r) for r in (max(one, other), min(one, other)))
    assert 0 <= more <= less <= amount(CAPPED, *values)
    assert less + min(one, other) <= max(800 * WAN, min(one, other))


@given(yuan)
def test_cap_of_the_project_leaves_what_is_below_it(value: Decimal) -> None:
    assert amount(WAYS["rate"], value) == min(value * 3 / 10, 500 * WAN)


@pytest.mark.parametrize(
    ("base", "expected", "binds"),
    [
        ("16666666.66", "4999999.998", False),
        ("16666666.67", "5000000", True),
        ("16666660", "4999998", False),
        ("0", "0", False),
    ],
)
def test_at_the_edge_of_a_cap(base: str, expected: str, binds: bool) -> None:
    outcome = on(WAYS["rate"], base)
    assert outcome.amount == Decimal(expected)
    assert [s.binds for s in outcome.steps if s.op == "cap"] == [binds]


# Several items, and a year.


def test_cap_of_a_project_counts_for_each_and_of_a_year_for_all() -> None:
    assert amount(CAPPED, 1000 * WAN, 3000 * WAN) == 800 * WAN
    assert amount(CAPPED, 1000 * WAN, 1000 * WAN) == 600 * WAN
    each = rule({"rate": RATE}, caps=[PROJECT])
    assert amount(each, 1000 * WAN, 3000 * WAN, 2000 * WAN) == 1300 * WAN


def test_cap_of_an_enterprise_is_not_lowered_by_what_was_received_this_year() -> None:
    once = rule({"rate": RATE}, caps=[{**YEAR, "per": "enterprise"}])
    assert amount(once, 5000 * WAN, received=700 * WAN) == 800 * WAN


@pytest.mark.parametrize(
    ("received", "expected"), [(None, 800), (0, 800), (300, 500), (799, 1), (800, 0), (900, 0)]
)
def test_room_left_in_the_year(received: int | None, expected: int) -> None:
    told = None if received is None else received * WAN
    outcome = on(CAPPED, 3000 * WAN, 3000 * WAN, received=told)
    assert outcome.amount == expected * WAN
    assert any("假定" in s.text for s in outcome.steps) == (received is None)
    prior = [(s.before, s.after) for s in outcome.steps if s.op == "prior"]
    assert prior == ([(800 * WAN, expected * WAN)] if received else [])


# Missing facts and conditions.


def test_missing_fact_is_asked_for() -> None:
    outcome = evaluate(CAPPED, Facts())
    assert (outcome.result, outcome.ask, outcome.amount) == ("missing", "base", None)
    assert evaluate(CAPPED, Facts(({"base": WAN}, {}))).ask == "base"


def test_first_of_several_missing_facts_is_asked_for() -> None:
    parts = rule({"parts": [RATE, {**RATE, "of": "loan"}]}, facts={"loan": {**MONEY, "name": "贷款"}})
    assert evaluate(parts, Facts()).ask == "base"
    assert evaluate(parts, Facts(({"base": WAN},))).ask == "loan"
    assert evaluate(parts, Facts(({"base": WAN, "loan": WAN},))).amount == 6000


def test_default_stands_in_for_what_was_not_told() -> None:
    tested = rule({"rate": RATE}, facts={"base": {**MONEY, "default": "100万元"}})
    assert evaluate(tested, Facts()).amount == 30 * WAN
    assert amount(tested, 200 * WAN) == 60 * WAN


LIMITS = {
    "at_least": {"fact": "base", "at_least": "1000万元", "quote": "不低于1000万元", "text": "投资不够"},
    "at_most": {"fact": "base", "at_most": "1亿元", "quote": "不超过1亿元", "text": "投资过大"},
}


@given(yuan)
def test_condition_unmet_gives_nothing_and_says_why(value: Decimal) -> None:
    outcome = on(rule({"rate": RATE}, conditions=list(LIMITS.values())), value)
    unmet = ["投资不够"] if value < 1000 * WAN else ["投资过大"] if value > 10000 * WAN else []
    if not unmet:
        assert outcome.result == "ceiling"
        assert outcome.amount == value * 3 / 10
    else:
        assert (outcome.result, outcome.amount, outcome.ask) == ("no_award", 0, None)
        assert outcome.steps[-1].text in unmet
        assert outcome.steps[-1].quote in {limit["quote"] for limit in LIMITS.values()}


@pytest.mark.parametrize(("told", "result"), [("是", "ceiling"), ("否", "no_award"), (None, "ceiling")])
def test_flag(told: str | None, result: str) -> None:
    tested = rule(
        {"rate": RATE},
        facts={"local": {"type": "flag", "name": "本地", "question": "是否本地"}},
        conditions=[{"fact": "local", "equals": "是", "quote": "在穗注册", "text": "须在本市注册"}],
    )
    outcome = evaluate(tested, Facts(({"base": WAN, **({"local": told} if told else {})},)))
    assert outcome.result == result
    condition = next(s for s in outcome.steps if s.op == "condition")
    assert condition.quote == "在穗注册"
    assert condition.text == "须在本市注册" if told == "否" else "在穗注册" in condition.text


def test_condition_holds_for_every_item() -> None:
    tested = rule({"rate": RATE}, conditions=[LIMITS["at_least"]])
    assert on(tested, 1000 * WAN, 999 * WAN).result == "no_award"


def test_condition_unmet_comes_before_a_question() -> None:
    tested = rule({"rate": {**RATE, "of": "loan"}}, facts={"loan": MONEY}, conditions=[LIMITS["at_least"]])
    assert on(tested, WAN).result == "no_award"
    assert on(tested, 1000 * WAN).ask == "loan"


# Ways of working out the amount.

GRADES = {
    "type": "level",
    "name": "级别",
    "question": "哪一级",
    "options": {"国家级": (), "省级": (), "市级": ()},
}


@pytest.mark.parametrize(("level", "expected"), [("国家级", 3000), ("省级", 1000), ("市级", 20)])
def test_levels_by_amount_or_percent(level: str, expected: int) -> None:
    tested = rule(
        {
            "by": "grade",
            "of": "base",
            "levels": {
                "国家级": {"amount": "3000万元", "quote": "国家级3000万元"},
                "省级": {"amount": "1000万元", "quote": "省级1000万元"},
                "市级": {"percent": "20％", "quote": "市级20％"},
            },
        },
        facts={"grade": GRADES},
    )
    outcome = evaluate(tested, Facts(({"base": 100 * WAN, "grade": level},)))
    assert outcome.amount == expected * WAN
    assert outcome.steps[0].quote.startswith(level)
    assert level in outcome.steps[0].text
    assert evaluate(tested, Facts(({"base": WAN},))).ask == "grade"


@given(bases)
def test_what_is_paid_and_what_is_saved_make_the_whole(values: list[Decimal]) -> None:
    outcome = on(WAYS["discount"], *values)
    assert outcome.amount is not None
    assert outcome.paid is not None
    assert outcome.amount + outcome.paid == sum(values)
    assert outcome.paid * 15 == outcome.amount * 85


def test_ways() -> None:
    assert amount(WAYS["change"], 1000 * WAN) == 7 * WAN
    assert amount(WAYS["price"], 100 * WAN) == 23300
    assert amount(WAYS["per_item"], 3) == 15 * WAN
    assert amount(WAYS["per_item"], 300) == 500 * WAN
    assert amount(WAYS["parts"], 100 * WAN) == 50 * WAN
    assert evaluate(rule({"lump": {"amount": "25万元", "quote": "奖励25万元"}}), Facts()).amount == 25 * WAN
    limit = evaluate(rule({"limit": {"amount": "20年", "quote": "不超过20年"}}, result="limit"), Facts())
    assert (limit.result, limit.amount) == ("limit", 20)


def test_discretion_names_no_amount() -> None:
    outcome = evaluate(rule(None, result="discretionary", discretion="一项目一议"), Facts())
    assert (outcome.result, outcome.amount) == ("discretionary", None)
    assert outcome.steps[-1].quote == "一项目一议"


@pytest.mark.parametrize(
    ("day", "noted"),
    [("2018-08-15", False), ("2018-08-14", True), ("2022-12-31", False), ("2023-01-01", True)],
)
def test_day_outside_the_term_is_noted_and_changes_no_amount(day: str, noted: bool) -> None:
    tested = rule({"rate": RATE}, effective_from="2018-08-15", effective_to="2022-12-31")
    outcome = evaluate(tested, Facts(({"base": WAN},)), date.fromisoformat(day))
    assert outcome.amount == 3000
    assert [s.op for s in outcome.steps] == (["note"] if noted else []) + ["award"]


# The trace.


@settings(deadline=None)
@given(bases, st.none() | st.just(Decimal(0)))
def test_trace_has_each_award_and_cap_and_marks_those_that_bind(
    values: list[Decimal], received: Decimal | None
) -> None:
    outcome = on(CAPPED, *values, received=received)
    awards = [s for s in outcome.steps if s.op == "award" and s.quote]
    caps = [s for s in outcome.steps if s.op == "cap"]
    assert [s.quote for s in awards] == [RATE["quote"]] * len(values)
    assert [s.quote for s in caps] == [PROJECT["quote"]] * len(values) + [YEAR["quote"]]
    for step in caps:
        assert step.before is not None
        assert step.after is not None
        assert step.binds == (step.after < step.before)
    assert [s.after for s in awards] == [s.before for s in caps[:-1]]
    assert caps[-1].before == sum(s.after for s in caps[:-1] if s.after is not None)
    assert caps[-1].after == outcome.amount
    assert {s.clause for s in outcome.steps} == {"t/1"}


# Exactness.


@pytest.mark.parametrize(
    ("base", "percent", "expected"),
    [
        (1000, "30％", "300"),
        ("0.1", "30％", "0.03"),
        ("1100000", "1.1％", "12100"),
        ("333333333", "0.7％", "2333333.331"),
        ("0.01", "0.8％", "0.00008"),
        ("999999999.99", "百分之三十", "299999999.997"),
        ("12345678.9", "三成", "3703703.67"),
    ],
)
def test_no_artefact_of_binary_fractions(base: object, percent: str, expected: str) -> None:
    assert amount(rule({"rate": {**RATE, "percent": percent}}), base) == Decimal(expected)


@given(st.integers(0, 10**13), st.integers(1, 9999))
def test_percents_are_exact(cents: int, hundredths: int) -> None:
    tested = rule({"rate": {**RATE, "percent": f"{Decimal(hundredths) / 100}％"}})
    assert amount(tested, Decimal(cents) / 100) * 1000000 == cents * hundredths


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("300", "300元"),
        ("9999.99", "9999.99元"),
        ("10000", "1万元"),
        ("12345678.9", "1234.56789万元"),
        ("5000000.00", "500万元"),
    ],
)
def test_money_as_it_is_said(value: str, text: str) -> None:
    assert in_wan(Decimal(value)) == text
