"""A real HTTP server that speaks the protocol of OpenAI's API and does as the test says."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

__all__ = ["Call", "Reply", "Scripted", "draft", "faithful", "serve"]

Call = Mapping[str, Any]


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
    """``behave`` is given each chat request and its number (from 0)."""

    def __init__(self, behave: Callable[[Call, int], Reply]) -> None:
        self.behave = behave
        self.calls: list[Call] = []
        self.models = ["scripted"]
        self.url = ""
        self.embedded: list[list[str]] = []
        self.dimension = 16

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
            data = [
                {"object": "embedding", "index": i, "embedding": self._vector(t)} for i, t in enumerate(texts)
            ]
            return {
                "object": "list",
                "data": data,
                "model": "embed",
                "usage": {"prompt_tokens": 1, "total_tokens": 1},
            }

        @app.post("/v1/chat/completions")
        async def chat(request: Request) -> Response:
            call = await request.json()
            self.calls.append(call)
            reply = self.behave(call, len(self.calls) - 1)
            await asyncio.sleep(reply.first)
            if reply.status != 200:
                error = {"error": {"message": reply.text or "error", "type": "error", "code": None}}
                return JSONResponse(error, reply.status, headers=dict(reply.headers))
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

    def _vector(self, text: str) -> list[float]:
        """Character counts folded into a few dimensions: alike texts have alike vectors."""
        out = [0.0] * self.dimension
        for character in text:
            out[ord(character) % self.dimension] += 1.0
        return out


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
