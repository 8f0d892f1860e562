"""Lists by a word that clauses print, and of things described alike."""

from __future__ import annotations

from datetime import date

import pytest

from assistant import Assistant, Question

DAY = date(2019, 6, 1)


def cited(assistant: Assistant, text: str) -> set[str]:
    return {c.id for c in assistant.ask(Question(text, as_of=DAY)).citations}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("五份文件里写到“海绵城市”的条款有哪些", "海绵城市"),
        ("哪几条写到了兼并重组", "兼并重组"),
        ("提到绿色通道的条文都有哪些", "绿色通道"),
    ],
)
def test_every_clause_that_prints_the_word(assistant: Assistant, text: str, word: str) -> None:
    wanted = {c.id for c in assistant.corpus.clauses if word in c.text}
    assert len(wanted) > 1
    assert cited(assistant, text) == wanted


def test_only_in_the_document_named(assistant: Assistant) -> None:
    got = cited(assistant, "IAB行动计划里提到先租后让的条款有哪些")
    assert got
    assert {c.partition("/")[0] for c in got} == {"iab-2018"}


def test_which_of_the_parks(assistant: Assistant) -> None:
    got = assistant.ask(Question("十个价值创新园里，哪几个的配套写了有轨电车", as_of=DAY))
    assert len(got.citations) > 1
    assert all("有轨电车" in c.text and c.id.endswith(".5") for c in got.citations)
    assert "琶洲" in got.answer


def test_a_single_park_is_no_list_of_parks(assistant: Assistant) -> None:
    got = assistant.ask(Question("天河软件价值创新园由哪个单位开发运营", as_of=DAY))
    assert [c.id for c in got.citations] == ["parks-2018/2.3.2"]


def test_a_department_with_what_it_helps_in(assistant: Assistant) -> None:
    helped = cited(assistant, "价值创新园区方案里市统计局牵头和配合的有哪些")
    led = cited(assistant, "IAB行动计划中市商务委牵头的有哪些，配合的不要")
    corpus = assistant.corpus
    assert helped == {
        c.id
        for c in corpus.clauses
        if c.doc == "parks-2018"
        and "市统计局" in map(corpus.department, (*c.departments.lead, *c.departments.cooperate))
    }
    assert all("市商务委" in map(corpus.department, corpus.clause(c).departments.lead) for c in led)
