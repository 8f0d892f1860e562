"""What a filled form comes to: the sentence, its steps, what is to be known beside it, the clause, the chart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.corpus.store import Corpus
from assistant.web.calculator import form_link, router
from assistant.web.calculator.fields import fill
from assistant.web.calculator.result import Result, work_out
from assistant.web.calculator.source import marked
from assistant.web.opening import Opening

EVIL = "<img src=x onerror=alert(1)>\"'"
IN_FORCE, LAPSED = date(2020, 6, 30), date(2026, 11, 30)
RENOVATION, FIRST_SET = "support-2018.tech-renovation", "support-2018.first-set"


@pytest.fixture
def client(corpus: Corpus) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(router(cast(Opening, SimpleNamespace(assistant=SimpleNamespace(corpus=corpus)))))
    with TestClient(app) as opened:
        yield opened


def came_to(corpus: Corpus, rule: str, day: date = IN_FORCE, **facts: str | list[str]) -> Result:
    query = {name: value if isinstance(value, list) else [value] for name, value in facts.items()}
    return work_out(corpus, fill(corpus.rules[rule], query, day))


def test_amount_with_its_steps_and_the_one_that_decides(corpus: Corpus) -> None:
    result = came_to(corpus, RENOVATION, investment="2300")
    assert result.sentence == "技术改造项目补助最高为500万元，这是上限，以审核结果为准。"
    assert [(r.what, r.said, r.result, r.binds) for r in result.steps] == [
        ("计算", "2300万元 × 30％", "690万元", False),
        ("上限", "单个项目最高500万元，按上限计为500万元", "500万元", True),
    ]
    assert result.steps[0].clause == "二、（十一）"
    assert [n.kind for n in result.notices] == ["ceiling", "precedence", "alternative"]


def test_what_was_received_leaves_the_rest_of_the_cap(corpus: Corpus) -> None:
    result = came_to(corpus, FIRST_SET, price=["600", "1500"], level=["国家级", "市级"], received="700")
    assert "最高为300万元" in result.sentence
    assert [r.what for r in result.steps][-2:] == ["余额", "上限"]
    assert result.chart is None


def test_lapsed_document_is_told_with_its_date(corpus: Corpus) -> None:
    expired = next(
        n for n in came_to(corpus, RENOVATION, LAPSED, investment="1").notices if n.kind == "expired"
    )
    assert "2021年8月27日" in expired.said
    assert "expired" not in {n.kind for n in came_to(corpus, RENOVATION, investment="1").notices}


def test_the_other_document_and_the_other_choice_are_linked(corpus: Corpus) -> None:
    linked = {n.kind: n for n in came_to(corpus, "mic2025-2018.tech-renovation", investment="2300").notices}
    assert linked["precedence"].link == form_link(RENOVATION)
    assert "以扶持意见为准" in linked["precedence"].said
    other = {n.kind: n for n in came_to(corpus, RENOVATION).notices}["alternative"]
    assert other.link == form_link("support-2018.tech-renovation-equity")


def test_conditions_are_met_unmet_or_to_be_confirmed(corpus: Corpus) -> None:
    rule = "support-2018.tech-renovation-interest"
    open_ = came_to(corpus, rule, loan="100")
    assert open_.conditions.open == ("该项贴息面向中小企业",)
    assert came_to(corpus, rule, loan="100", small="是").conditions.met == ("该项贴息面向中小企业",)
    none = came_to(corpus, rule, loan="100", small="否")
    assert none.state == "none"
    assert none.conditions.unmet == ("该项贴息面向中小企业",)
    assert none.sentence == "不能享受中小企业技改贷款贴息：该项贴息面向中小企业。"


def test_wrong_field_leaves_no_amount(corpus: Corpus) -> None:
    result = came_to(corpus, RENOVATION, investment="2300", universal="大概")
    assert result.state == "wrong"
    assert "500万元" not in result.sentence
    assert not result.steps
    assert result.chart is None


def test_missing_fact_is_asked_for_and_the_clause_is_there_all_the_same(corpus: Corpus) -> None:
    result = came_to(corpus, FIRST_SET)
    assert result.sentence == "还需要知道：产品列入国家、省还是市的目录。"
    assert any(quoted for _, quoted in result.source.parts)
    assert "第54页" in result.source.place


def test_discretionary_matter_has_no_amount(corpus: Corpus) -> None:
    result = came_to(corpus, "support-2018.ic-tapeout")
    assert result.state == "discretionary"
    assert "没有规定可计算的数额" in result.sentence
    assert result.chart is None


@pytest.mark.parametrize("investment", ["100", "1000", "2300", "100000"])
def test_chart_is_the_calculators_own_curve(corpus: Corpus, investment: str) -> None:
    chart = came_to(corpus, RENOVATION, investment=investment).chart
    assert chart is not None
    assert "达到约1667万元时，最高可得金额达到上限500万元" in chart.said
    assert chart.cap == "500万元"
    assert len(re.findall("<circle", chart.svg)) == 1
    assert not re.search(r"<script|<style|<!--|style=|https?://(?!www\.w3\.org/)", chart.svg)


def test_chart_stands_only_where_something_is_capped(corpus: Corpus) -> None:
    empty = came_to(corpus, RENOVATION).chart
    assert empty is not None
    assert empty.own == ""
    assert "<circle" not in empty.svg
    # 事后奖补等普惠性政策除外: then there is no cap.
    assert came_to(corpus, RENOVATION, investment="2300", universal="是").chart is None
    assert came_to(corpus, "mic2025-2018.tech-renovation", investment="2300").chart is None
    assert came_to(corpus, "cost-2018.pension-contribution", base="2300").chart is None


def test_quotes_that_overlap_are_one_mark() -> None:
    assert marked("甲乙丙丁戊", ["乙丙", "丙丁", "没有"]) == (("甲", False), ("乙丙丁", True), ("戊", False))


class Page(HTMLParser):
    """Notes the controls that can be filled, and what labels them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.controls: list[dict[str, Any]] = []
        self.labels: set[str] = set()
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"]] if values.get("id") else []
        if tag in {"input", "select"}:
            self.controls.append(values)
        if tag == "label":
            self.labels.add(str(values["for"]))


