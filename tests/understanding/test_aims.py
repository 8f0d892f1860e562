"""What a question asks for, where no phrase of it is foreseen."""

from __future__ import annotations

import pytest

from assistant.service import Assistant
from assistant.text import fold
from assistant.types import Kind, Question, Status
from assistant.understanding.aims import aims_of
from assistant.understanding.asking import asking

KINDS = {
    "department",
    "duties",
    "list",
    "validity",
    "comparison",
    "definition",
    "vague",
    "orders",
    "fraud",
    "none",
}


def test_every_aim_is_a_kind_or_something_that_such_documents_do_not_hold() -> None:
    assert set(aims_of("技改补多少")) <= KINDS | {name for name, _, _ in asking().never}


def test_probabilities_add_up_to_one() -> None:
    assert sum(aims_of("机器人补贴归谁管").values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("数据开放这摊子事轮到哪家来操心", "department"),
        ("这份文件如今还作数吗", "validity"),
        ("老板喊我打听下有钱没", "vague"),
        ("去年是谁家拿了这个奖", "获批企业和名单"),
        ("要备齐哪些纸质东西才能交上去", "申报材料和流程"),
        ("钱批了以后几时能到账", "拨付时间和进度"),
    ],
)
def test_unforeseen_wording_is_recognised(text: str, aim: str) -> None:
    aims = aims_of(fold(text))
    assert max(aims, key=lambda name: aims[name]) == aim


def test_questions_that_the_documents_answer_are_not_taken_for_others(assistant: Assistant) -> None:
    asks = [p.ask[0] for lay in assistant.corpus.lay.values() for p in lay][::3]
    taken = [a for a in asks if assistant.tools.reader.read(Question(a)).asks_for]
    assert len(taken) <= 0.02 * len(asks), taken


def test_message_without_a_matter_is_asked_back(assistant: Assistant) -> None:
    answer = assistant.ask(Question("喂，老板让我来问问能拿几多钱"))
    assert answer.status is Status.CLARIFY


def test_attribute_that_no_clause_states_is_refused_with_what_is_there(assistant: Assistant) -> None:
    answer = assistant.ask(Question("首台套那个奖，去年都是哪几家厂拿到的"))
    assert answer.status is Status.REFUSED
    assert "首台套" in answer.answer
    assert assistant.tools.reader.read(Question("首台套最高补多少")).kind is Kind.FACT
