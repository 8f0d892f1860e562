"""The page in a real Chromium, at desktop and phone width, against the real server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "ASSISTANT_PORT": str(port),
        "ASSISTANT_DATA_DIR": str(tmp_path_factory.mktemp("page")),
    }
    process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment)
    base = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=1)
            break
        except OSError:
            time.sleep(0.1)
    yield base
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "没有找到 Chromium：请运行 sh scripts/browser.sh 后重试"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.goto(address)
    opened.wait_for_selector("#box textarea")
    yield opened
    context.close()


def ask(page: Page, question: str) -> None:
    turns = page.locator(".turn").count()
    page.fill("#box textarea", question)
    page.press("#box textarea", "Enter")
    expect(page.locator(".turn")).to_have_count(turns + 1)
    # The first question of all waits for the index to be built.
    expect(page.locator(".pending")).to_have_count(0, timeout=240_000)


def last(page: Page) -> str:
    return page.locator(".turn").last.inner_text()


def keep(page: Page, name: str) -> None:
    folder = Path(os.environ.get("SCREENSHOT_DIR", ROOT / "screenshots"))
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


def test_question_is_answered_with_figure_basis_and_badges(page: Page) -> None:
    ask(page, "我们厂买设备搞技改投了2300万能补多少")
    shown = last(page)
    assert "最高为500万元" in shown
    assert (
        "依据：《广州市人民政府关于加快工业和信息化产业发展的扶持意见》（穗府规〔2018〕15号）二、（十一），第54页"
        in shown
    )
    assert {"上限", "已过有效期", "决定结果"} <= set(page.locator(".badge").all_inner_texts())
    steps = page.locator(".steps tbody tr")
    expect(steps.first).to_contain_text("2300万元 × 30％")
    expect(steps.first.locator(".amount")).to_have_text("690万元")
    expect(page.locator(".steps .binds .amount")).to_have_text("500万元")
    assert "计算：" not in shown, "the table says it already"
    keep(page, "desktop")


def test_follow_up_and_then_another_subject(page: Page) -> None:
    ask(page, "我们厂买设备搞技改投了1000万能补多少")
    ask(page, "那1500万呢")
    row = page.locator(".turn").last.locator(".steps tbody tr").first
    expect(row).to_contain_text("1500万元 × 30％")
    expect(row.locator(".amount")).to_have_text("450万元")
    ask(page, "失业保险单位费率降到多少")
    assert "0.8％" in last(page)


def test_clause_opens_in_its_context_and_stays_open_when_the_talk_goes_on(page: Page) -> None:
    ask(page, "首版次软件补多少")
    page.locator("details summary").first.click()
    opened = page.locator("details .opened").first.inner_text()
    assert opened.index("（十二）") < opened.index("（十三）") < opened.index("（十四）")
    assert "首版次软件产品" in page.locator("details mark").first.inner_text()
    time.sleep(0.5)
    assert page.locator(".turn").count() == 1, "opening a clause must ask nothing"
    ask(page, "失业保险单位费率降到多少")
    assert page.locator("details").first.get_attribute("open") is not None


def test_example_can_be_clicked(page: Page) -> None:
    page.locator("[data-ask]").first.click()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator(".turn")).to_contain_text("500万元")


def test_numbers_can_be_changed_in_the_calculator(page: Page) -> None:
    ask(page, "我们厂买设备搞技改投了2300万能补多少")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="改数再算").click()
    form = opened.value
    expect(form.locator("input[name=investment]")).to_have_value("2300")
    expect(form.locator(".conclusion")).to_contain_text("500万元")
    page.get_by_role("link", name="计算器").click()
    expect(page.get_by_label("要算的事项")).to_be_visible()


def test_further_clauses_are_chips_that_open_by_key(page: Page) -> None:
    ask(page, "有哪些支持技改的政策")
    chips = page.locator(".cited summary")
    assert chips.count() > 1
    assert all("〔" in words and "·" in words for words in chips.all_inner_texts())
    expect(page.locator("blockquote")).to_have_count(1)
    second = page.locator(".cited details").nth(1)
    second.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(second.locator(".place")).to_contain_text("《")
    expect(second.locator("mark").first).to_be_visible()
    expect(second.locator(".term .badge")).to_be_visible()


def test_suggestion_below_a_question_back_can_be_clicked(page: Page) -> None:
    ask(page, "能补多少钱")
    page.locator(".turn [data-ask]").first.click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".pending")).to_have_count(0)
    assert "没有收到问题" not in page.locator("#chat").inner_text()


def test_injected_markup_is_shown_as_text_or_dropped_and_never_runs(page: Page) -> None:
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    ask(page, '<img src=x onerror=alert(1)>技改补助比例 <a href="javascript:alert(2)">点</a>')
    assert "30％" in last(page)
    assert page.locator("#chat img, #chat script, #chat a:not([href^='/calculator/'])").count() == 0
    assert alarms == []


@pytest.mark.parametrize(
    ("typed", "words"), [("   ", "没有收到问题"), ("🎉🎉", "没有读到文字"), ("补" * 2500, "超过2000字的上限")]
)
def test_bad_input_gets_a_calm_sentence_and_nothing_is_lost(page: Page, typed: str, words: str) -> None:
    ask(page, typed)
    assert words in last(page)
    # What could not be answered goes back into the box; typing before it is there would be overtaken.
    if typed.strip():
        expect(page.locator("#box textarea")).to_have_value(typed)
    ask(page, "失业保险单位费率降到多少")
    assert "0.8％" in last(page)


def test_refusal_is_plain(page: Page) -> None:
    ask(page, "明天天气怎么样")
    assert "不在政策文件的范围内" in last(page)
    assert page.locator(".turn").last.locator("details").count() == 0


def test_nothing_is_fetched_from_another_host(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page, hosts = context.new_page(), set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2].split(":")[0]))
    page.goto(address)
    page.wait_for_selector("#box textarea")
    ask(page, "过路费打几折")
    assert hosts <= {"127.0.0.1", ""}
    context.close()


def test_phone_has_no_sideways_scroll_and_speaks_chinese(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#box textarea")
    keep(page, "phone-start")
    ask(page, "琶洲价值创新园有多大")
    assert "2.1平方公里" in last(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    keep(page, "phone")
    context.close()


def test_taken_port_is_told_in_chinese() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = subprocess.run(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env={**os.environ, "ASSISTANT_PORT": port},
            capture_output=True,
            text=True,
        )
    assert result.returncode == 5
    assert f"端口{port}已被占用" in result.stderr
