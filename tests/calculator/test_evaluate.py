"""A rule applied to facts: bounds, exactness and the trace, on small rules made here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.calculator.evaluate import Facts, Outcome, evaluate
from assistant.calculator.schema import Rule
from assistant.calculator.units import in_wan

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


@pytest.mark.parametrize(
    ("per", "expected"), [("enterprise", 100), ("park", 100), ("term", 100), ("project", 800), ("item", 800)]
)
def test_what_was_received_counts_where_the_cap_is_for_more_than_one_project(per: str, expected: int) -> None:
    once = rule({"rate": RATE}, caps=[{**YEAR, "per": per}])
    assert amount(once, 5000 * WAN, received=700 * WAN) == expected * WAN


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
    "at_least": {
        "fact": "base",
        "at_least": "1000万元",
        "quote": "不低于1000万元",
        "text": "投资不到{at_least}",
    },
    "at_most": {"fact": "base", "at_most": "1亿元", "quote": "不超过1亿元", "text": "投资超过{at_most}"},
}


@given(yuan)
def test_condition_unmet_gives_nothing_and_says_why(value: Decimal) -> None:
    outcome = on(rule({"rate": RATE}, conditions=list(LIMITS.values())), value)
    unmet = ["投资不到1000万元"] if value < 1000 * WAN else ["投资超过1亿元"] if value > 10000 * WAN else []
    if not unmet:
        assert outcome.result == "ceiling"
        assert outcome.amount == value * 3 / 10
    else:
        assert (outcome.result, outcome.amount, outcome.ask) == ("no_award", 0, None)
        (refused,) = [s for s in outcome.steps if s.binds]
        assert refused.text in unmet
        assert refused.quote in {limit["quote"] for limit in LIMITS.values()}


@pytest.mark.parametrize(("told", "result"), [("是", "ceiling"), ("否", "no_award"), (None, "ceiling")])
def test_flag(told: str | None, result: str) -> None:
    tested = rule(
        {"rate": RATE},
        facts={"local": {"type": "flag", "name": "本地", "question": "是否本地"}},
        conditions=[{"fact": "local", "equals": "是", "quote": "在穗注册", "text": "须在本市注册"}],
    )
    outcome = evaluate(tested, Facts(({"base": WAN, **({"local": told} if told else {})},)))
    assert outcome.result == result
    step = outcome.steps[0]
    assert (step.op, step.quote) == ("condition" if told else "premise", "在穗注册")
    assert step.text.endswith("须在本市注册")


def test_an_item_that_misses_a_condition_does_not_count() -> None:
    tested = rule({"rate": RATE}, conditions=[LIMITS["at_least"]])
    outcome = on(tested, 1000 * WAN, 999 * WAN)
    assert (outcome.result, outcome.amount) == ("ceiling", 300 * WAN)
    assert [s.text for s in outcome.steps if s.binds] == ["1项不计：投资不到1000万元"]
    assert on(tested, 998 * WAN, 999 * WAN).result == "no_award"


FLAG = {"type": "flag", "name": "资格", "question": "有无"}
EITHER = {
    "any_of": [{"fact": "one", "equals": "是"}, {"fact": "two", "equals": "是"}],
    "quote": "甲或乙",
    "text": "须甲或乙",
}
NEITHER = {
    "none_of": [{"fact": "one", "equals": "是"}, {"fact": "two", "equals": "是"}],
    "quote": "甲乙除外",
    "text": "甲乙除外",
}


@pytest.mark.parametrize(
    ("one", "two", "either", "neither"),
    [
        ("是", "是", "ceiling", "no_award"),
        ("是", "否", "ceiling", "no_award"),
        ("否", "否", "no_award", "ceiling"),
        ("否", None, "ceiling", "ceiling"),
        ("是", None, "ceiling", "no_award"),
        (None, None, "ceiling", "ceiling"),
    ],
)
def test_groups_of_conditions(one: str | None, two: str | None, either: str, neither: str) -> None:
    told = {k: v for k, v in (("one", one), ("two", two)) if v}
    for group, expected in ((EITHER, either), (NEITHER, neither)):
        tested = rule({"rate": RATE}, facts={"one": FLAG, "two": FLAG}, conditions=[group])
        assert evaluate(tested, Facts(({"base": WAN, **told},))).result == expected


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
            "levels": {
                "by": "grade",
                "of": "base",
                "table": {
                    "国家级": {"amount": "3000万元", "quote": "国家级3000万元"},
                    "省级": {"amount": "1000万元", "quote": "省级1000万元"},
                    "市级": {"percent": "20％", "quote": "市级20％"},
                },
            }
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


def test_first_so_many_are_added_up_and_the_rest_left() -> None:
    first = rule({"rate": {**RATE, "first": "三个", "quote": "前三个合同累计金额的30％"}}, caps=[PROJECT])
    told = tuple(Decimal(v) for v in (100, 200, 300, 900))
    assert evaluate(first, Facts(({"base": told},))).amount == 180
    assert evaluate(first, Facts(({"base": told[:2]},))).amount == 90
    assert evaluate(first, Facts(({"base": Decimal(1000)},))).amount == 300


def test_range_of_amounts_and_of_rates() -> None:
    lump = evaluate(rule({"lump": {"low": "100万元", "amount": "200万元", "quote": "100—200万元"}}), Facts())
    assert (lump.low, lump.amount) == (100 * WAN, 200 * WAN)
    rates = rule({"rate": {**RATE, "percent": "20％", "up_to": "30％"}}, caps=[PROJECT])
    assert (on(rates, 1000 * WAN).low, amount(rates, 1000 * WAN)) == (200 * WAN, 300 * WAN)
    assert (on(rates, 2000 * WAN).low, amount(rates, 2000 * WAN)) == (400 * WAN, 500 * WAN)
    assert (on(rates, 9000 * WAN).low, amount(rates, 9000 * WAN)) == (None, 500 * WAN)


BANDS = {
    "by": "base",
    "of": "base",
    "table": [
        {
            "at_least": "100万元",
            "below": "500万元",
            "percent": "10％",
            "quote": "100万元以上不满500万元的10％",
        },
        {"at_least": "500万元", "percent": "20％", "quote": "500万元以上的20％"},
    ],
}


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("999999.99", None),
        ("1000000", "100000"),
        ("4999999.9", "499999.99"),
        ("5000000", "1000000"),
        ("10000000", "2000000"),
    ],
)
def test_bands(base: str, expected: str | None) -> None:
    outcome = on(rule({"bands": BANDS}), base)
    assert outcome.result == ("ceiling" if expected else "no_award")
    assert outcome.amount == Decimal(expected or 0)


@given(st.lists(yuan, min_size=3, max_size=3))
def test_highest_of_several_bounds_in_any_order(told: list[Decimal]) -> None:
    names = ("base", "cost", "least")
    bounds = [
        {"of": "base", "percent": "70％", "quote": "不低于70％"},
        *({"of": n, "quote": "不低于"} for n in names[1:]),
    ]
    tested = rule({"highest": bounds}, result="price", facts={n: {**MONEY, "name": n} for n in names[1:]})
    assert evaluate(tested, Facts((dict(zip(names, told, strict=True)),))).amount == max(
        told[0] * 7 / 10, told[1], told[2]
    )
    partly = evaluate(tested, Facts(({"cost": told[1]},)))
    assert partly.amount == told[1]
    assert any(s.op == "assumption" and "least" in s.text for s in partly.steps)
    assert evaluate(tested, Facts()).ask == "base"


@given(yuan)
def test_rounding_drops_what_is_below_the_unit(value: Decimal) -> None:
    tested = rule({"rate": RATE}, rounding={"unit": "万元", "quote": "不足1万元的部分不计"})
    got = amount(tested, value)
    assert got % WAN == 0
    assert 0 <= value * 3 / 10 - got < WAN


def test_cap_with_an_exception() -> None:
    except_for = [{**PROJECT, "unless": "local"}]
    tested = rule({"rate": RATE}, facts={"local": {**FLAG, "name": "须配套的项目"}}, caps=except_for)
    for told, expected in (({}, 500), ({"local": "否"}, 500), ({"local": "是"}, 900)):
        assert evaluate(tested, Facts(({"base": 3000 * WAN, **told},))).amount == expected * WAN


def test_area_is_no_money() -> None:
    area = {"type": "area", "name": "建筑面积", "question": "多大"}
    outcome = evaluate(rule({"rate": RATE}, facts={"base": area}, result="limit"), Facts(({"base": WAN},)))
    assert (outcome.kind, outcome.amount, outcome.said) == ("area", 3000, "3000平方米")


def test_discretion_names_no_amount() -> None:
    outcome = evaluate(rule(None, result="discretionary", discretion="一项目一议"), Facts())
    assert (outcome.result, outcome.amount) == ("discretionary", None)
    assert outcome.steps[-1].quote == "一项目一议"


@pytest.mark.parametrize(
    ("day", "noted"),
    [("2018-08-15", ""), ("2018-08-14", "尚未施行"), ("2022-12-31", ""), ("2023-01-01", "已过有效期")],
)
def test_day_outside_the_term_is_noted_and_changes_no_amount(day: str, noted: str) -> None:
    tested = rule({"rate": RATE}, effective_from="2018-08-15", effective_to="2022-12-31")
    outcome = evaluate(tested, Facts(({"base": WAN},)), date.fromisoformat(day))
    assert outcome.amount == 3000
    said = [s.text for s in outcome.steps if s.op == "validity"]
    assert len(said) == bool(noted)
    assert all(noted in text and day in text for text in said)


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
