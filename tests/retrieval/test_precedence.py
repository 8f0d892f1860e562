"""Which of two documents is cited where both speak of one matter."""

from __future__ import annotations

from datetime import date

import pytest

from assistant import Assistant, Question


def cited(assistant: Assistant, text: str) -> tuple[str, list[str]]:
    answer = assistant.ask(Question(text, (), date(2019, 1, 1)))
    return answer.citations[0].id, [n.text for n in answer.notices]


@pytest.mark.parametrize(
    ("question", "clause", "other"),
    [
        ("先租后让的地，最长能租几年", "support-2018/4.28", "《降成本意见》（七）有同样的规定。"),
        (
            "集约用地的优先发展制造业项目，土地底价按几成",
            "support-2018/4.29",
            "《降成本意见》（六）有同样的规定。",
        ),
    ],
)
def test_the_prevailing_document_is_cited_where_both_say_the_same(
    assistant: Assistant, question: str, clause: str, other: str
) -> None:
    first, notices = cited(assistant, question)
    assert first == clause
    assert other in notices


def test_the_document_that_was_asked_for_is_cited(assistant: Assistant) -> None:
    first, _ = cited(assistant, "降成本意见里先租后让最长能租几年")
    assert first == "cost-2018/2.7"
