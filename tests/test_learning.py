"""A question whose clause an agent has confirmed finds that clause, and so do its like; nothing else changes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from assistant import Answer, Assistant, Question
from assistant.learning import learn, why_not
from assistant.retrieval.remembered import Taught

REFUSED = "信息、智能、医药三样加一块儿，广州当年立的军令状是五年后做到多大个摊子？"
ALIKE = "信息、智能、医药三样加一块儿，广州立的军令状是五年后做到多大摊子"
ASTRAY = "买套电脑系统把排单、仓库、机台全串起来，公家能帮忙出百分之几，出到多少为止？"
RIGHT = "support-2018/2.7"
UNTOUCHED = (
    "技改项目最高补多少",
    "失业保险单位费率现在是多少",
    "琶洲价值创新园有多大",
    "明天天气怎么样",
    "充电桩建设补多少钱",
    "首版次软件由哪个部门负责",
    "有哪些支持技改的政策",
)


@pytest.fixture
def forgetful(assistant: Assistant) -> Iterator[Assistant]:
    """The shared assistant, which knows nothing of it afterwards."""
    yield assistant
    learn(assistant.tools, [])


def first(answer: Answer) -> str:
    return answer.citations[0].id if answer.citations else answer.status.value


def told(answer: Answer) -> tuple[object, ...]:
    return answer.id, answer.status, answer.answer, answer.citations, [p.parts for p in answer.passages]


def test_what_was_refused_or_went_astray_finds_the_confirmed_clause(forgetful: Assistant) -> None:
    before = {q: forgetful.ask(Question(q)) for q in (REFUSED, ALIKE, ASTRAY)}
    assert {q: first(a) for q, a in before.items()} == {
        REFUSED: "refused",
        ALIKE: "refused",
        ASTRAY: "iab-2018/5.4.15",
    }
    learned = [Taught(REFUSED, ("iab-2018/2",)), Taught(ASTRAY, (RIGHT,))]
    assert learn(forgetful.tools, learned) == ["", ""]
    after = {q: forgetful.ask(Question(q)) for q in before}
    assert {q: first(a) for q, a in after.items()} == {
        REFUSED: "iab-2018/2",
        ALIKE: "iab-2018/2",
        ASTRAY: RIGHT,
    }
    # What is said is the clause's own, word for word.
    for answer in after.values():
        assert answer.citations[0].quote in forgetful.corpus.clause(answer.citations[0].id).text
        assert not answer.findings
    assert after[ASTRAY].id != before[ASTRAY].id
    learn(forgetful.tools, [Taught(REFUSED, ("iab-2018/2",))])
    assert first(forgetful.ask(Question(ASTRAY))) == "iab-2018/5.4.15"
    learn(forgetful.tools, [])
    assert [told(forgetful.ask(Question(q))) for q in before] == [told(a) for a in before.values()]


def test_what_is_not_alike_stays_as_it_was(forgetful: Assistant) -> None:
    before = [told(forgetful.ask(Question(q))) for q in UNTOUCHED]
    learn(forgetful.tools, [Taught(REFUSED, ("iab-2018/2",)), Taught(ASTRAY, (RIGHT,))])
    assert [told(forgetful.ask(Question(q))) for q in UNTOUCHED] == before


def test_a_wrong_confirmation_changes_the_clause_but_no_fact(forgetful: Assistant) -> None:
    """Whoever confirms nonsense gets the nonsense's clause, with that clause's own figures."""
    question = "我们厂买设备搞技改投了2300万能补多少"
    learn(forgetful.tools, [Taught(question, ("cost-2018/3.10",))])
    answer = forgetful.ask(Question(question))
    quoted = [c.quote in forgetful.corpus.clause(c.id).text for c in answer.citations]
    assert all(quoted)
    assert not answer.findings
    if answer.calculation:
        assert answer.calculation.rule in forgetful.corpus.rules


@pytest.mark.parametrize(
    ("question", "turns", "clauses", "why"),
    [
        (REFUSED, (), ("iab-2018/2",), ""),
        ("技改由哪个部门负责", (), (RIGHT,), ""),
        (REFUSED, (), ("iab-2018/2", "iab-2018/99.99"), "条款已不在文件中"),
        ("技改最高补多少？失业保险费率是多少？", (), (RIGHT,), "一次问了几件事"),
        ("那1500万呢", ("我们厂搞技改投了1000万能补多少",), (RIGHT,), "接着前面问的"),
        ("由哪个部门负责", (), (RIGHT,), "没有说明问的是什么事项"),
        ("能补多少钱", (), (RIGHT,), "没有说明问的是什么事项"),
        ("你好", (), (RIGHT,), "没有说明问的是什么事项"),
        ("有哪些支持技改的政策", (), (RIGHT,), "列举"),
    ],
)
def test_what_cannot_be_learned_is_told(
    assistant: Assistant, question: str, turns: tuple[str, ...], clauses: tuple[str, ...], why: str
) -> None:
    said = why_not(assistant.tools, Taught(question, clauses), turns)
    assert said.startswith(why) if not why else why in said


def test_a_clause_that_is_gone_is_left_out_and_the_others_stay(forgetful: Assistant) -> None:
    gone = Taught("数字政府怎么搞", ("old-2009/1.1",))
    assert learn(forgetful.tools, [gone, Taught(ASTRAY, (RIGHT,))]) == ["条款已不在文件中", ""]
    assert first(forgetful.ask(Question(ASTRAY))) == RIGHT


def test_personal_numbers_are_never_remembered(forgetful: Assistant) -> None:
    learn(forgetful.tools, [Taught(f"我电话13800138000，{ASTRAY}", (RIGHT,))])
    held = forgetful.tools.retriever.memory.questions
    assert ["13800138000" in taught.question for taught in held] == [False]


def test_the_command_line_answers_without_a_database_library() -> None:
    program = (
        "import sys; from assistant import Assistant, Question; Assistant().ask(Question('技改最高补多少'));"
        "sys.exit(' '.join(m for m in ('sqlalchemy', 'fastapi', 'gradio', 'docx') if m in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
