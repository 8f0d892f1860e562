"""A browser's part in a Gradio chat, as far as the server can tell: what is typed is sent into the queue, and its
events are read until the last one."""

from __future__ import annotations

import itertools
import json
import uuid

import httpx

__all__ = ["BARE_CHAT", "Visitor", "entry"]

BARE_CHAT = """
import os, sys
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr
def reply(typed):
    said = [{"role": "user", "content": typed}, {"role": "assistant", "content": "好的。" * 60}]
    yield "", said[:1]
    yield "", said
with gr.Blocks() as demo:
    chat = gr.Chatbot()
    box = gr.Textbox()
    box.submit(reply, box, [box, chat])
demo.queue(default_concurrency_limit=16).launch(server_port=int(sys.argv[1]), quiet=True)
"""
# Then another visitor comes, with an empty conversation.
_TURNS = 5


def entry(url: str) -> tuple[int, int, int]:
    """What happens when Enter is pressed in the page's box: number of the function, of the box, and how many values
    go with it."""
    config = httpx.get(f"{url}/config", timeout=60).json()
    for function in config["dependencies"]:
        for target, event in function["targets"]:
            if event == "submit":
                return function["id"], target, len(function["inputs"])
    raise ValueError(f"no box at {url}")


class Visitor:
    """One at a time asks and reads; a call is one question. ``asked`` are the questions in turn."""

    def __init__(self, at: tuple[int, int, int], asked: list[str], first: int) -> None:
        self._function, self._box, inputs = at
        self._rest = [None] * (inputs - 1)
        self._asked = itertools.islice(itertools.cycle(asked), first, None)
        self._session, self._turns = "", 0

    async def __call__(self, opened: httpx.AsyncClient, _: int) -> httpx.Response:
        """The response of the stream; its status is 500 where the last event tells of a failure."""
        if self._turns % _TURNS == 0:
            self._session = uuid.uuid4().hex[:10]
        self._turns += 1
        body = {
            "data": [next(self._asked), *self._rest],
            "event_data": None,
            "fn_index": self._function,
            "trigger_id": self._box,
            "session_hash": self._session,
        }
        joined = await opened.post("/gradio_api/queue/join", json=body)
        if joined.status_code != httpx.codes.OK:
            return joined
        where = {"session_hash": self._session}
        async with opened.stream("GET", "/gradio_api/queue/data", params=where) as stream:
            completed = False
            async for line in stream.aiter_lines():
                told = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                if told.get("msg") == "process_completed":
                    completed = bool(told["success"])
            return httpx.Response(stream.status_code if completed else 500)
