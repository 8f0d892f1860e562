"""A visitor of the calculator's form, who notes all that the page does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

WIDE: ViewportSize = {"width": 1280, "height": 900}


@dataclass
class Seen:
    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def conclusion(self) -> Locator:
        return self.page.locator(".conclusion")

    def faults(self) -> list[str]:
        """What axe-core finds, the small things too."""
        found = Axe().run(self.page).response["violations"]
        return [f"{v['id']}: {[n['html'][:120] for n in v['nodes']]}" for v in found]

    def strangers(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(self.address)]


# The server may be building its index meanwhile.
_PATIENCE = 20_000
OpenForm = Callable[..., Seen]


@pytest.fixture
def open_form(server: str, browser: Browser) -> Iterator[OpenForm]:
    contexts = []
    expect.set_options(timeout=_PATIENCE)

    def opened(path: str, size: ViewportSize = WIDE, scheme: str = "light", *, scripts: bool = True) -> Seen:
        context = browser.new_context(
            viewport=size,
            locale="zh-CN",
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        seen = Seen(page, server)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("dialog", lambda d: (seen.complaints.append(d.message), d.dismiss()))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("console", lambda m: seen.complaints.append(m.text) if m.type == "error" else None)
        page.goto(server + path)
        return seen

    yield opened
    for context in contexts:
        context.close()
    expect.set_options(timeout=None)
