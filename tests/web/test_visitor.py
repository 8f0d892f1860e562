"""What a visitor would notice sooner or later: words, places, colours, keys. test_page.py has the questions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import ViewportSize, expect

if TYPE_CHECKING:
    from tests.web.conftest import Open

pytestmark = pytest.mark.browser

EXAMPLES = ["技改项目最高补多少", "公司上新三板补多少", "失业保险单位费率现在是多少", "琶洲价值创新园有多大"]
PHONE: ViewportSize = {"width": 360, "height": 740}
FIGURES = {EXAMPLES[0]: "500万元", EXAMPLES[1]: "万元", EXAMPLES[2]: "0.8％", EXAMPLES[3]: "2.1平方公里"}


def test_typed_question_gets_the_figure_and_its_clause(visit: Open, shots: Path) -> None:
    seen = visit()
    expect(seen.page.locator(".chip")).to_have_text(EXAMPLES)
    seen.page.screenshot(path=shots / "desktop-empty.png")
    turn = seen.ask(EXAMPLES[2])
    expect(turn.locator(".asked")).to_contain_text(EXAMPLES[2])
    expect(turn.locator(".conclusion")).to_contain_text("0.8％")
    expect(turn.locator(".place").first).to_have_text(
        "依据：《广州市人民政府关于落实广东省降低制造业企业成本若干政策措施的实施意见》三、（十），第5页"
    )
    expect(turn.locator("blockquote").first).to_contain_text("从1.5％下调至0.8％")
    expect(turn.locator(".units").first).to_contain_text("市人力资源和社会保障局")
    expect(turn.locator(".notices")).to_contain_text("有效期未写明")
    expect(seen.box).to_have_value("")
    assert not seen.complaints


@pytest.mark.parametrize("question", EXAMPLES)
def test_every_example_can_be_clicked(visit: Open, question: str) -> None:
    seen = visit()
    seen.box.fill("写了一半的问题")
    seen.page.get_by_role("button", name=question).click()
    turn = seen.answered(1)
    expect(turn.locator(".conclusion")).to_contain_text(FIGURES[question])
    expect(turn.locator(".citation")).not_to_have_count(0)
    expect(seen.box).to_have_value("写了一半的问题")


def test_follow_up_is_understood_and_open_clauses_stay_open(visit: Open, shots: Path) -> None:
    seen = visit()
    first = seen.ask(EXAMPLES[2])
    details = first.locator("details").first
    expect(details.locator(".clause").first).to_be_hidden()
    details.get_by_text("〔降成本意见·三（十）〕").click()
    expect(details.locator(".clause.before")).to_contain_text("（九）")
    expect(details.locator(".clause.itself mark")).to_have_text("实行从1.5％下调至0.8％的失业保险单位费率")
    expect(details.locator(".clause.after")).to_contain_text("（十一）")
    seen.page.screenshot(path=shots / "desktop-clause.png", full_page=True)
    second = seen.ask("由哪个部门负责")
    expect(second.locator(".conclusion")).to_contain_text("市人力资源和社会保障局")
    expect(second.locator(".place").first).to_contain_text("三、（十）")
    expect(details).to_have_attribute("open", "")
    # The whole of the newest answer, not only its beginning.
    expect(second).to_be_in_viewport(ratio=0.9)
    seen.page.screenshot(path=shots / "desktop-follow-up.png")


def test_clearing_forgets_the_conversation(visit: Open) -> None:
    seen = visit()
    seen.ask(EXAMPLES[2])
    seen.page.get_by_role("button", name="清空对话").click()
    expect(seen.turns).to_have_count(0)
    expect(seen.page.locator(".chip")).to_have_text(EXAMPLES)
    turn = seen.ask("由哪个部门负责")
    expect(turn).not_to_contain_text("市人力资源和社会保障局")


def test_markup_and_templates_are_shown_as_they_were_typed(visit: Open) -> None:
    seen = visit()
    for typed in ("<img src=x onerror=alert(1)>", "${alert(2)}{{value}}技改项目最高补多少`"):
        expect(seen.ask(typed).locator(".asked")).to_contain_text(typed)
    expect(seen.page.locator("#chat img")).to_have_count(0)
    assert not seen.dialogs
    assert not seen.complaints


def test_what_is_no_question_gets_a_calm_answer_and_loses_nothing(visit: Open, shots: Path) -> None:
    seen = visit()
    seen.ask(EXAMPLES[2])
    seen.page.get_by_role("button", name="发送").click()
    empty = seen.answered(2)
    expect(empty.locator(".message")).to_contain_text("没有收到问题")
    expect(empty.locator(".asked")).to_have_count(0)
    emoji = seen.ask("😀😀")
    expect(emoji.locator(".message")).to_contain_text("没有读到文字")
    long = "技改" * 1100
    turn = seen.ask(long)
    expect(turn.locator(".message")).to_contain_text("2200字")
    expect(seen.box).to_have_value(long)
    seen.page.screenshot(path=shots / "desktop-errors.png")
    expect(seen.page.locator("body")).not_to_contain_text("Traceback")
    assert "0.8％" in seen.turns.first.inner_text()


def test_every_visible_word_is_chinese(visit: Open) -> None:
    seen = visit()
    seen.ask(EXAMPLES[0])
    page = seen.page
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.title() == "广州工信政策问答"
    hints = page.eval_on_selector_all(
        "body *",
        "all => all.flatMap(e => ['title', 'placeholder', 'aria-label'].map(n => e.getAttribute(n) ?? ''))",
    )
    words = [page.locator("body").inner_text(), *hints]
    # Whoever the browser belongs to: nothing of the framework's own language may show.
    assert not re.findall(r"[A-Za-z]{3,}", " ".join(words))


def test_phone_keeps_wide_tables_inside_and_the_box_in_sight(visit: Open, shots: Path) -> None:
    seen = visit(PHONE)
    seen.page.screenshot(path=shots / "phone-empty.png")
    turn = seen.ask(EXAMPLES[0])
    seen.page.screenshot(path=shots / "phone-answer.png")
    turn.locator("summary").first.click()
    seen.ask("2019年规模以上工业总产值目标是多少").locator("summary").first.click()
    width = "document.documentElement.scrollWidth"
    assert seen.page.evaluate(width) <= PHONE["width"]
    seen.page.screenshot(path=shots / "phone-long.png", full_page=True)
    expect(seen.box).to_be_in_viewport()


def test_dark_mode(visit: Open, shots: Path) -> None:
    seen = visit(scheme="dark")
    seen.ask(EXAMPLES[0]).locator("summary").first.click()
    seen.page.screenshot(path=shots / "desktop-dark.png")
    colours = "e => [getComputedStyle(document.body).backgroundColor, getComputedStyle(e).color]"
    ground, ink = seen.page.locator(".conclusion").evaluate(colours)
    assert ground == "rgb(18, 23, 29)"
    assert ink == "rgb(227, 232, 238)"
