"""Everything of a kind, and nothing else."""

from __future__ import annotations

import pytest

from assistant import Assistant, Question
from assistant.types import Kind


def cited(assistant: Assistant, text: str) -> set[str]:
    return {c.id for c in assistant.ask(Question(text)).citations}


@pytest.mark.parametrize(
    "text", ["降成本的那份，市国土规划委当头的都是哪些条", "降成本意见里市国土规划委牵头的有哪些"]
)
def test_all_that_a_department_leads_in_one_document(assistant: Assistant, text: str) -> None:
    corpus = assistant.corpus
    led = {
        c.id
        for c in corpus.clauses
        if c.doc == "cost-2018" and "市国土规划委" in map(corpus.department, c.departments.lead)
    }
    assert led
    assert cited(assistant, text) == led


def test_chapter_named_by_its_number(assistant: Assistant) -> None:
    chapter = {c.id for c in assistant.corpus.clauses if c.id.startswith("cost-2018/7.")}
    assert cited(assistant, "降成本意见第七部分一共写了哪几项") == chapter


def test_figure_in_the_name_of_a_provision_does_not_spoil_the_list(assistant: Assistant) -> None:
    answer = assistant.ask(Question("扶持意见关于工业用地都有什么优惠"))
    assert "70％" in answer.answer
    assert "20年" in answer.answer
    assert len(answer.answer.split("\n")) > 5


def test_who_seeks_help_is_given_grants_and_not_a_chapter_of_plans(assistant: Assistant) -> None:
    answer = assistant.ask(Question("做生物医药的有哪些扶持"))
    assert "support-2018/2.16" in {c.id for c in answer.citations}
    assert not any(c.id.startswith("mic2025-2018/2.3") for c in answer.citations)


def test_leading_words_without_a_list_ask_for_a_department(assistant: Assistant) -> None:
    text = "想引一所小学和一家医院进园区做配套，哪家牵头"
    assert assistant.tools.reader.read(Question(text)).kind is Kind.DEPARTMENT


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("给员工上的五险，单位这头减负的做法都列一列", {f"cost-2018/3.{n}" for n in range(9, 13)}),
        ("货运成本那一章有几条，逐条念念", {f"cost-2018/5.{n}" for n in range(14, 17)}),
        ("IAB计划里企业做大做强那块逐条列出", {f"iab-2018/5.2.{n}" for n in range(7, 11)}),
    ],
)
def test_chapter_meant_in_other_words(assistant: Assistant, text: str, clauses: set[str]) -> None:
    assert cited(assistant, text) == clauses


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "扶持意见里银行利息政府帮着贴的有哪几条",
            {"support-2018/2.11", "support-2018/2.17", "support-2018/4.31"},
        ),
        (
            "哪几处规定是按国家级、省级、市级分档给的",
            {"support-2018/2.3", "support-2018/2.10", "iab-2018/5.1.2"},
        ),
        ("降成本意见里一次性给的补贴有哪几项", {"cost-2018/6.18"}),
        ("按20％给补助的条款有哪些", {"iab-2018/5.2.7", "iab-2018/5.3.13", "iab-2018/5.4.15"}),
    ],
)
def test_by_the_way_of_granting(assistant: Assistant, text: str, clauses: set[str]) -> None:
    assert clauses <= cited(assistant, text)


def test_one_subject_within_another_is_what_is_on_both(assistant: Assistant) -> None:
    answer = assistant.ask(Question("园区审批方面简化的措施有哪些"))
    assert {"iab-2018/5.3.12", "parks-2018/3.2.3"} <= {c.id for c in answer.citations}
    assert "污水处理" not in answer.answer


def test_list_of_a_department_says_what_each_clause_is_about(assistant: Assistant) -> None:
    answer = assistant.ask(Question("市交委领头的事项都列出来"))
    assert "八五折" in answer.answer
    assert "广园东路" in answer.answer


def test_department_that_is_left_out_is_not_listed(assistant: Assistant) -> None:
    answer = assistant.ask(Question("目标体系表里面除开工信委，其他指标分别哪些单位牵头"))
    assert {c.id for c in answer.citations} == {"mic2025-2018/1.2.t1"}
    assert "市水务局" in answer.answer
    assert "市工业和信息化委" not in answer.answer


def test_category_of_the_table_is_not_taken_for_a_chapter(assistant: Assistant) -> None:
    answer = assistant.ask(Question("指标表中“两化融合”一类都有哪几项"))
    assert "宽带普及率" in answer.answer
    assert "数控化率" in answer.answer


def test_row_is_known_by_its_unit(assistant: Assistant) -> None:
    assert "40万元/人" in assistant.ask(Question("指标表里2019年平均每个工人要做出多少万元")).answer


def test_what_every_park_must_have_is_one_rule_and_what_each_has_is_a_list(assistant: Assistant) -> None:
    rule = assistant.ask(Question("每个价值创新园都要组建一只多大的产业基金"))
    assert [c.id for c in rule.citations] == ["parks-2018/1.2.3"]
    assert "10亿元" in rule.answer
    each = assistant.ask(Question("十个价值创新园的占地面积各是多少"))
    assert {f"parks-2018/2.{n}.3" for n in range(1, 11)} <= {c.id for c in each.citations}


def test_why_a_document_was_written_is_no_provision_of_a_list(assistant: Assistant) -> None:
    listed = assistant.ask(Question("做软件的小公司，扶持意见里对口的条款有哪些"))
    assert "support-2018/0" not in {c.id for c in listed.citations}
