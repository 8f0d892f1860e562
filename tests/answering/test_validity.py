"""In force on its first and last day, not on the day before or after."""

from __future__ import annotations

from datetime import date

import pytest

from assistant import Assistant, Question
from assistant.answering.validity import validity_at
from assistant.corpus.store import Corpus
from assistant.retrieval.precedence import prevails
from assistant.types import Status


@pytest.mark.parametrize(
    ("doc", "day", "state"),
    [
        ("support-2018", date(2018, 8, 27), "not_yet"),
        ("support-2018", date(2018, 8, 28), "in_force"),
        ("support-2018", date(2021, 8, 27), "in_force"),
        ("support-2018", date(2021, 8, 28), "expired"),
        ("iab-2018", date(2022, 12, 31), "in_force"),
        ("iab-2018", date(2023, 1, 1), "expired"),
        ("parks-2018", date(2020, 12, 31), "in_force"),
        ("parks-2018", date(2021, 1, 1), "expired"),
        ("mic2025-2018", date(2019, 12, 31), "in_force"),
        ("mic2025-2018", date(2020, 1, 1), "expired"),
        ("cost-2018", date(2018, 1, 25), "not_yet"),
        ("cost-2018", date(2026, 1, 1), "unstated"),
    ],
)
def test_state_on_a_day(corpus: Corpus, doc: str, day: date, state: str) -> None:
    assert validity_at(corpus.documents[doc], day).state == state


def test_expired_policy_is_flagged_with_its_date_and_basis(assistant: Assistant) -> None:
    answer = assistant.ask(Question("首版次软件补多少", as_of=date(2024, 5, 1)))
    notice = next(n for n in answer.notices if n.kind == "expired")
    assert "2021年8月27日" in notice.text
    assert "有效期3年" in notice.text


def test_policy_in_force_is_not_flagged(assistant: Assistant) -> None:
    answer = assistant.ask(Question("首版次软件补多少", as_of=date(2020, 5, 1)))
    assert [n.kind for n in answer.notices] == ["ceiling"]


@pytest.mark.parametrize(("day", "word"), [(date(2020, 6, 1), "有效"), (date(2022, 6, 1), "已过有效期")])
def test_asked_whether_still_valid(assistant: Assistant, day: date, word: str) -> None:
    answer = assistant.ask(Question("扶持意见还有效吗", as_of=day))
    assert word in answer.answer
    assert answer.citations[0].id == "support-2018/5.35"
    assert answer.citations[0].quote == "自印发之日起施行，有效期3年"


def test_the_support_policy_prevails_by_its_own_clause(corpus: Corpus) -> None:
    assert prevails("support-2018", "iab-2018", corpus) == "support-2018/5.33"
    assert prevails("iab-2018", "support-2018", corpus) is None


def test_both_documents_are_named_and_the_prevailing_one_is_applied(assistant: Assistant) -> None:
    answer = assistant.ask(Question("企业信息化提升项目补助比例", as_of=date(2019, 1, 1)))
    assert answer.citations[0].id == "support-2018/2.7"
    assert "30％" in answer.answer
    notice = next(n for n in answer.notices if n.kind == "precedence")
    assert "IAB行动计划" in notice.text
    assert "（三十三）" in notice.text


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("技改的事后奖补，今年才完工，是从今年开始拿还是要等哪年", "support-2018/2.12"),
        ("工厂的地先租后让，先租的那段最长能用多久", "support-2018/4.28"),
    ],
)
def test_how_long_a_grant_lasts_is_no_documents_validity(
    assistant: Assistant, text: str, clause: str
) -> None:
    answer = assistant.ask(Question(text, as_of=date(2019, 1, 1)))
    assert answer.citations[0].id == clause


@pytest.mark.parametrize("text", ["过期没有", "还有效吗现在", "这政策现在还算数吗"])
def test_in_force_of_no_document_in_particular_is_asked_back(assistant: Assistant, text: str) -> None:
    answer = assistant.ask(Question(text))
    assert answer.status is Status.CLARIFY
    assert "扶持意见" in answer.answer


def test_in_force_of_all_is_told_of_all(assistant: Assistant) -> None:
    answer = assistant.ask(Question("这几份文件哪些过期了"))
    assert answer.status is Status.ANSWERED
    assert answer.answer.count("《") >= 5


@pytest.mark.parametrize("text", ["15号文落款是哪家单位", "扶持意见是谁发的"])
def test_who_put_a_document_out(assistant: Assistant, text: str) -> None:
    answer = assistant.ask(Question(text))
    assert "由广州市人民政府印发" in answer.answer
    assert [c.id for c in answer.citations] == ["support-2018/end"]


def test_the_first_to_end_is_named_first(assistant: Assistant) -> None:
    answer = assistant.ask(Question("五份文件里哪份最早失效"))
    assert answer.answer.startswith("《广州市建设“中国制造2025”试点示范城市实施方案》")


def test_a_rate_of_the_unit_is_no_department(assistant: Assistant) -> None:
    answer = assistant.ask(Question("养老保险和失业保险，哪个单位费率更高"))
    assert "14％" in answer.answer
    assert "0.8％" in answer.answer
