"""The script on another site's page, in a real Chromium: the other site is a server on another port."""

from __future__ import annotations

import os
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from assistant.config import Settings
from assistant.web.embed import script
from tests.web.interfaces.conftest import serving

pytestmark = pytest.mark.browser

SLOW = 60_000
# As strict as a government site may be: no inline style, nothing from elsewhere but the assistant.
STRICT = "default-src 'self'; script-src {0}; frame-src {0}; style-src 'self'"


def site(service: str) -> Starlette:
    def page(request: Request) -> HTMLResponse:
        tag = f'<script src="{service}/embed.js" defer data-label="政策问一问"></script>'
        body = f'<!doctype html><html lang="zh"><head>{tag}</head><body><h1>某区政府</h1><a href="#">办事</a></body>'
        return HTMLResponse(body, headers={"Content-Security-Policy": STRICT.format(service)})

    return Starlette(routes=[Route("/", page)])


@pytest.fixture(scope="module")
def hosts(service: str, sites: tuple[int, int]) -> Iterator[tuple[str, str]]:
    """The addresses of the site that is allowed and of the one that is not."""
    with ExitStack() as stack:
        allowed, other = (stack.enter_context(serving(site(service), port)) for port in sites)
        yield allowed, other


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    size = getattr(request, "param", {"width": 1100, "height": 800})
    context = browser.new_context(viewport=size, locale="zh-CN")
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    yield opened
    context.close()


def button(page: Page) -> Locator:
    return page.get_by_role("button", name="政策问一问")


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name="广州工信政策问答")


def inside(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def keep(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOT_DIR"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_question_is_answered_on_the_allowed_site_by_keyboard_alone(
    page: Page, hosts: tuple[str, str], service: str
) -> None:
    complaints: list[str] = []
    loaded: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("request", lambda r: loaded.append(r.url))
    page.goto(hosts[0])
    expect(button(page)).to_have_attribute("aria-expanded", "false")
    assert not [u for u in loaded if u.startswith(service) and not u.endswith("/embed.js")]

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(button(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_visible()
    expect(button(page)).to_have_attribute("aria-expanded", "true")
    box = inside(page).get_by_label("要问的政策事项")
    expect(box).to_be_visible(timeout=SLOW)
    box.focus()
    page.keyboard.type("失业保险单位费率降到多少")
    page.keyboard.press("Enter")
    expect(inside(page).locator(".turn")).to_contain_text("0.8％", timeout=SLOW)
    keep(page, "embedded")

    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(button(page)).to_be_focused()
    expect(button(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    # What was asked is still there when the panel is opened again.
    expect(inside(page).locator(".turn")).to_contain_text("0.8％")
    page.get_by_role("button", name="关闭政策问答").click()
    expect(panel(page)).to_be_hidden()
    assert {"/".join(u.split("/")[:3]) for u in loaded} <= {hosts[0], service}
    # A browser lets no frame of another site take the focus by itself.
    assert [c for c in complaints if "autofocus" not in c and "404" not in c] == []


@pytest.mark.parametrize("page", [{"width": 360, "height": 740}], indirect=True)
def test_phone_gets_the_whole_screen(page: Page, hosts: tuple[str, str]) -> None:
    page.goto(hosts[0])
    button(page).click()
    expect(inside(page).get_by_label("要问的政策事项")).to_be_visible(timeout=SLOW)
    assert panel(page).bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.get_by_role("button", name="关闭政策问答")).to_be_in_viewport()
    keep(page, "embedded-phone")


def test_site_that_is_not_allowed_gets_a_way_around_and_not_the_page(
    page: Page, hosts: tuple[str, str], service: str
) -> None:
    page.clock.install()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text))
    page.goto(hosts[1])
    button(page).click()
    expect(panel(page)).to_be_visible()
    page.wait_for_timeout(1500)
    assert any("frame-ancestors" in c for c in complaints)
    expect(inside(page).get_by_label("要问的政策事项")).to_have_count(0)
    page.clock.fast_forward(11_000)
    expect(panel(page).get_by_role("status")).to_contain_text("政策问答暂时打不开")
    link = panel(page).get_by_role("link", name="在新窗口中打开")
    expect(link).to_have_attribute("href", f"{service}/")
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()


def test_stranger_cannot_close_the_panel(page: Page, hosts: tuple[str, str]) -> None:
    page.goto(hosts[0])
    button(page).click()
    expect(inside(page).get_by_label("要问的政策事项")).to_be_visible(timeout=SLOW)
    page.evaluate("window.postMessage('policy-assistant:close', '*')")
    page.wait_for_timeout(300)
    expect(panel(page)).to_be_visible()


def headers(url: str) -> dict[str, str]:
    with urllib.request.urlopen(url, timeout=30) as response:
        return {k.lower(): v for k, v in response.headers.items()}


def test_only_the_page_may_be_framed(service: str, sites: tuple[int, int]) -> None:
    page = headers(service)
    assert f"frame-ancestors http://127.0.0.1:{sites[0]}" in page["content-security-policy"]
    assert "x-frame-options" not in page
    other = headers(f"{service}/v1/models")
    assert "frame-ancestors 'none'" in other["content-security-policy"]
    assert other["x-frame-options"] == "DENY"


def test_script_is_for_every_site_and_names_no_host(service: str) -> None:
    told = headers(f"{service}/embed.js")
    assert told["content-type"].startswith("text/javascript")
    assert told["cross-origin-resource-policy"] == "cross-origin"
    assert "关闭政策问答" in script()
    assert "http" not in script().replace("https://…/embed.js", "")


@pytest.mark.parametrize(
    "given",
    ["*", "www.gz.gov.cn", "https://a.cn/", "https://a.cn; script-src *", "https://*", "javascript:x"],
)
def test_what_is_no_site_is_refused_at_once(given: str) -> None:
    with pytest.raises(ValidationError, match="不是网站地址"):
        Settings(embed_origins=given)  # type: ignore[arg-type]


def test_origins_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "ASSISTANT_EMBED_ORIGINS", "https://www.gz.gov.cn，https://*.tianhe.gov.cn:8443, http://10.0.0.5"
    )
    assert Settings().embed_origins == (
        "https://www.gz.gov.cn",
        "https://*.tianhe.gov.cn:8443",
        "http://10.0.0.5",
    )
    assert Settings(embed_origins=()).embed_origins == ()
