"""People of the hotline, and a visitor who has logged in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from assistant.config import Settings
from assistant.records import Records, Role

PASSWORD = "琶洲－珠江－2018"
WIDE: ViewportSize = {"width": 1366, "height": 860}
PHONE: ViewportSize = {"width": 360, "height": 740}
FIRST = 240_000
_GRAVE = {"serious", "critical"}

Enter = Callable[..., Page]


@pytest.fixture(scope="session")
def records(_isolated: None) -> Iterator[Records]:
    """The records that the shared server writes to."""
    opened = Records.open(Settings())
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def people(records: Records) -> None:
    for name, role in (("小王", Role.AGENT), ("小陈", Role.AGENT), ("老李", Role.ADMIN)):
        records.users.add(name, PASSWORD, role)


@pytest.fixture
def open_page(server: str, browser: Browser) -> Iterator[Enter]:
    """A page of a new visitor; whatever the page complains of fails the test."""
    contexts = []
    complaints: list[str] = []

    def opened(path: str, size: ViewportSize = WIDE, scheme: str = "light") -> Page:
        context = browser.new_context(
            base_url=server,
            viewport=size,
            locale="en-US",
            color_scheme=scheme,  # type: ignore[arg-type]
            accept_downloads=True,
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda r: r.url.startswith((server, "data:")) or complaints.append(r.url))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def enter(open_page: Enter, people: None) -> Enter:
    """Logs in by keyboard alone and waits for the desk to be ready."""

    def entered(name: str = "小王", size: ViewportSize = WIDE, scheme: str = "light") -> Page:
        page = open_page("/login", size, scheme)
        expect(page.locator("input:focus")).to_have_count(1)
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk")
        expect(page.locator("#choices select")).to_have_count(5, timeout=FIRST)
        return page

    return entered


def grave(page: Page) -> list[str]:
    """What axe-core finds serious."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found if v["impact"] in _GRAVE]


def run_cli(*words: str, given: str = "", folder: Path) -> subprocess.CompletedProcess[str]:
    """A command of the assistant with a data folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "assistant", *words],
        input=given,
        capture_output=True,
        text=True,
        env={**os.environ, "ASSISTANT_DATA_DIR": str(folder)},
        timeout=60,
    )
