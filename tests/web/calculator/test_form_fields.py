"""A rule's facts as fields: what may be typed, in which units, and what is said of what can't be read."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.corpus.store import Corpus
from assistant.web.calculator.fields import MOST, Field, Form, fill
from assistant.web.calculator.link import form_link

DAY = date(2020, 6, 30)
RENOVATION, FIRST_SET = "support-2018.tech-renovation", "support-2018.first-set"


def filled(corpus: Corpus, rule: str, query: dict[str, list[str]] | None = None, **how: int) -> Form:
    return fill(
        corpus.rules[rule], query or {}, DAY, more=bool(how.get("more")), without=how.get("without", 0)
    )


def the(form: Form, name: str) -> Field:
    return next(field for field in form.fields if field.name == name)


def test_every_fact_of_every_rule_is_a_labelled_field(corpus: Corpus) -> None:
    for rule in corpus.rules.values():
        form = fill(rule, {}, DAY)
        assert {f.name for f in form.fields} - {"received", "as_of"} == set(rule.facts), rule.id
        assert all(f.label for f in form.fields), rule.id
        assert len({f.id for f in form.fields}) == len(form.fields), rule.id
        assert all(f.options if f.kind == "choice" else f.unit for f in form.fields if f.kind != "date")


@pytest.mark.parametrize(
    ("typed", "unit", "yuan"),
    [
        ("2300", "万元", "23000000"),
        ("2300", "", "23000000"),
        ("2,300.5", "万元", "23005000"),
        ("23000000", "元", "23000000"),
        ("２３００", "万元", "23000000"),
        (".5", "万元", "5000"),
        ("2300万", "元", "2300万"),
        ("1.2亿", "万元", "1.2亿"),
        ("三千万", "万元", "三千万"),
        ("二千三百", "万元", "二千三百万元"),
    ],
)
def test_amounts_are_read_in_any_form(corpus: Corpus, typed: str, unit: str, yuan: str) -> None:
    field = the(filled(corpus, RENOVATION, {"investment": [typed], "investment.unit": [unit]}), "investment")
    assert field.error == ""
    assert field.value == typed
    assert field.read in {yuan, yuan + "0", yuan + ".0"} or float(field.read) == float(yuan)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("很多", "“很多”无法识别，请写成 2300万、1.2亿 或以万元为单位的数字。"),
        ("-5", "不小于零"),
        ("-5万", "不小于零"),
        ("500-800万", "只填一个数"),
        ("500万和800万", "无法识别"),
        ("NaN", "不小于零"),
        ("1e999999999", "太大"),
        ("9" * 41, "不超过40个字"),
        ("三个", "无法识别"),
        ("<img src=x onerror=alert(1)>", "无法识别"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_kept(corpus: Corpus, typed: str, said: str) -> None:
    form = filled(corpus, RENOVATION, {"investment": [typed]})
    field = the(form, "investment")
    assert said in field.error
    assert field.value == typed
    assert form.wrong == 1
    assert form.items == [{}]


def test_units_follow_the_fact(corpus: Corpus) -> None:
    assert the(filled(corpus, RENOVATION), "investment").units == (("万元", 10_000), ("元", 1))
    # A toll is small.
    assert the(filled(corpus, "cost-2018.provincial-expressway-toll"), "toll").unit == "元"
    energy = filled(
        corpus, "cost-2018.electricity-price-cut", {"energy": ["50"], "energy.unit": ["万千瓦时"]}
    )
    assert the(energy, "energy").read == "500000"
    assert the(filled(corpus, "cost-2018.land-flexible-term"), "term").unit == "年"
    assert the(filled(corpus, "cost-2018.land-flexible-term", {"term": ["18个月"]}), "term").error == ""
    assert (
        "以年为单位" in the(filled(corpus, "cost-2018.land-flexible-term", {"term": ["20天"]}), "term").error
    )


def test_several_projects_have_their_own_fields_and_a_blank_one_counts_nothing(corpus: Corpus) -> None:
    query = {
        "price": ["600", "", "1500"],
        "price.unit": ["万元", "万元", "万元"],
        "level": ["国家级", "", "市级"],
        "received": ["700"],
    }
    form = filled(corpus, FIRST_SET, query)
    assert [g.number for g in form.groups] == [1, 2, 3]
    assert form.items == [
        {"price": "6000000", "level": "国家级", "received": "7000000"},
        {"price": "15000000", "level": "市级", "received": "7000000"},
    ]
    less = filled(corpus, FIRST_SET, query, without=1)
    assert [g.fields[0].value for g in less.groups] == ["", "1500"]
    assert [g.fields[0].value for g in filled(corpus, FIRST_SET, query, more=1).groups][-2:] == ["1500", ""]
    many = filled(corpus, FIRST_SET, {"price": ["1"] * 500})
    assert len(many.groups) == MOST


def test_facts_of_the_enterprise_are_asked_once(corpus: Corpus) -> None:
    query = {"contracts": ["500", "600"], "copyright": ["是"]}
    form = filled(corpus, "support-2018.first-version-software", query)
    assert [f.name for f in form.once] == ["copyright", "patent"]
    assert [item["copyright"] for item in form.items] == ["是", "是"]


def test_a_day_that_is_none_and_a_level_that_is_none(corpus: Corpus) -> None:
    form = filled(corpus, FIRST_SET, {"as_of": ["去年"], "level": ["区级"]})
    assert "2020-06-30 的形式" in form.day.error
    assert form.day.value == "去年"
    assert the(form, "level").error == "“目录级别”应为 国家级、省级、市级 之一，收到的是“区级”。"


def test_names_that_are_no_field_are_told(corpus: Corpus) -> None:
    assert filled(corpus, RENOVATION, {"sum": ["1"], "investment": ["2"]}).unused == ("sum",)


def test_link_carries_several_projects_with_their_blanks() -> None:
    link = form_link(FIRST_SET, [{"price": "600万"}, {"price": "1500万", "level": "市级"}], date(2020, 1, 2))
    assert link == (
        "/calculator/support-2018.first-set?price=600%E4%B8%87&price=1500%E4%B8%87"
        "&level=&level=%E5%B8%82%E7%BA%A7&as_of=2020-01-02"
    )
    assert form_link(FIRST_SET) == "/calculator/support-2018.first-set"
