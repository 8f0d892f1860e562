"""The calculator's form in a real Chromium: by keyboard, without scripts, on a phone, in the dark."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import Route, ViewportSize, expect

if TYPE_CHECKING:
    from tests.web.calculator.conftest import OpenForm

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 360, "height": 740}
RENOVATION, FIRST_SET = "/calculator/support-2018.tech-renovation", "/calculator/support-2018.first-set"
INVESTMENT = "固定资产投资额"
EVIL = "<img src=x onerror=alert(1)>"


def test_matter_is_chosen_and_filled_by_keyboard_alone(open_form: OpenForm, shots: Path) -> None:
    seen = open_form("/calculator")
    page = seen.page
    expect(page.get_by_label("要算的事项")).to_be_focused()
    page.keyboard.type("技改补助")
    expect(page.locator("#said")).to_contain_text("找到")
    page.screenshot(path=shots / "calculator-choose.png")
    page.keyboard.press("ArrowDown")
    link = page.get_by_role("link", name="技术改造项目补助", exact=True)
    for _ in range(12):
        if link.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("技术改造项目补助")
    expect(seen.conclusion).to_contain_text("还需要知道")
    for _ in range(12):
        if page.get_by_label(INVESTMENT, exact=True).evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("2300")
    expect(seen.conclusion).to_contain_text("最高为500万元，这是上限")
    expect(page.locator(".steps tbody tr").first).to_contain_text("2300万元 × 30％")
    expect(page.locator("#clause mark")).to_contain_text("按不高于固定资产投资额的30％给予补助")
    # Told to screen readers too.
    expect(page.locator("#said")).to_contain_text("最高为500万元")
    # Enter works out, and removes nothing.
    page.keyboard.press("Enter")
    expect(page.get_by_label(INVESTMENT, exact=True)).to_have_value("2300")
    assert not seen.complaints
    assert not seen.strangers()


def test_what_was_typed_before_the_scripts_came_counts(open_form: OpenForm) -> None:
    seen = open_form(RENOVATION)
    held: list[Route] = []
    seen.page.route("**/live.js", lambda route: held.append(route))
    seen.page.reload(wait_until="commit")
    box = seen.page.get_by_label(INVESTMENT, exact=True)
    box.fill("2300")
    while not held:
        seen.page.wait_for_timeout(50)
    held[0].continue_()
    expect(seen.conclusion).to_contain_text("最高为500万元")


def test_arrows_lead_back_to_the_box(open_form: OpenForm) -> None:
    page = open_form("/calculator").page
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("要算的事项")).to_be_focused()
    page.keyboard.type("没有这种事")
    expect(page.locator("#said")).to_contain_text("没有找到这个事项")


def test_unit_is_switched_and_the_amount_stays(open_form: OpenForm) -> None:
    seen = open_form(RENOVATION)
    box, unit = seen.page.get_by_label(INVESTMENT, exact=True), seen.page.get_by_label(f"单位：{INVESTMENT}")
    box.fill("1234.5")
    expect(seen.conclusion).to_contain_text("370.35万元")
    unit.select_option("元")
    expect(box).to_have_value("12345000")
    expect(seen.page.locator(".steps")).to_contain_text("1234.5万元 × 30％")
    unit.select_option("万元")
    expect(box).to_have_value("1234.5")
    box.fill("三千万")
    unit.select_option("元")
    expect(box).to_have_value("三千万")
    expect(seen.conclusion).to_contain_text("500万元")


def test_link_carries_the_filled_form(open_form: OpenForm) -> None:
    seen = open_form(FIRST_SET)
    page = seen.page
    page.get_by_label("单台（套）或单批次销售价格", exact=True).fill("600万")
    page.get_by_label("目录级别", exact=True).select_option("国家级")
    page.get_by_label("本年度已获同类补助", exact=True).fill("800")
    page.get_by_label("按哪一天判断有效期").fill("2020-06-30")
    expect(seen.conclusion).to_contain_text("最高为200万元")
    expect(page.locator(".badge-expired")).to_have_count(0)
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator("#copied")).to_contain_text("链接已复制")
    link = page.evaluate("navigator.clipboard.readText()")
    again = open_form(link.removeprefix(seen.address))
    assert again.conclusion.inner_text() == seen.conclusion.inner_text()
    assert again.page.locator("#result").inner_text() == page.locator("#result").inner_text()
    expect(again.page.get_by_label("目录级别", exact=True)).to_have_value("国家级")
    expect(again.page.get_by_label("单台（套）或单批次销售价格", exact=True)).to_have_value("600万")


def test_bad_input_is_explained_at_its_field(open_form: OpenForm, shots: Path) -> None:
    seen = open_form(RENOVATION)
    box = seen.page.get_by_label(INVESTMENT, exact=True)
    box.fill("很多钱")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(
        "这个技改项目的固定资产投资额是多少 “很多钱”无法识别，请写成 2300万、1.2亿 或以万元为单位的数字。"
    )
    expect(seen.conclusion).to_have_text("有1处填写需要更正，更正后显示结果。")
    assert seen.faults() == []
    seen.page.screenshot(path=shots / "calculator-error.png")
    seen.page.get_by_role("button", name="再加一项").click()
    expect(seen.page.get_by_label(INVESTMENT, exact=True).first).to_have_value("很多钱")
    seen.page.get_by_label(INVESTMENT, exact=True).first.fill("300")
    expect(seen.conclusion).to_contain_text("90万元")
    expect(seen.page.locator("[aria-invalid=true]")).to_have_count(0)


def test_projects_are_added_and_removed(open_form: OpenForm) -> None:
    seen = open_form(RENOVATION + "?investment=1000")
    boxes = seen.page.get_by_label(INVESTMENT, exact=True)
    seen.page.get_by_role("button", name="再加一项").click()
    expect(boxes).to_have_count(2)
    expect(boxes.nth(1)).to_be_focused()
    boxes.nth(1).fill("2300")
    expect(seen.conclusion).to_contain_text("最高为800万元")
    seen.page.get_by_role("button", name="删除第1项").click()
    expect(boxes).to_have_count(1)
    expect(boxes).to_have_value("2300")
    expect(seen.conclusion).to_contain_text("最高为500万元")


def test_stale_answers_are_dropped_and_failures_told(open_form: OpenForm) -> None:
    seen = open_form(RENOVATION)
    box = seen.page.get_by_label(INVESTMENT, exact=True)

    def slow(route: Route) -> None:
        if "investment=100&" in route.request.url:
            time.sleep(1)
        route.continue_()

    seen.page.route("**/result?*", slow)
    box.fill("100")
    with seen.page.expect_request("**/result?*"):
        pass
    box.fill("200")
    expect(seen.conclusion).to_contain_text("60万元")
    seen.page.wait_for_timeout(1200)
    expect(seen.conclusion).to_contain_text("60万元")
    seen.page.unroute("**/result?*")
    seen.page.route("**/result?*", lambda route: route.abort())
    box.fill("300")
    expect(seen.page.get_by_text("没能更新结果")).to_be_visible()
    expect(box).to_have_value("300")


def test_form_works_without_scripts(open_form: OpenForm) -> None:
    seen = open_form("/calculator", scripts=False)
    page = seen.page
    page.get_by_label("要算的事项").fill("技改")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="技术改造项目补助", exact=True).click()
    page.get_by_label(INVESTMENT, exact=True).fill("三千万")
    page.get_by_role("button", name="计算").last.click()
    expect(seen.conclusion).to_contain_text("最高为500万元")
    expect(page.get_by_label(INVESTMENT, exact=True)).to_have_value("三千万")
    expect(page.get_by_role("button", name="复制链接")).to_be_hidden()


@pytest.mark.parametrize("name", ["investment", "universal", "investment.unit", "as_of", EVIL])
def test_markup_in_the_link_is_harmless(open_form: OpenForm, name: str) -> None:
    more = "" if name == "investment" else f"&investment={quote(EVIL)}"
    seen = open_form(f"{RENOVATION}?{quote(name)}={quote(EVIL)}{more}")
    expect(seen.conclusion).to_contain_text("需要更正")
    seen.page.get_by_label(INVESTMENT, exact=True).fill(EVIL + "1")
    expect(seen.page.locator("#f-investment-1-error")).to_contain_text(EVIL + "1")
    expect(seen.page.locator("img")).to_have_count(0)
    assert not seen.complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["desktop", "phone"])
def test_pages_are_clean_and_fit(open_form: OpenForm, shots: Path, name: str, scheme: str) -> None:
    size: ViewportSize = PHONE if name == "phone" else {"width": 1280, "height": 900}
    two = "?price=600&price=1500&level=国家级&level=市级&received=700"
    pages = {
        "list": "/calculator",
        "chart": RENOVATION + "?investment=1300",
        "items": FIRST_SET + two,
        "conditions": "/calculator/support-2018.tech-renovation-afterwards?province=100&city=50&district=50&filed=是",
        "discretionary": "/calculator/support-2018.ic-tapeout",
    }
    for page, path in pages.items():
        seen = open_form(path, size, scheme)
        assert seen.faults() == [], path
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
        shot = shots / f"calculator-{page}-{name}-{scheme}.png"
        seen.page.screenshot(path=shot, full_page=page != "list")
        assert not seen.complaints
        assert not seen.strangers()


def test_twice_the_size_still_fits(open_form: OpenForm) -> None:
    # What a browser at 200% leaves of a small desktop.
    seen = open_form(RENOVATION + "?investment=1300", {"width": 640, "height": 450})
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 640
