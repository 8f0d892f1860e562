"""Limits as a caller meets them, on a server with small ones that stands behind a proxy."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from assistant import Assistant
from tests.web.conftest import serving

ASKED = {"question": "技改项目最高补多少"}


@pytest.fixture(scope="module")
def strict(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """At most four questions and six searches a minute, one question at a time and two in line."""
    assert assistant.tools
    limits = {"ASKS": "4", "SEARCHES": "6", "USER_ASKS": "2"}
    settings = {f"ASSISTANT_{name}_PER_MINUTE": value for name, value in limits.items()}
    line = {"ASSISTANT_ANSWERS_AT_ONCE": "1", "ASSISTANT_QUEUE_LIMIT": "2"}
    proxy = {"ASSISTANT_TRUSTED_PROXIES": "127.0.0.1"}
    with serving(tmp_path_factory.mktemp("strict"), **settings, **line, **proxy) as running:
        first = httpx.post(running.url + "/api/ask", json=ASKED, headers=_from("198.51.100.1"), timeout=240)
        assert first.status_code == 200
        yield running.url


def _from(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def _too_often(reply: httpx.Response, most: int) -> None:
    assert (reply.status_code, reply.headers["content-type"]) == (429, "application/problem+json")
    wait = int(reply.headers["retry-after"])
    assert 1 <= wait <= 60
    assert f"每分钟最多{most}次。请{wait}秒后再试。" in reply.json()["detail"]


def test_asking_and_searching_are_limited_apart_and_by_address(strict: str) -> None:
    with httpx.Client(base_url=strict + "/api", timeout=60, headers=_from("198.51.100.2")) as client:
        assert [client.post("/ask", json=ASKED).status_code for _ in range(4)] == [200] * 4
        _too_often(client.post("/ask", json=ASKED), 4)
        _too_often(client.post("/ask", json={**ASKED, "stream": True}), 4)
        assert [client.get("/search?q=技改").status_code for _ in range(6)] == [200] * 6
        _too_often(client.get("/search?q=技改"), 6)
        assert client.post("/ask", json=ASKED, headers=_from("198.51.100.3")).status_code == 200


def test_one_network_of_ipv6_is_one_caller(strict: str) -> None:
    url = strict + "/api/ask"
    codes = [
        httpx.post(url, json=ASKED, headers=_from(f"2001:db8:1:2::{n}"), timeout=60).status_code
        for n in range(1, 6)
    ]
    assert codes == [200] * 4 + [429]
    assert httpx.post(url, json=ASKED, headers=_from("2001:db8:1:3::1"), timeout=60).status_code == 200


def test_user_is_limited_wherever_the_requests_come_from(strict: str) -> None:
    url = strict + "/api/ask"
    for n in range(2):
        asked = {**ASKED, "user": "seat-07"}
        assert httpx.post(url, json=asked, headers=_from(f"203.0.113.{n}"), timeout=60).status_code == 200
    _too_often(httpx.post(url, json={**ASKED, "user": "seat-07"}, headers=_from("203.0.113.9")), 2)
    another = {**ASKED, "user": "seat-08"}
    assert httpx.post(url, json=another, headers=_from("203.0.113.9"), timeout=60).status_code == 200


def test_line_is_told_honestly_and_a_full_one_turns_away(strict: str) -> None:
    """Twelve at once, each with a question of its own."""

    async def ask(client: httpx.AsyncClient, n: int, stream: bool) -> httpx.Response:
        asked = {"question": f"我们厂买设备搞技改投了{n + 100}万能补多少，新三板又补多少", "stream": stream}
        return await client.post("/api/ask", json=asked, headers=_from(f"192.0.2.{n}"))

    async def burst(stream: bool) -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=strict, timeout=60) as client:
            return await asyncio.gather(*(ask(client, n + 20 * stream, stream) for n in range(12)))

    for stream in (False, True):
        replies = asyncio.run(burst(stream))
        answered = [r for r in replies if r.status_code == 200]
        away = [r for r in replies if r.status_code == 503]
        assert len(answered) >= 3
        assert away
        assert len(answered) + len(away) == len(replies)
        assert all(r.headers["retry-after"] == "5" and "排队已满" in r.json()["detail"] for r in away)
        if stream:
            assert any("正在排队，前面还有" in r.text for r in answered)
            assert all("event: answer" in r.text for r in answered)


def test_address_is_not_taken_from_whom_we_do_not_trust(
    server: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with serving(tmp_path_factory.mktemp("plain"), ASSISTANT_SEARCHES_PER_MINUTE="2") as running:
        url = running.url + "/api/documents"
        codes = [httpx.get(url, headers=_from(f"192.0.2.{n}"), timeout=60).status_code for n in range(3)]
        assert codes[2] == 429
