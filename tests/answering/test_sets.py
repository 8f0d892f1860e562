"""A list holds what meets every condition that the question sets, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from assistant import Assistant, Question
from assistant.answering.lists.sums import amounts_in
from assistant.types import Answer, Status

DAY = date(2019, 6, 1)


def ask(assistant: Assistant, *turns: str) -> Answer:
    return assistant.ask(Question(turns[-1], turns=turns[:-1], as_of=DAY))


def cited(assistant: Assistant, *turns: str) -> set[str]:
    return {c.id for c in ask(assistant, *turns).citations}


def of(assistant: Assistant, role: str, name: str, doc: str = "") -> set[str]:
    corpus = assistant.corpus
    return {
        c.id
        for c in corpus.clauses
        if c.id.startswith(doc) and name in map(corpus.department, getattr(c.departments, role))
    }


def test_what_a_department_only_helps_in(assistant: Assistant) -> None:
    wanted = of(assistant, "cooperate", "市交委") - of(assistant, "lead", "市交委")
    assert cited(assistant, "各文件中市交委配合（不牵头）的任务有几条") == wanted


def test_what_it_does_not_lead_but_is_named_for(assistant: Assistant) -> None:
    text = "IAB行动计划里，哪些条不是市科技创新委牵头、但要它配合的"
    name, doc = "市科技创新委", "iab-2018"
    assert cited(assistant, text) == of(assistant, "cooperate", name, doc) - of(assistant, "lead", name, doc)


def test_helping_alone_is_what_it_only_helps_in(assistant: Assistant) -> None:
    name = "市林业和园林局"
    assert cited(assistant, f"{name}在园区方案里配合哪几项工作") == of(
        assistant, "cooperate", name, "parks-2018"
    )


def test_departments_that_lead_together(assistant: Assistant) -> None:
    both = of(assistant, "lead", "市商务委") & of(assistant, "lead", "市科技创新委")
    assert cited(assistant, "市商务委和市科技创新委共同牵头的是哪几条") == both


def test_nothing_holds_it(assistant: Assistant) -> None:
    answer = ask(assistant, "有没有条款提到“元宇宙”，列出来")
    assert answer.status is Status.REFUSED
    assert "元宇宙" in answer.answer


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一带一路在哪些条款里出现", ("一带一路",)),
        ("带有“绿色通道”或者“专精特新”字样的条款有哪些", ("绿色通道", "专精特新")),
    ],
)
def test_any_of_the_words_said(assistant: Assistant, text: str, words: tuple[str, ...]) -> None:
    clauses = assistant.corpus.clauses
    assert cited(assistant, text) == {c.id for c in clauses if any(w in c.text for w in words)}


def test_words_within_a_part_of_a_document(assistant: Assistant) -> None:
    got = cited(assistant, "扶持意见第二部分里写到“股权投资”的是哪几条")
    assert got == {"support-2018/2.3", "support-2018/2.5", "support-2018/2.11"}


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("IAB计划里封顶500万元的补助有哪几条", {"iab-2018/5.2.7", "iab-2018/5.2.9", "iab-2018/5.5.18"}),
        (
            "单个项目能拿3000万及以上的有哪几条，只看IAB计划",
            {f"iab-2018/5.{n}" for n in ("1.2", "2.9", "3.13")},
        ),
    ],
)
def test_by_what_is_granted(assistant: Assistant, text: str, clauses: set[str]) -> None:
    assert clauses <= cited(assistant, text)


def test_a_threshold_is_no_grant_and_a_pot_neither(assistant: Assistant) -> None:
    corpus = assistant.corpus
    assert amounts_in("每年安排10亿元，支持一批IAB创新重大专项") == ()
    assert not any(amounts_in(p.quote) for p in corpus.lay["cost-2018/10.33"])
    assert {a for a, _ in amounts_in("分别给予最高1亿元、2000万元和800万元资金支持")} == {
        10**8,
        2 * 10**7,
        8 * 10**6,
    }


@pytest.mark.parametrize(
    ("text", "said", "parks"),
    [
        ("面积不到2平方公里的价值创新园有哪些", "1.83", {7, 9}),
        ("番禺区有几个价值创新园，在什么位置", "新造镇", {4, 8}),
        ("哪些价值创新园的配套里提到了医院", "仁济医院", {2, 5, 6}),
        ("主导产业里有大数据的园区是哪几个", "天河", {2, 3, 4}),
    ],
)
def test_which_of_the_parks(assistant: Assistant, text: str, said: str, parks: set[int]) -> None:
    answer = ask(assistant, text)
    assert said in answer.answer
    assert {int(c.id.split(".")[1]) for c in answer.citations} == parks


def test_parks_asked_for_after_one_of_them(assistant: Assistant) -> None:
    got = cited(assistant, "生物岛那个园多大", "那比4平方公里还大的园有哪几个")
    assert got == {"parks-2018/2.5.3", "parks-2018/2.6.3", "parks-2018/2.8.3"}


def test_the_same_point_of_every_field(assistant: Assistant) -> None:
    answer = ask(assistant, "八大重点领域到2019年底各要达到多少产值")
    assert "5100亿元" in answer.answer
    assert "3600亿元" in answer.answer


def test_what_is_taken_out_belongs_to_the_question(assistant: Assistant) -> None:
    reader = assistant.tools.reader
    assert len(reader.split(Question("扶持意见里最高500万的有哪几条？入股的那种不算"))) == 1


@pytest.mark.parametrize("text", ["琶洲那个互联网园车位要修多少个", "芯片流片封顶1000万，文件里第几条来着"])
def test_one_thing_is_no_list(assistant: Assistant, text: str) -> None:
    assert "共" not in ask(assistant, text).answer.split("\n")[0][-6:]


def test_who_leads_and_who_helps_are_two_conditions(assistant: Assistant) -> None:
    corpus = assistant.corpus
    answer = assistant.ask(Question("市科技创新委领头、市工业和信息化委配合的条款有哪些"))
    wanted = {
        c.id
        for c in corpus.clauses
        if "市科技创新委" in map(corpus.department, c.departments.lead)
        and "市工业和信息化委" in map(corpus.department, c.departments.cooperate)
    }
    assert wanted
    assert {c.id for c in answer.citations} == wanted


def test_about_one_printed_word(assistant: Assistant) -> None:
    answer = assistant.ask(Question("和专利有关的规定都有哪些"))
    printed = {c.id for c in assistant.corpus.clauses if "专利" in c.text}
    assert {c.id for c in answer.citations} == printed


def test_all_but_one_matter(assistant: Assistant) -> None:
    answer = assistant.ask(Question("除了技术改造，还有什么补贴"))
    assert len(answer.citations) > 20
    assert "技术改造项目补助" not in answer.answer
