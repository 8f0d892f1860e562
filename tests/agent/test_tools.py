"""The tools as a model sees them: sentences with tokens; bad arguments come back as a sentence, too."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from assistant import Question
from assistant.agent.tools import TOOLS
from evals.endpoint import Call, Reply
from tests.agent.conftest import Open, draft

DAY = date(2019, 6, 1)
ASKED = "首台套国家级的两台，一台600万，之前领过700万，技改投了两千三百万"


def call(opened: Open, name: str, arguments: Any) -> str:
    """What the tool says when a model calls it in the course of a real answer."""
    said: list[str] = []

    def behave(request: Call, n: int) -> Reply:
        results = [m for m in request["messages"] if m["role"] == "tool"]
        if not results:
            return Reply(tools=[(name, arguments)])
        said.append(str(results[0]["content"]))
        return Reply(draft(request))

    own, _ = opened(behave)
    own.ask(Question("技改项目最高补多少", turns=(ASKED,), as_of=DAY))
    return said[0]


def test_amount_comes_as_a_sentence_with_its_token(opened: Open) -> None:
    facts = [{"investment": "两千三百万"}]
    got = call(opened, "calculate", {"rule": "support-2018.tech-renovation", "facts": facts})
    assert re.match(r"\[C\d\] 技术改造项目补助最高为500万元，这是上限", got)
    assert "2300万元 × 30％ = 690万元" in got


def test_several_projects_and_what_was_received(opened: Open) -> None:
    facts = [{"price": "600万", "level": "国家级"}, {"price": "600万", "level": "国家级"}]
    rule = "support-2018.first-set"
    assert "600万元" in call(opened, "calculate", {"rule": rule, "facts": facts})
    assert "最高为300万元" in call(opened, "calculate", {"rule": rule, "facts": facts, "received": "700万"})


@pytest.mark.parametrize(
    ("name", "args", "said"),
    [
        ("calculate", {"rule": "support-2018.nothing"}, "没有规则"),
        ("calculate", {"rule": "support-2018.tech-renovation"}, "还缺一项"),
        (
            "calculate",
            {"rule": "support-2018.tech-renovation", "facts": [{"sum": "600万"}]},
            "可填：investment",
        ),
        (
            "calculate",
            {"rule": "support-2018.tech-renovation", "facts": [{"investment": "很多"}]},
            "无法识别",
        ),
        (
            "calculate",
            {"rule": "support-2018.tech-renovation", "facts": [{"investment": "9000万"}]},
            "用户没有说过“9000万”",
        ),
        ("open_clause", {"clause": "扶持意见（九十九）"}, "没有条款"),
        ("search_clauses", {"words": "技改", "document": "深圳办法"}, "没有文件"),
        ("list_by_department", {"department": "教育部"}, "没有部门"),
        ("validity", {"document": "扶持意见", "day": "2022-01-01"}, "已过有效期"),
        ("open_clause", {"clause": "S1"}, "固定资产投资额的30％"),
        ("list_by_department", {"department": "市金融局"}, "[S"),
    ],
)
def test_tools_answer_in_words(opened: Open, name: str, args: dict[str, Any], said: str) -> None:
    assert said in call(opened, name, args)


def test_schema_tells_the_model_what_to_give() -> None:
    for tool in TOOLS:
        assert tool.description
        shown = tool.tool_call_schema.model_json_schema()["properties"]  # type: ignore[union-attr]
        assert all(entry["description"] for entry in shown.values())
        assert "runtime" not in shown
