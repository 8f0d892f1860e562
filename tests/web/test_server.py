"""Starting and stopping the server, as whoever runs it sees it."""

from __future__ import annotations

import http.client
import signal
import time
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from assistant.config import Settings
from assistant.web.server import run

if TYPE_CHECKING:
    from tests.web.conftest import Running


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_stops_quietly_while_a_page_is_open(running: Running, sign: signal.Signals) -> None:
    with urllib.request.urlopen(running.url + "/gradio_api/heartbeat/visitor", timeout=10):
        running.process.send_signal(sign)
        running.process.wait(20)
    said = running.log.read_text().strip()
    assert said == f"网页已打开：{running.url}（按 Ctrl+C 停止）"


def test_address_that_is_not_here_is_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(Settings(host="203.0.113.7", port=7869))
    assert ended.value.code == 5
    assert "无法在地址203.0.113.7上监听" in capsys.readouterr().err


def test_a_caller_who_pauses_finds_the_connection_still_open(server: str) -> None:
    """Cut while the next request is on its way, it would be an error at the caller's."""
    place = urlsplit(server)
    caller = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    for pause in (6, 0):
        caller.request("GET", "/healthz")
        assert caller.getresponse().read() == b'{"status":"ok"}'
        # Otherwise the library would open another one without a word.
        caller.auto_open = 0
        time.sleep(pause)
    caller.close()
