"""The line that questions wait in, and the time a request may take."""

from __future__ import annotations

import asyncio
from threading import Event

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from assistant.web.gate import Full, Gate
from assistant.web.limits import TimeLimit


def _until(gate: Gate, running: int, waiting: int) -> None:
    end = Event()
    for _ in range(500):
        if (gate.running, gate.waiting) == (running, waiting):
            return
        end.wait(0.01)
    pytest.fail(f"{gate.running} running, {gate.waiting} waiting")


def test_one_at_a_time_in_the_order_of_coming() -> None:
    gate, go, done = Gate(1, 3), Event(), list[int]()
    first = gate.submit(lambda: go.wait(10))
    _until(gate, 1, 0)
    line = [gate.submit(lambda n=n: done.append(n)) for n in range(3)]
    assert gate.ahead(first) is None
    assert [gate.ahead(f) for f in line] == [0, 1, 2]
    go.set()
    for future in line:
        future.result(10)
    assert done == [0, 1, 2]
    _until(gate, 0, 0)


def test_full_line_turns_away_and_whoever_leaves_makes_room() -> None:
    gate, go = Gate(1, 2), Event()
    gate.submit(lambda: go.wait(10))
    _until(gate, 1, 0)
    leaving, staying = gate.submit(lambda: 1), gate.submit(lambda: 2)
    with pytest.raises(Full):
        gate.submit(lambda: 3)
    assert leaving.cancel()
    assert (gate.waiting, gate.ahead(staying)) == (1, 0)
    another = gate.submit(lambda: 4)
    go.set()
    assert (staying.result(10), another.result(10)) == (2, 4)


def test_failing_work_frees_its_place() -> None:
    gate = Gate(1, 0)

    def fail() -> None:
        raise ValueError("坏了")

    with pytest.raises(ValueError, match="坏了"):
        gate.submit(fail).result(10)
    _until(gate, 0, 0)
    assert gate.submit(lambda: "好").result(10) == "好"


def test_request_without_a_response_in_time_gets_a_problem_in_chinese() -> None:
    async def slow(_: Request) -> Response:
        await asyncio.sleep(30)
        return PlainTextResponse("")

    async def call() -> httpx.Response:
        app = TimeLimit(Starlette(routes=[Route("/slow", slow)]), 0.05)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            return await client.get("/slow")

    reply = asyncio.run(call())
    assert (reply.status_code, reply.headers["content-type"]) == (503, "application/problem+json")
    assert "0.05秒的时限" in reply.json()["detail"]
