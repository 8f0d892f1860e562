"""A real server in a process of its own, a real browser, and a visitor who notes all that the page does."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE: ViewportSize = {"width": 1280, "height": 900}
# The first answer on a fresh installation waits for the index to be built.
FIRST_ANSWER = 240_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On a busy machine a browser may miss a key or a deadline: its tests have a second try, and a run names those
    that needed it."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    url: str
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Running]:
    """``python app.py`` with its log in ``folder``; ``settings`` are environment variables."""
    port = _free_port()
    # The first request may have to wait for the index to be built.
    patient = {"ASSISTANT_REQUEST_SECONDS": "240"}
    environment = {**os.environ, **patient, **settings, "ASSISTANT_PORT": str(port)}
    url = f"http://127.0.0.1:{port}"
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(url + "/healthz", process, folder / "log")
            yield Running(url, process, folder / "log")
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that all tests share, with the index of the whole run; nobody is turned away."""
    unlimited = dict.fromkeys(("ASSISTANT_ASKS_PER_MINUTE", "ASSISTANT_SEARCHES_PER_MINUTE"), "0")
    with serving(tmp_path_factory.mktemp("web"), **unlimited) as running:
        yield running.url


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A server of the test's own with an empty data folder, to be stopped."""
    with serving(tmp_path, ASSISTANT_DATA_DIR=str(tmp_path / "data")) as started:
        yield started


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"网页服务没有启动：\n{log.read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Fails, rather than skips, where there is no browser: the page would go untested unnoticed."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail(f"没有找到浏览器（{'、'.join(BROWSERS)}）。请运行 sh scripts/browser.sh 后重试。")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = os.environ.get("SCREENSHOT_DIR")
    folder = Path(given) if given else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass
class Visit:
    """One visitor's page, and everything it did behind the visitor's back."""

    page: Page
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def turns(self) -> Locator:
        return self.page.locator(".turn")

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("要问的政策事项")

    def ask(self, question: str) -> Locator:
        """Type, press Enter, and wait for the answer; returns its turn."""
        before = self.turns.count()
        self.box.fill(question)
        self.box.press("Enter")
        return self.answered(before + 1)

    def answered(self, count: int) -> Locator:
        expect(self.turns).to_have_count(count, timeout=20_000)
        expect(self.page.locator(".pending")).to_have_count(0, timeout=FIRST_ANSWER)
        return self.turns.nth(count - 1)


Open = Callable[..., Visit]


@pytest.fixture
def visit(server: str, browser: Browser) -> Iterator[Open]:
    """Opens the page; the browser's language is English, so that whatever follows it would show."""
    contexts = []

    def opened(size: ViewportSize = WIDE, scheme: str = "light") -> Visit:
        context = browser.new_context(viewport=size, locale="en-US", color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        seen = Visit(page)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("console", lambda m: seen.complaints.append(m.text) if m.type == "error" else None)
        page.goto(server)
        expect(seen.box).to_be_visible(timeout=60_000)
        return seen

    yield opened
    for context in contexts:
        context.close()
