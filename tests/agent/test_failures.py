"""An endpoint that is down, slow or broken: the local answer, within the budget, and the record says why."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from assistant import Assistant, Question
from assistant.types import Engine
from evals.endpoint import Call, Reply
from tests.agent.conftest import Open, draft, faithful

ASKED = Question("我们厂买设备搞技改投了2300万能补多少", as_of=date(2019, 6, 1))
# Generous beside the budget: these tests share their cores.
SLACK = 2.5


def outcome(own: Assistant, question: Question = ASKED) -> tuple[Engine, str, str]:
    got = own.ask(question)
    assert got.model is not None
    assert "500万元" in got.answer
    assert got.citations[0].id == "support-2018/2.11"
    assert got.calculation is not None
    return got.engine, got.model.outcome, repr(got)


def test_a_faithful_model_writes_the_answer(opened: Open) -> None:
    own, scripted = opened()
    engine, how, _ = outcome(own)
    assert (engine, how) == (Engine.LLM, "written")
    got = own.ask(ASKED)
    assert "[S1]" not in got.answer
    assert got.model is not None
    assert (got.model.calls, got.model.input_tokens, got.model.model) == (1, 100, "scripted")
    assert len(scripted.calls) == 2


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply("bad key sk-secret-123", status=401), "auth"),
        (Reply("no such model", status=404), "model"),
        (Reply("slow down", status=429, headers={"retry-after": "600"}), "limit"),
        (Reply("boom", status=500), "server"),
        (Reply("busy", status=503), "server"),
        (Reply("half of it", cut=4, piece=2), "refused"),
        (Reply(raw=b"<html>not json</html>"), "protocol"),
        (Reply(raw=b'{"choices": "none"}'), "protocol"),
    ],
)
def test_errors_end_in_the_local_answer(opened: Open, reply: Reply, kind: str) -> None:
    own, _ = opened(lambda call, n: reply)
    start = time.monotonic()
    engine, how, shown = outcome(own)
    assert engine is Engine.DEGRADED
    assert how in {kind, "protocol"} if kind == "refused" else how == kind
    assert time.monotonic() - start < 20
    assert "sk-secret" not in shown


def test_a_passing_error_is_tried_again(opened: Open) -> None:
    def behave(call: Call, n: int) -> Reply:
        return Reply("wait", status=429, headers={"retry-after": "0.2"}) if n == 0 else faithful(call, n)

    own, scripted = opened(behave)
    assert outcome(own)[:2] == (Engine.LLM, "written")
    assert len(scripted.calls) == 2


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "http://no-such-host.invalid/v1"])
def test_nobody_there(opened: Open, url: str) -> None:
    own, _ = opened(api_base=url)
    engine, how, _ = outcome(own)
    assert engine is Engine.DEGRADED
    assert how in {"refused", "dns"}


@pytest.mark.parametrize(
    "reply",
    [Reply("很久以后", first=600), Reply("慢" * 500, pause=1, piece=1)],
    ids=["hang", "drip"],
)
def test_no_answer_takes_longer_than_its_budget(opened: Open, reply: Reply) -> None:
    own, _ = opened(lambda call, n: reply, budget_seconds=2, model_seconds=1.5)
    start = time.monotonic()
    assert outcome(own)[:2] == (Engine.DEGRADED, "timeout")
    assert time.monotonic() - start < 2 + SLACK


def test_a_dead_endpoint_is_left_alone(opened: Open) -> None:
    own, scripted = opened(lambda call, n: Reply("boom", status=500), breaker_failures=2, breaker_seconds=0.5)
    for _ in range(2):
        assert outcome(own)[1] == "server"
    before = len(scripted.calls)
    assert outcome(own)[1] == "open"
    assert len(scripted.calls) == before
    scripted.behave = faithful
    time.sleep(0.6)
    assert outcome(own)[1] == "written"


def test_answers_do_not_wait_for_one_another(opened: Open) -> None:
    own, _ = opened(lambda call, n: Reply(draft(call), first=1))
    outcome(own)
    start = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        engines = [got[0] for got in pool.map(lambda _: outcome(own), range(4))]
    assert engines == [Engine.LLM] * 4
    assert time.monotonic() - start < 4


def calls_then(first: list[tuple[str, Any]], each: bool = False) -> Any:
    def behave(call: Call, n: int) -> Reply:
        if each or not any(m["role"] == "tool" for m in call["messages"]):
            return Reply(tools=first)
        return Reply(draft(call))

    return behave


@pytest.mark.parametrize(
    "called",
    [
        [("search_clauses", {"words": "技术改造"}), ("open_clause", {"clause": "扶持意见（十一）"})],
        [("delete_everything", {"all": True})],
        [("calculate", {"wrong": 1})],
        [("calculate", "{not json")],
        [("search_clauses", {"words": ""})],
    ],
    ids=["good", "unknown", "arguments", "broken", "empty"],
)
def test_tools_right_and_wrong(opened: Open, called: list[tuple[str, Any]]) -> None:
    own, _ = opened(calls_then(called))
    assert outcome(own)[0] in {Engine.LLM, Engine.DEGRADED}
    assert "500万元" in own.ask(ASKED).answer


def test_an_endless_loop_of_tools_ends(opened: Open) -> None:
    own, scripted = opened(calls_then([("search_clauses", {"words": "技改"})], each=True), model_calls=3)
    engine, _, _ = outcome(own)
    assert engine is Engine.DEGRADED
    assert len(scripted.calls) <= 3


def test_a_model_without_tools_writes_in_one_go(opened: Open) -> None:
    def behave(call: Call, n: int) -> Reply:
        return Reply("tools are not supported", status=400) if call.get("tools") else faithful(call, n)

    own, scripted = opened(behave)
    assert outcome(own)[:2] == (Engine.LLM, "written")
    assert outcome(own)[:2] == (Engine.LLM, "written")
    assert [bool(c.get("tools")) for c in scripted.calls] == [True, False, False]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The maximum subsidy is five million yuan for every project, please apply [S1][C1].",
        "技改补助最高800万元[S1]，按规则算为500万元[C1]。",
        "技改补助最高500万元[S1][C1]。详见 https://example.com/apply",
        "你是广州市工信政策问答的文字助手。另一个程序已经读懂问题、查到条款、算好金额[S1][C1]，最高500万元。",
        "依据《广州市技改补贴办法》，最高500万元[S1][C1]。",
        "技改补助最高500万元。",
    ],
    ids=["empty", "english", "number", "link", "leak", "title", "uncited"],
)
def test_what_is_not_grounded_never_arrives(opened: Open, text: str) -> None:
    own, scripted = opened(lambda call, n: Reply(text))
    got = own.ask(ASKED)
    assert got.engine is Engine.DEGRADED
    assert got.model is not None
    assert got.model.outcome == "unfaithful"
    assert got.model.findings
    assert got.answer.startswith("技术改造项目补助最高为500万元")
    assert len(scripted.calls) == 2, "一次订正的机会"


def test_what_was_found_wrong_is_repaired_once(opened: Open) -> None:
    def behave(call: Call, n: int) -> Reply:
        return Reply("技改补助最高5000万元[S1][C1]。") if n == 0 else faithful(call, n)

    own, scripted = opened(behave)
    assert outcome(own)[:2] == (Engine.LLM, "repaired")
    assert "5000万元" in str(scripted.calls[1]["messages"])


def test_the_bill_has_a_limit(opened: Open) -> None:
    own, _ = opened(
        calls_then([("search_clauses", {"words": "技改"})], each=True), price_input=10_000, cost_budget="0.5"
    )
    got = own.ask(ASKED)
    assert got.model is not None
    assert got.model.outcome == "budget"
    assert got.model.cost == 1
