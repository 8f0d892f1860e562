from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from assistant import Assistant
from assistant.config import Settings
from tests.agent.endpoint import Call, Reply, Scripted, serve

Open = Callable[..., tuple[Assistant, Scripted]]


def asked(call: Call) -> str:
    return str([m for m in call["messages"] if m["role"] == "user"][-1]["content"])


def draft(call: Call) -> str:
    """The local answer, as it stands in the request: what a faithful model says."""
    first = next(str(m["content"]) for m in call["messages"] if m["role"] == "user")
    match = re.search(r"<初步回答>\n(.*?)\n</初步回答>", first, re.S)
    return match[1] if match else str(re.search(r"<最后一句>\n(.*?)\n</最后一句>", first, re.S)[1])  # type: ignore[index]


def faithful(call: Call, n: int) -> Reply:
    return Reply(draft(call))


@pytest.fixture
def opened(assistant: Assistant) -> Iterator[Open]:
    """An assistant whose model is the test's script, behind a real HTTP server; the index is the common one."""
    with ExitStack() as stack:

        def make(
            behave: Callable[[Call, int], Reply] = faithful, **settings: Any
        ) -> tuple[Assistant, Scripted]:
            scripted = stack.enter_context(serve(Scripted(behave)))
            given = {
                "api_base": scripted.url,
                "api_key": "sk-secret-123",
                "chat_model": "scripted",
                **settings,
            }
            own = Assistant(Settings(**given))
            own.__dict__["tools"] = assistant.tools
            return own, scripted

        yield make
