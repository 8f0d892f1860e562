"""The HTTP interface as its users meet it: a real server, a real client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest

from assistant import Assistant, Question
from assistant.answering.render import to_json
from assistant.web.api import shapes
from assistant.web.api.examples import examples

DAY = "2019-05-01"
QUESTIONS = [
    "技改项目最高补多少",
    "我们厂买设备搞技改投了2300万能补多少",
    "首台套卖了600万，国家级的，补多少",
    "技改投了800万到1200万能补多少",
    "能补多少钱",
    "明天天气怎么样",
    "扶持意见第二十一条讲什么",
    "失业保险费率归谁管",
    "新三板补多少？过路费打几折？",
    "琶洲有哪些扶持",
    "扶持意见还有效吗",
    "你好",
]


@pytest.fixture(scope="module")
def api(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server + "/api", timeout=240) as client:
        # The first question waits for the index.
        assert client.post("/ask", json={"question": "技改项目最高补多少"}).status_code == 200
        yield client


def _events(reply: httpx.Response) -> list[tuple[str, Any]]:
    assert reply.headers["content-type"].startswith("text/event-stream")
    out = []
    for block in filter(None, reply.text.split("\n\n")):
        lines = dict(line.split(": ", 1) for line in block.split("\n"))
        out.append((lines["event"], json.loads(lines["data"])))
    return out


def _timeless(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "steps": [s["name"] for s in answer["steps"]]}


def _problem(reply: httpx.Response, status: int) -> str:
    """The detail of a problem that is whole, and in Chinese."""
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    body = reply.json()
    assert body["status"] == status
    assert body["type"].startswith("urn:policy-assistant:problem:")
    assert body["instance"] == reply.request.url.path
    assert body["detail"].endswith("。")
    return str(body["title"] + body["detail"])


@pytest.mark.parametrize("question", QUESTIONS)
def test_answer_is_the_very_answer_of_the_engine_and_as_described(
    api: httpx.Client, assistant: Assistant, question: str
) -> None:
    sent = api.post("/ask", json={"question": question, "as_of": DAY}).json()
    said = to_json(assistant.ask(Question(question, as_of=date.fromisoformat(DAY))))
    assert _timeless(sent) == _timeless(said)
    assert shapes.AnswerShape.model_validate(sent).model_dump(mode="json", by_alias=True) == sent


def test_turns_give_the_context(api: httpx.Client) -> None:
    asked = {"question": "那1500万呢", "turns": ["我们厂买设备搞技改投了1000万能补多少"]}
    assert "1500万元 × 30％ = 450万元" in api.post("/ask", json=asked).json()["answer"]


@pytest.mark.parametrize(("body", "headers"), [({"stream": True}, {}), ({}, {"accept": "text/event-stream"})])
def test_events_tell_the_steps_and_end_with_the_answer(
    api: httpx.Client, body: dict[str, Any], headers: dict[str, str]
) -> None:
    asked = {"question": "技改投了2300万补多少", "as_of": DAY}
    events = _events(api.post("/ask", json={**asked, **body}, headers=headers))
    steps = [data["text"] for name, data in events if name == "step"]
    assert steps == [
        "正在读懂问题", "正在查找条款", "正在计算金额", "正在组织回答", "正在核对数字", "正在标注依据",
    ]  # fmt: skip
    name, answer = events[-1]
    assert name == "answer"
    assert _timeless(answer) == _timeless(api.post("/ask", json=asked).json())


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("question", "words"), [("  ", "没有收到问题"), ("🎉", "没有读到文字"), ("补" * 2500, "超过2000字的上限")]
)
def test_what_is_no_question_is_told_with_its_status(
    api: httpx.Client, question: str, words: str, stream: bool
) -> None:
    assert words in _problem(api.post("/ask", json={"question": question, "stream": stream}), 422)


def test_search_finds_filters_and_describes(api: httpx.Client) -> None:
    found = api.get("/search", params={"q": "过路费", "department": "交委"}).json()
    assert found[0]["id"] in {"cost-2018/5.14", "cost-2018/5.15"}
    assert all("市交委" in f["departments"]["lead"] + f["departments"]["cooperate"] for f in found)
    found = api.get("/search", params={"q": "人才", "doc": "iab-2018", "limit": 3}).json()
    assert [f["doc"] for f in found] == ["iab-2018"] * 3
    assert [f["score"] for f in found] == sorted((f["score"] for f in found), reverse=True)
    for item in found:
        assert shapes.FoundClause.model_validate(item).model_dump(mode="json", by_alias=True) == item


def test_search_while_typing_answers_every_beginning(api: httpx.Client) -> None:
    replies = [api.get("/search", params={"q": "技改补助比例"[:n]}) for n in range(1, 7)]
    assert [r.status_code for r in replies] == [200] * 6
    assert any(f["id"] == "support-2018/2.11" for f in replies[1].json())


def test_clause_with_its_neighbours_rules_departments_and_validity(api: httpx.Client) -> None:
    assert len(api.get("/clauses").json()) == 245
    assert {c["doc"] for c in api.get("/clauses", params={"doc": "parks-2018"}).json()} == {"parks-2018"}
    clause = api.get("/clauses/support-2018/2.11", params={"as_of": "2021-08-27"}).json()
    assert (clause["label"], clause["page"], clause["doc_number"]) == (
        "二、（十一）",
        54,
        "穗府规〔2018〕15号",
    )
    assert [c["id"] for c in clause["before"] + clause["after"]] == ["support-2018/2.10", "support-2018/2.12"]
    assert "support-2018.tech-renovation" in {r["id"] for r in clause["rules"]}
    assert clause["validity"]["state"] == "in_force"
    after = api.get("/clauses/support-2018/2.11", params={"as_of": "2021-08-28"}).json()
    assert after["validity"]["state"] == "expired"
    assert shapes.ClauseDetail.model_validate(clause).model_dump(mode="json", by_alias=True) == clause
    assert "没有编号为“support-2018/2.99”的条款" in _problem(api.get("/clauses/support-2018/2.99"), 404)


def test_documents_tell_their_validity_and_gaps(api: httpx.Client) -> None:
    documents = {d["key"]: d for d in api.get("/documents", params={"as_of": DAY}).json()}
    assert len(documents) == 5
    assert documents["support-2018"]["gaps"]
    assert documents["support-2018"]["validity"]["to"] == "2021-08-27"
    for item in documents.values():
        assert shapes.DocumentShape.model_validate(item).model_dump(mode="json", by_alias=True) == item


def test_every_rule_can_be_drawn_as_a_form_and_asks_for_what_is_missing(api: httpx.Client) -> None:
    rules = api.get("/rules").json()
    assert len(rules) > 50
    for told in rules:
        rule = api.get(f"/rules/{told['id']}").json()
        assert shapes.RuleDetail.model_validate(rule).model_dump(mode="json", by_alias=True) == rule
        assert all(f["options"] if f["type"] in {"level", "flag"} else f["unit"] for f in rule["facts"])
        filled = {f["key"]: f["options"][0] if f["options"] else "100" for f in rule["facts"]}
        reply = api.post("/calculate", json={"rule": told["id"], "items": [filled]})
        assert reply.status_code == 200, reply.text
        result = reply.json()
        assert result["status"] == "answered", (told["id"], result["sentence"])
        assert shapes.CalculationShape.model_validate(result).model_dump(mode="json", by_alias=True) == result


def test_calculation_gives_sentence_and_steps_or_asks_back(api: httpx.Client) -> None:
    asked: dict[str, Any] = {"rule": "support-2018.tech-renovation", "items": [{"investment": 23_000_000}]}
    result = api.post("/calculate", json=asked).json()
    assert (result["status"], result["amount_wan"]) == ("answered", 500.0)
    assert "2300万元 × 30％ = 690万元；单个项目最高500万元，按上限计为500万元" in result["sentence"]
    assert any(s["op"] == "cap" and s["binds"] for s in result["calculation"]["steps"])
    back = api.post("/calculate", json={"rule": "support-2018.first-set", "items": [{"price": "600万"}]})
    assert (back.status_code, back.json()["status"], back.json()["amount_wan"]) == (200, "clarify", None)
    assert back.json()["sentence"].startswith("产品列入国家、省还是市的目录")


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"rule": "support-2018.none"}, 404, "没有编号为“support-2018.none”的规则"),
        ({"rule": "support-2018.tech-renovation", "items": [{"amount": "1万"}]}, 422, "可填：investment"),
        ({"rule": "support-2018.tech-renovation", "items": [{"investment": "很多"}]}, 422, "无法识别"),
        ({"rule": "support-2018.tech-renovation", "items": [{"investment": "1e99"}]}, 422, "太大"),
        ({"rule": "support-2018.tech-renovation", "items": [{"investment": "-1"}]}, 422, "不小于零"),
        (
            {"rule": "support-2018.tech-renovation", "items": [{"investment": True}]},
            422,
            "items[0].investment：应为文字或数",
        ),
        (
            {"rule": "support-2018.first-set", "items": [{"price": "1万", "level": "区级"}]},
            422,
            "应为 国家级、省级、市级 之一",
        ),
    ],
)
def test_calculation_says_what_it_cannot_use(
    api: httpx.Client, body: dict[str, Any], status: int, words: str
) -> None:
    assert words in _problem(api.post("/calculate", json=body), status)


def test_problems_of_requests(api: httpx.Client) -> None:
    asked = api.post("/ask", json={"questio": "技改", "as_of": "2019-13-01", "turns": [3]})
    detail = _problem(asked, 422)
    assert "question：缺少这一项" in detail
    assert {e["field"] for e in asked.json()["errors"]} == {"question", "questio", "as_of", "turns[0]"}
    assert "limit：不大于50" in _problem(api.get("/search", params={"q": "技改", "limit": 99}), 422)
    assert "dco：没有这一项" in _problem(api.get("/search", params={"q": "技改", "dco": "x"}), 422)
    assert "没有文件“abc”" in _problem(api.get("/search", params={"q": "技改", "doc": "abc"}), 422)
    assert "没有部门“教育厅局”" in _problem(
        api.get("/search", params={"q": "技改", "department": "教育厅局"}), 422
    )
    assert "没有这个地址" in _problem(api.get("/nothing"), 404)
    wrong = api.delete("/ask")
    assert "不接受这种请求方法" in _problem(wrong, 405)
    assert wrong.headers["allow"] == "POST"
    json_type = {"content-type": "application/json"}
    assert "application/json" in _problem(api.post("/ask", content='{"question": "技改"}'), 415)
    assert "第" in _problem(api.post("/ask", content='{"question": ', headers=json_type), 400)
    assert "UTF-8" in _problem(api.post("/ask", content=b'{"question": "\xff"}', headers=json_type), 400)
    assert "正文过大" in _problem(api.post("/ask", json={"question": "补" * 200_000}), 413)
    half = api.post("/ask", content=b'{"question": "\\ud800"}', headers=json_type)
    assert "无法识别" in _problem(half, 422)


def test_feedback_is_not_said_to_be_kept_where_it_is_not(api: httpx.Client) -> None:
    reply = api.post("/feedback", json={"answer_id": "aa961cf0de4efcc5", "helpful": True})
    if reply.status_code != 204:
        assert "反馈没有保存" in _problem(reply, 503)


def test_figures_for_whoever_runs_it(api: httpx.Client, server: str) -> None:
    def value(name: str) -> float:
        lines = httpx.get(server + "/metrics", timeout=30).text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))

    assert httpx.get(server + "/healthz").json() == {"status": "ok"}
    assert httpx.get(server + "/readyz").json()["status"] == "ready"
    route = 'assistant_requests_total{method="GET",route="/clauses/{clause_id}"'.replace("/cl", "/api/cl")
    facts = 'assistant_answers_total{channel="api",engine="local",kind="fact",status="answered"}'
    before = value(route), value(facts), value("assistant_step_seconds_count")
    api.get("/clauses/support-2018/2.11")
    api.get("/clauses/support-2018/2.12")
    api.post("/ask", json={"question": "技改项目最高补多少"})
    assert value(route) == before[0] + 2
    assert value(facts) == before[1] + 1
    assert value("assistant_step_seconds_count") == before[2] + 6
    assert value("assistant_answers_in_flight") == value("assistant_answers_queued") == 0


def test_description_is_chinese_and_its_examples_are_what_is_sent(api: httpx.Client) -> None:
    described = api.get("/openapi.json").json()
    assert described["servers"] == [{"url": "/api"}]
    for path in described["paths"].values():
        for operation in path.values():
            assert any("\u4e00" <= c <= "\u9fff" for c in operation["summary"])
            assert all(p["description"] for p in operation.get("parameters", ()))
            assert "application/problem+json" in operation["responses"]["422"]["content"]
    told = examples()
    answer = described["paths"]["/ask"]["post"]["responses"]["200"]["content"]["application/json"]["example"]
    sent = api.post("/ask", json={"question": "我们厂买设备搞技改投了2300万能补多少", "as_of": DAY}).json()
    said = ("answer", "citations", "calculation", "notices")
    # To be written anew with scripts/api_examples.py when answers change.
    assert [answer[k] for k in said] == [sent[k] for k in said]
    shapes.ClauseDetail.model_validate(told["get /clauses/{clause_id}"]["application/json"])
    shapes.RuleDetail.model_validate(told["get /rules/{rule_id}"]["application/json"])
