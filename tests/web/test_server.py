"""Starting and stopping the server, as whoever runs it sees it."""

from __future__ import annotations

import signal
import urllib.request
from typing import TYPE_CHECKING

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
