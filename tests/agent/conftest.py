from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from assistant import Assistant
from assistant.config import Settings
from evals.endpoint import Call, Reply, Scripted, draft, faithful, serve

__all__ = ["Open", "asked", "draft", "faithful", "opened"]

Open = Callable[..., tuple[Assistant, Scripted]]


def asked(call: Call) -> str:
    return str([m for m in call["messages"] if m["role"] == "user"][-1]["content"])


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
