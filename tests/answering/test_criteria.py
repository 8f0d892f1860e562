"""Several criteria of one list at once, however they are put; things of a kind by where they lie and how much."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from assistant import Assistant, Question
from assistant.types import Answer

DAY = date(2019, 6, 1)


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, as_of=DAY))


def cited(assistant: Assistant, text: str) -> set[str]:
    return {c.id for c in ask(assistant, text).citations}


def of(doc: str, *numbers: str) -> set[str]:
    return {f"{doc}-2018/{n}" for n in numbers}


def parks(point: int, places: Iterable[int]) -> set[str]:
    return {f"parks-2018/2.{n}.{point}" for n in places}


@pytest.mark.parametrize(
    "text",
    [
        "一千万乃至更高的扶持，扶持意见里列一列",
        "扶持意见里给到1000万或更多的有哪几条",
        "扶持意见里一个项目能拿1000万打底的都有哪些条款",
    ],
)
def test_so_much_or_more(assistant: Assistant, text: str) -> None:
    assert cited(assistant, text) == of("support", "2.3", "2.4", "2.5", "2.10", "2.11")


def test_between_two_sums(assistant: Assistant) -> None:
    got = cited(assistant, "扶持意见里补助封顶在200万到300万之间的有哪几条")
    assert got == of("support", "2.7", "2.16", "4.32")


def test_whatever_it_is_called_leaves_nothing_out(assistant: Assistant) -> None:
    text = "扶持意见里比例是一半的，不管叫贴息还是叫补助，有哪几条"
    plain = "扶持意见里比例是50%的有哪几条"
    assert cited(assistant, text.replace("一半", "50%")) == cited(assistant, plain)


@pytest.mark.parametrize(
    "text",
    [
        "商务委独自牵头也好、跟别的部门一块牵头也好，五份文件里有哪几条",
        "五份文件里商务委挂头名的事情都有哪些",
    ],
)
def test_another_department_beside_is_no_denial(assistant: Assistant, text: str) -> None:
    lead = {
        c.id
        for c in assistant.corpus.clauses
        if "市商务委" in map(assistant.corpus.department, c.departments.lead)
    }
    assert cited(assistant, text) == lead


def test_a_department_and_a_subject(assistant: Assistant) -> None:
    got = cited(assistant, "由人社局牵头、跟人才有关的条款，所有文件里有几条")
    assert got == of("iab", "5.5.18") | of("mic2025", "4.4") | of("parks", "3.7.17", "3.7.18")


def test_who_leads_nothing_is_told_what_it_helps_in(assistant: Assistant) -> None:
    answer = ask(assistant, "市国资委有哪些差事")
    assert {c.id for c in answer.citations} == of("iab", "4.2.5") | of("mic2025", "3.3") | of("cost", "5.15")


def test_of_a_table_only_the_rows_of_the_department(assistant: Assistant) -> None:
    answer = ask(assistant, "水务局管哪些事")
    assert "用水量" in answer.answer
    assert "工业总产值" not in answer.answer
    assert "|" not in answer.answer


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("扶持意见里和“小升规”搭边的条款有哪几条", of("support", "2.17", "4.31")),
        ("人才绿卡写在哪几条", of("mic2025", "4.4") | of("parks", "3.7.17")),
        ("提到5G的条款有哪几条", of("mic2025", "2.4.3") | of("parks", "3.3.6")),
    ],
)
def test_a_word_in_whatever_form(assistant: Assistant, text: str, clauses: set[str]) -> None:
    assert cited(assistant, text) == clauses


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("厂房想加层。降成本意见第八部分底下有哪几条", of("cost", "8.27", "8.28", "8.29")),
        ("制造2025方案“加大财政支持”那一节分几点", of("mic2025", "4.2.1", "4.2.2", "4.2.3", "4.2.4")),
    ],
)
def test_a_heading_is_listed_whole(assistant: Assistant, text: str, clauses: set[str]) -> None:
    assert cited(assistant, text) == clauses


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("番禺有几个价值创新园？分别叫什么", parks(3, (4, 8))),
        ("黄埔区的价值创新园有哪些，都在哪", parks(3, (7, 9, 10))),
        ("黄埔区三个园区的主导产业分别是什么", parks(4, (7, 9, 10))),
        ("哪些价值创新园要通地铁，几号线", parks(5, (1, 2, 5, 9, 10))),
        ("设了产业基金、写明多少亿的园区是哪几个", parks(5, (5, 6, 9))),
        ("面积在3到4平方公里之间的园区有哪些", parks(3, (2, 3, 4, 10))),
        ("面积最大的园区是哪个", parks(3, (6, 8))),
    ],
)
def test_parks_by_what_they_have(assistant: Assistant, text: str, wanted: set[str]) -> None:
    assert cited(assistant, text) == wanted


def test_fields_by_what_they_aim_at(assistant: Assistant) -> None:
    got = cited(assistant, "八大重点领域里，2019年产值目标超过3000亿的有哪几个")
    assert got == of("mic2025", "2.2.1", "2.4.1", "2.5.1")


@pytest.mark.parametrize(
    ("text", "clause", "said"),
    [
        ("制造2025方案绿色制造那块要扶持的节能环保园区有哪几个", "mic2025-2018/3.8", "番禺节能科技园"),
        ("IAB计划要设的5个百亿级基金分别是哪几个领域", "iab-2018/5.5.19", "物联网"),
        ("琶洲园的六大产业是哪六个", "parks-2018/2.1.4", "量子通信"),
    ],
)
def test_what_one_clause_enumerates(assistant: Assistant, text: str, clause: str, said: str) -> None:
    answer = ask(assistant, text)
    assert {c.id for c in answer.citations} == {clause}
    assert said in answer.answer


def test_the_grant_whose_sum_is_named(assistant: Assistant) -> None:
    answer = ask(assistant, "我们是有限公司，不是科技型的，在股交中心挂了牌，那30万给不给")
    assert {c.id for c in answer.citations} == {"cost-2018/6.18"}
    assert "股份制企业" in answer.answer


def test_a_provision_beside_the_grant_is_told_by_its_own_words(assistant: Assistant) -> None:
    answer = ask(assistant, "仓储用地上的老仓库要加一层，用途不变，补不补地价")
    assert "不再征收土地价款差额" in answer.answer
    assert "不能享受" not in answer.answer


def test_one_clause_that_is_plainly_meant_is_no_list(assistant: Assistant) -> None:
    answer = ask(assistant, "我们博士团队在价值创新园区里创业，能争取什么支持")
    assert {c.id for c in answer.citations} == {"parks-2018/3.7.18"}
