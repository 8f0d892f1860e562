"""Which figures and words of an earlier message still hold."""

from __future__ import annotations

import pytest

from assistant.text import TURN
from assistant.understanding.carried import asides, narrowed, told, without_denied


@pytest.mark.parametrize(
    ("earlier", "mine", "first", "second"),
    [
        ("技改投了500万", "那一千万呢", "技改投了    ", "那一千万呢"),
        ("合同成交700万", "又签了一份300万的，一共呢", "合同成交700万", "又签了一份300万的，一共呢"),
        ("单价800万", "今年已经拿过200万了", "单价800万", "今年已经拿过200万了"),
        ("省级100万、市级50万", "市级是70万，不是50万", "省级100万、市级70万", "市级是   ,不是   "),
        ("省级100万、市级50万", "市级看错了，70万", "省级100万、市级70万", "市级看错了,   "),
    ],
)
def test_told(earlier: str, mine: str, first: str, second: str) -> None:
    assert told(earlier, mine, mine).split(TURN) == [first, second]


def test_asides() -> None:
    assert asides("失业保险呢，基数一样") == ("失业保险呢", True)
    assert asides("今年已经领过80万，那还能拿多少") == ("那还能拿多少", False)
    assert asides("今年已经领过80万") == ("今年已经领过80万", False)


def test_a_story_is_narrowed_to_what_a_question_is_about() -> None:
    story = "贷款利息付了130万，又花400万换生产线，去年新三板挂了牌"
    about, figures = narrowed(story, ("产线", "技改"))
    assert about == "又花400万换生产线，"
    assert "400万" in figures
    assert "130万" not in figures


def test_without_denied() -> None:
    assert without_denied("刚刚新上市", "不是新上市，是迁来的") == "刚刚 "
    assert without_denied("市级50万", "不是50万，是70万") == "市级50万"
