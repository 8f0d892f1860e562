"""A real uvicorn server in this process, on the one index of the whole run."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

from assistant import Assistant
from assistant.config import Settings
from assistant.web.server import create_app

Serve = Callable[..., Any]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(app: Any, port: int) -> Iterator[str]:
    """The address of ``app`` while it is served; its lifespan has begun, and has ended afterwards."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive(), "the server ended while it was starting"
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)
    assert not thread.is_alive(), "the server did not end"


@pytest.fixture(scope="session")
def sites() -> tuple[int, int]:
    """Ports of two other sites: one that may embed the page, and one that may not."""
    return free_port(), free_port()


@pytest.fixture(scope="session")
def service(assistant: Assistant, sites: tuple[int, int]) -> Iterator[str]:
    """The whole application, open to everybody, which one other site may embed."""
    assert assistant.tools, "builds the index that the server opens"
    settings = Settings(embed_origins=(f"http://127.0.0.1:{sites[0]}",), asks_per_minute=0)
    with serving(create_app(settings), free_port()) as url:
        yield url
