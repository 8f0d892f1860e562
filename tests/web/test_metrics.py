"""Who may read the figures: whoever sits at the machine, or bears the token. Health is for everybody."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from assistant import Assistant
from assistant.config import Settings
from assistant.web.api import health
from assistant.web.front import Front
from assistant.web.opening import Opening
from assistant.web.problems import install

TOKEN = "not-for-everybody"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
BY_PROXY = {"X-Forwarded-For": "203.0.113.9"}


def read(path: str, host: str, headers: dict[str, str], token: str | None) -> httpx.Response:
    settings = Settings(metrics_token=SecretStr(token) if token else None)
    app = FastAPI()
    app.state.front = Front.build(settings, Opening(Assistant(settings)))
    install(app)
    app.include_router(health.router)

    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(host, 50000))
        async with httpx.AsyncClient(transport=transport, base_url="http://assistant") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(get())


@pytest.mark.parametrize(
    ("host", "headers", "token", "status"),
    [
        ("127.0.0.1", {}, None, 200),
        ("::1", {}, None, 200),
        ("203.0.113.9", {}, None, 403),
        ("10.0.0.5", BEARER, None, 403),
        # A proxy on the same machine speaks for somebody elsewhere.
        ("127.0.0.1", BY_PROXY, None, 403),
        ("127.0.0.1", {"X-Real-IP": "203.0.113.9"}, None, 403),
        ("203.0.113.9", BEARER, TOKEN, 200),
        ("127.0.0.1", BY_PROXY | BEARER, TOKEN, 200),
        ("127.0.0.1", {}, TOKEN, 403),
        ("203.0.113.9", {"Authorization": "Bearer guessed"}, TOKEN, 403),
    ],
)
def test_figures_are_not_for_everybody(
    host: str, headers: dict[str, str], token: str | None, status: int
) -> None:
    reply = read("/metrics", host, headers, token)
    assert reply.status_code == status
    assert ("assistant_requests" in reply.text) == (status == 200)
    if status == 403:
        assert "ASSISTANT_METRICS_TOKEN" in reply.json()["detail"]
    assert read("/healthz", host, headers, token).status_code == 200