def test_every_rule_has_a_page_on_which_every_control_is_labelled(client: TestClient, corpus: Corpus) -> None:
    for rule in corpus.rules.values():
        facts = {n: (list(f.options) or ["是"])[0] if f.chosen else "12" for n, f in rule.facts.items()}
        for link in (form_link(rule.id), form_link(rule.id, facts)):
            reply = client.get(link)
            assert reply.status_code == 200, link
            page = Page(reply.text)
            assert all(c.get("aria-label") or c["id"] in page.labels for c in page.controls), link
            assert len(page.ids) == len(set(page.ids)), link
            described = " ".join(c.get("aria-describedby", "") for c in page.controls).split()
            assert set(described) <= set(page.ids), link
            assert rule.title in reply.text
            assert "还需要知道" not in reply.text or link == form_link(rule.id), link


def test_what_changes_is_the_same_on_the_page_and_by_itself(client: TestClient) -> None:
    query = {"investment": "2300", "investment.unit": "万元", "as_of": "2020-06-30"}
    result = re.compile(r'<div id="result" data-swap>.*', re.DOTALL)
    part = result.search(client.get(f"/calculator/{RENOVATION}/result", params=query).text)
    page = client.get(f"/calculator/{RENOVATION}", params=query).text
    assert part is not None
    assert re.sub(r"\s", "", part[0]) in re.sub(r"\s", "", page)


def test_markup_in_the_link_is_only_text(client: TestClient) -> None:
    names = ("investment", "investment.unit", "universal", "received", "as_of", "more", "drop", EVIL)
    query = dict.fromkeys(names, EVIL)
    for address in (
        f"/calculator/{RENOVATION}",
        f"/calculator/{RENOVATION}/result",
        f"/calculator/{EVIL[:20]}",
    ):
        assert "<img" not in client.get(address, params=query).text
    for address in ("/calculator", "/calculator/matters"):
        assert "<img" not in client.get(address, params={"q": EVIL}).text


def test_unknown_rule_leads_to_the_list(client: TestClient) -> None:
    reply = client.get("/calculator/support-2018.nothing")
    assert reply.status_code == 404
    assert "没有编号为“support-2018.nothing”的事项" in reply.text
    assert form_link(RENOVATION) in reply.text
