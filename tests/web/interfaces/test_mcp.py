"""The MCP server as a real client meets it, over HTTP and over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, TextContent

from assistant import Assistant, Question
from assistant.answering.render import to_json
from assistant.config import Settings
from assistant.web.api.shapes import AnswerShape
from assistant.web.front import Front
from assistant.web.mcp import build, mount
from assistant.web.opening import Opening
from tests.web.interfaces.conftest import free_port, serving

ROOT = Path(__file__).resolve().parents[3]
RENOVATION = "support-2018.tech-renovation"
TOOLS = {"ask", "search", "clause", "rules", "calculate"}
Work = Callable[[Client], Awaitable[Any]]


def over_http(service: str, work: Work, **options: Any) -> Any:
    async def run() -> Any:
        async with Client(f"{service}/mcp", **options) as client:
            return await work(client)

    return asyncio.run(run())


def call(service: str, tool: str, **arguments: Any) -> CallToolResult:
    result: CallToolResult = over_http(service, lambda client: client.call_tool(tool, arguments))
    return result


def words(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def data(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, words(result)
    assert result.structured_content is not None
    return result.structured_content


def test_tools_tell_in_chinese_what_they_take_and_give(service: str) -> None:
    listed = over_http(service, lambda client: client.list_tools()).tools
    assert {t.name for t in listed} == TOOLS
    for tool in listed:
        assert any("一" <= c <= "鿿" for c in tool.description), tool.name
        assert tool.output_schema["type"] == "object", tool.name
        assert all("description" in p for p in tool.input_schema["properties"].values()), tool.name
        assert tool.annotations.read_only_hint


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_question_is_answered_to_clients_new_and_old(service: str, mode: str) -> None:
    asked = {"question": "我们厂买设备搞技改投了2300万能补多少", "as_of": "2019-05-01"}
    result = over_http(service, lambda client: client.call_tool("ask", asked), mode=mode)
    assert data(result)["calc_wan"] == 500
    assert data(result)["as_of"] == "2019-05-01"
    assert words(result).startswith("技术改造项目补助最高为500万元")
    assert "（穗府规〔2018〕15号）二、（十一），第54页" in words(result)


def test_follow_up(service: str) -> None:
    earlier = ["我们厂买设备搞技改投了1000万能补多少"]
    assert data(call(service, "ask", question="那1500万呢", earlier=earlier))["calc_wan"] == 450


def test_search_within_a_document_and_a_department(service: str) -> None:
    found = data(call(service, "search", words="首版次软件", limit=3))["clauses"]
    assert len(found) == 3
    assert "首版次软件产品" in found[0]["text"]
    assert found[0]["doc_number"] == "穗府规〔2018〕15号"
    assert found[0]["score"] >= found[1]["score"]
    ours = data(call(service, "search", words="补助", document="mic2025-2018", department="工信委"))[
        "clauses"
    ]
    assert ours
    assert {c["doc"] for c in ours} == {"mic2025-2018"}
    for clause in ours:
        assert "工业和信息化委" in str(clause["departments"])


def test_clause_with_its_neighbours(service: str) -> None:
    clause = data(call(service, "clause", id="support-2018/2.11"))
    assert "最高不超过500万元" in clause["text"]
    assert [c["id"] for c in (*clause["before"], *clause["after"])] == [
        "support-2018/2.10",
        "support-2018/2.12",
    ]
    assert (clause["label"], clause["page"]) == ("二、（十一）", 54)


def test_rule_is_found_and_reckoned_by(service: str) -> None:
    rules = data(call(service, "rules", document="support-2018"))["rules"]
    rule = next(r for r in rules if r["id"] == RENOVATION)
    assert next(f["key"] for f in rule["facts"]) == "investment"
    reckoned = data(call(service, "calculate", rule=RENOVATION, facts={"investment": "2300万"}))
    assert reckoned["amount_wan"] == 500
    assert "2300万元 × 30％ = 690万元" in reckoned["sentence"]


@pytest.mark.parametrize("told", [10_000_000, "1000万", 1e7, "10000000"])
def test_amount_may_be_a_number_in_yuan_or_words(service: str, told: Any) -> None:
    assert data(call(service, "calculate", rule=RENOVATION, facts={"investment": told}))["amount_wan"] == 300


def test_several_projects_are_a_list(service: str) -> None:
    facts = {"investment": ["1000万", 5_000_000]}
    assert data(call(service, "calculate", rule=RENOVATION, facts=facts))["amount_wan"] == 450


def test_missing_fact_is_asked_for(service: str) -> None:
    reckoned = data(call(service, "calculate", rule=RENOVATION, facts={}))
    assert reckoned["amount_wan"] is None
    assert reckoned["status"] == "clarify"
    assert "投资" in reckoned["sentence"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": "  "}, "没有收到问题"),
        ("ask", {"question": "补" * 2500}, "超过2000字的上限"),
        ("ask", {}, "question：缺少这一项。"),
        ("ask", {"question": "技改", "as_of": "明天"}, "as_of：应写成 2019-05-01 的形式"),
        ("ask", {"question": ["技改"]}, "question：应为文字。"),
        ("search", {"words": "技改", "limit": 900}, "limit：不大于50。"),
        ("search", {"words": "技改", "document": "无此文件"}, "没有文件“无此文件”"),
        ("search", {"words": "技改", "department": "火星局"}, "没有部门“火星局”"),
        ("clause", {"id": "support-2018/99"}, "没有编号为“support-2018/99”的条款"),
        ("calculate", {"rule": "没有", "facts": {}}, "没有规则“没有”"),
        ("calculate", {"rule": RENOVATION, "facts": {"investment": "很多"}}, "“很多”无法识别"),
        ("calculate", {"rule": RENOVATION, "facts": {"x": "1"}}, "没有事实“x”"),
        ("rules", {"document": "无此文件"}, "没有文件“无此文件”"),
        ("delete", {}, "没有名为“delete”的工具"),
    ],
)
def test_what_cannot_be_done_is_a_tool_error_in_chinese(
    service: str, tool: str, arguments: dict[str, Any], said: str
) -> None:
    result = call(service, tool, **arguments)
    assert result.is_error
    assert said in words(result)
    assert "Error" not in words(result)


def test_bug_is_told_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def warm_up(self, _: Question) -> None:
            pass

        def ask(self, *_: Any) -> Any:
            raise RuntimeError("secret")

    opening = Opening(Broken())  # type: ignore[arg-type]
    opening.start()

    async def run() -> CallToolResult:
        async with Client(build(Front.build(Settings(), opening))) as client:
            return await client.call_tool("ask", {"question": "技改"})

    result = asyncio.run(run())
    assert result.is_error
    assert words(result).startswith("处理时出错，没能回答。")
    assert "secret" in caplog.text


def test_answer_has_no_item_that_its_schema_does_not_tell(assistant: Assistant) -> None:
    for question in ("我们厂买设备搞技改投了2300万能补多少", "明天天气怎么样", "能补多少钱"):
        told = to_json(assistant.ask(Question(question)))
        assert AnswerShape.model_validate(told).model_dump(mode="json", by_alias=True) == told


def test_page_and_server_both_run(service: str) -> None:
    assert "gradio" in httpx.get(service).text
    assert httpx.get(f"{service}/healthz").json() == {"status": "ok"}
    assert data(call(service, "rules"))["rules"]


def test_site_that_names_itself_as_this_machine_is_turned_away(service: str) -> None:
    ping = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"Accept": "application/json, text/event-stream"}
    for headers, status in (
        ({"Host": "evil.example"}, 421),
        ({"Origin": "http://evil.example"}, 403),
    ):
        assert httpx.post(f"{service}/mcp", json=ping, headers=accept | headers).status_code == status


def test_name_that_a_proxy_passes_on_is_let_in_once_it_is_set(assistant: Assistant) -> None:
    app = FastAPI()
    mount(app, Front.build(Settings(public_hosts="zc.gz.gov.cn"), Opening(assistant)))  # type: ignore[arg-type]
    ping = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"Host": "zc.gz.gov.cn", "Accept": "application/json, text/event-stream"}
    with serving(app, free_port()) as url:
        assert httpx.post(f"{url}/mcp", json=ping, headers=headers).status_code == 200


def test_connection_is_not_held_for_nothing(service: str) -> None:
    refused = httpx.get(f"{service}/mcp", headers={"Accept": "text/event-stream"}, timeout=10)
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")


def test_over_standard_input_and_output() -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant", "mcp"],
        cwd=str(ROOT),
        env={**os.environ, "PYTHONPATH": str(ROOT), "ASSISTANT_DATA_DIR": str(Settings().data_dir)},
    )

    async def run() -> tuple[set[str], CallToolResult, CallToolResult]:
        async with Client(server) as client:
            listed = await client.list_tools()
            answered = await client.call_tool("ask", {"question": "琶洲价值创新园有多大"})
            refused = await client.call_tool("clause", {"id": "无"})
            return {t.name for t in listed.tools}, answered, refused

    names, answered, refused = asyncio.run(run())
    assert names == TOOLS
    assert "2.1平方公里" in words(answered)
    assert json.dumps(answered.structured_content)
    assert refused.is_error
    assert words(refused).startswith("没有编号为“无”的条款。")
