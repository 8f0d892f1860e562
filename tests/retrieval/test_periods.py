"""Stages of a plan by the day that falls into them, and a provision's own time."""

from __future__ import annotations

from datetime import date

import pytest

from assistant import Assistant, Question
from assistant.retrieval.periods import falls_in, periods


@pytest.mark.parametrize(
    ("printed", "day", "inside"),
    [
        ("筹备阶段（2020年3月—2020年6月）。", date(2020, 6, 30), True),
        ("筹备阶段（2020年3月—6月）。", date(2020, 7, 1), False),
        ("规划（2018-2020年）", date(2019, 1, 1), False),
        ("实施期2019年至2021年，分步推进", date(2021, 12, 31), True),
    ],
)
def test_period(printed: str, day: date, inside: bool) -> None:
    assert falls_in(day, printed) is inside


def test_a_single_date_is_no_period() -> None:
    assert not list(periods("自2018年1月1日起施行"))


@pytest.mark.parametrize(
    ("text", "as_of", "clause"),
    [
        ("试点示范城市2018年3月排在第几个阶段", date(2026, 6, 1), "mic2025-2018/1.3.1"),
        ("制造2025试点示范现在走到哪一步了", date(2019, 5, 1), "mic2025-2018/1.3.3"),
    ],
)
def test_stage_of_the_day(assistant: Assistant, text: str, as_of: date, clause: str) -> None:
    assert assistant.ask(Question(text, as_of=as_of)).citations[0].id == clause


def test_a_provision_that_names_its_own_time(assistant: Assistant) -> None:
    answer = assistant.ask(Question("市属高速的货车八五折几时开始执行"))
    assert "实行时间以省审定的时间为准" in answer.answer


def test_a_year_to_be_reached_is_not_a_validity(assistant: Assistant) -> None:
    answer = assistant.ask(Question("医保的单位费率2020年以前打算降到哪"))
    assert "6.5％" in answer.answer
