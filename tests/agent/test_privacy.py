"""What reaches a model's endpoint holds nobody's number."""

from __future__ import annotations

import json

from assistant import Question
from tests.agent.conftest import Open, faithful


def test_no_personal_number_leaves_for_the_model(opened: Open) -> None:
    assistant, scripted = opened(faithful)
    question = Question(
        "我是13800138000，我们厂投2300万搞技改能补多少",
        ("我叫张三，身份证440106198001011234，１３９-00139000",),
    )
    answer = assistant.ask(question)
    sent = json.dumps(scripted.calls, ensure_ascii=False)
    assert "138****8000" in sent
    assert "4401**********1234" in sent
    for number in ("13800138000", "440106198001011234", "１３９-00139000"):
        assert number not in sent
    assert "500万元" in answer.answer
