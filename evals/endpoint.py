"""A real HTTP server that speaks the protocol of OpenAI's API and does as it is told: for tests and measurements."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
import time
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

__all__ = ["Call", "Reply", "Scripted", "draft", "faithful", "serve", "vector"]

Call = Mapping[str, Any]
Embeds = Callable[[list[str], int], "list[list[float]] | Reply"]


class Reply:
    """One reply of the model: its text, or the tools it calls. ``status`` with ``headers`` makes it an error;
    ``cut`` breaks the stream off after so many characters; ``pause`` waits before each piece, ``first`` before
    the first byte."""

    def __init__(
        self,
        text: str = "",
        *,
        tools: list[tuple[str, Any]] | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        cut: int | None = None,
        pause: float = 0,
        first: float = 0,
        raw: bytes | None = None,
        piece: int = 12,
    ) -> None:
        self.text, self.tools, self.status, self.headers = text, tools or [], status, headers or {}
        self.cut, self.pause, self.first, self.raw, self.piece = cut, pause, first, raw, piece


class Scripted:
    """``behave`` is given each chat request and its number (from 0), ``embeds`` the texts of each request for
    vectors."""

    def __init__(self, behave: Callable[[Call, int], Reply]) -> None:
        self.behave = behave
        self.calls: list[Call] = []
        self.models = ["scripted"]
        self.url = ""
        self.embeds: Embeds = lambda texts, n: [vector(text) for text in texts]
        self.embedded: list[list[str]] = []

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/v1/models")
        def models() -> Any:
            return {"object": "list", "data": [{"id": m, "object": "model"} for m in self.models]}

        @app.post("/v1/embeddings")
        async def embeddings(request: Request) -> Any:
            texts = (await request.json())["input"]
            texts = [texts] if isinstance(texts, str) else texts
            self.embedded.append(texts)
            made = self.embeds(texts, len(self.embedded) - 1)
            if isinstance(made, Reply):
                await asyncio.sleep(made.first)
                return _error(made)
            data = [{"object": "embedding", "index": i, "embedding": v} for i, v in enumerate(made)]
            usage = {"prompt_tokens": 1, "total_tokens": 1}
            # Not FastAPI's own, which refuses to write what is no number.
            body = json.dumps({"object": "list", "data": data, "model": "embed", "usage": usage})
            return Response(body, media_type="application/json")

        @app.post("/v1/chat/completions")
        async def chat(request: Request) -> Response:
            call = await request.json()
            self.calls.append(call)
            reply = self.behave(call, len(self.calls) - 1)
            await asyncio.sleep(reply.first)
            if reply.status != 200:
                return _error(reply)
            if reply.raw is not None:
                return Response(reply.raw, media_type="application/json")
            if call.get("stream"):
                return StreamingResponse(_stream(reply), media_type="text/event-stream")
            message = {"role": "assistant", "content": reply.text, "tool_calls": _tool_calls(reply) or None}
            choice = {
                "index": 0,
                "message": message,
                "finish_reason": "tool_calls" if reply.tools else "stop",
            }
            return JSONResponse({**_head("chat.completion"), "choices": [choice], "usage": _USAGE})

        return app


def vector(text: str, dimension: int = 256) -> list[float]:
    """Counts of the pairs of characters, folded into so many dimensions: texts that share words are near."""
    out = [0.0] * dimension
    for pair in pairwise(text):
        out[zlib.crc32("".join(pair).encode()) % dimension] += 1.0
    return out


def _error(reply: Reply) -> JSONResponse:
    error = {"error": {"message": reply.text or "error", "type": "error", "code": None}}
    return JSONResponse(error, reply.status, headers=dict(reply.headers))


_USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


def _head(kind: str) -> dict[str, Any]:
    return {"id": "x", "object": kind, "created": 1, "model": "scripted"}


def _tool_calls(reply: Reply) -> list[dict[str, Any]]:
    return [
        {
            "index": i,
            "id": f"call_{time.monotonic_ns()}_{i}",
            "type": "function",
            "function": {
                "name": name,
                "arguments": a if isinstance(a, str) else json.dumps(a, ensure_ascii=False),
            },
        }
        for i, (name, a) in enumerate(reply.tools)
    ]


async def _stream(reply: Reply) -> AsyncIterator[bytes]:
    def event(delta: Mapping[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        data = json.dumps({**_head("chat.completion.chunk"), "choices": [choice]}, ensure_ascii=False)
        return f"data: {data}\n\n".encode()

    yield event({"role": "assistant", "content": ""})
    if reply.tools:
        yield event({"tool_calls": _tool_calls(reply)})
    for at in range(0, len(reply.text), reply.piece):
        if reply.cut is not None and at >= reply.cut:
            raise ConnectionResetError("cut")
        await asyncio.sleep(reply.pause)
        yield event({"content": reply.text[at : at + reply.piece]})
    yield event({}, "tool_calls" if reply.tools else "stop")
    usage = json.dumps({**_head("chat.completion.chunk"), "choices": [], "usage": _USAGE})
    yield f"data: {usage}\n\ndata: [DONE]\n\n".encode()


@contextmanager
def serve(scripted: Scripted) -> Iterator[Scripted]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(scripted.app(), port=port, log_level="critical", timeout_graceful_shutdown=0)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    scripted.url = f"http://127.0.0.1:{port}/v1"
    try:
        yield scripted
    finally:
        server.should_exit = server.force_exit = True
        thread.join(5)


def draft(call: Call) -> str:
    """The local answer, as it stands in the request: what a faithful model says."""
    first = next(str(m["content"]) for m in call["messages"] if m["role"] == "user")
    match = re.search(r"<初步回答>\n(.*?)\n</初步回答>", first, re.S)
    return match[1] if match else str(re.search(r"<最后一句>\n(.*?)\n</最后一句>", first, re.S)[1])  # type: ignore[index]


def faithful(call: Call, n: int) -> Reply:
    return Reply(draft(call))
