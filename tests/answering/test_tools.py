"""The calculator as a model sees it: a sentence that can only be quoted, and the trace beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.answering.tools import calculate_tool
from assistant.corpus.store import Corpus

DAY = date(2019, 6, 1)


def call(corpus: Corpus, **args: Any) -> Any:
    return calculate_tool(corpus, DAY).invoke(
        {"type": "tool_call", "id": "1", "name": "calculate", "args": args}
    )


def test_amount_comes_as_a_sentence_with_its_trace(corpus: Corpus) -> None:
    got = call(corpus, rule="support-2018.tech-renovation", facts=[{"investment": "两千三百万"}])
    assert got.content.startswith("技术改造项目补助最高为500万元，这是上限")
    assert "2300万元 × 30％ = 690万元" in got.content
    assert got.artifact["amount_yuan"] == 5_000_000
    assert got.artifact["rule"] == "support-2018.tech-renovation"


def test_several_projects_and_what_was_received(corpus: Corpus) -> None:
    facts = [{"price": "600万", "level": "国家级"}, {"price": "600万", "level": "国家级"}]
    assert call(corpus, rule="support-2018.first-set", facts=facts).artifact["amount_yuan"] == 6_000_000
    got = call(corpus, rule="support-2018.first-set", facts=facts, received="700万")
    assert got.artifact["amount_yuan"] == 3_000_000


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ({"rule": "support-2018.nothing"}, "没有规则"),
        ({"rule": "support-2018.tech-renovation"}, "还缺一项"),
        ({"rule": "support-2018.tech-renovation", "facts": [{"sum": "1"}]}, "可填：investment"),
        ({"rule": "support-2018.tech-renovation", "facts": [{"investment": "很多"}]}, "无法识别"),
        ({"facts": [{"investment": "1万"}]}, "参数不合要求"),
        ({"rule": "support-2018.tech-renovation", "facts": "2300万"}, "参数不合要求"),
    ],
)
def test_bad_arguments_come_back_as_a_sentence(corpus: Corpus, args: dict[str, Any], said: str) -> None:
    assert said in call(corpus, **args).content


def test_schema_tells_the_model_what_to_give(corpus: Corpus) -> None:
    tool = calculate_tool(corpus, DAY)
    assert set(tool.args) == {"rule", "facts", "received"}
    assert all(entry["description"] for entry in tool.args.values())
