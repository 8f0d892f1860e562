"""What a visitor would notice sooner or later: words, places, colours, keys. test_page.py has the questions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from assistant.config import Settings
from assistant.records import Records
from tests.web.conftest import WIDE

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


# Types the next question and presses Enter in the very moment in which the answer to the first comes into sight.
AT_THAT_MOMENT = """question => new Promise(done => {
  const box = document.querySelector('#box textarea');
  const pressed = () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(box, question);
    box.dispatchEvent(new Event('input', { bubbles: true }));
    for (const name of ['keydown', 'keypress', 'keyup']) {
      box.dispatchEvent(new KeyboardEvent(name, { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true }));
    }
    done();
  };
  let begun = false;
  const watcher = new MutationObserver(() => {
    const pending = document.querySelector('#chat .turn.pending') !== null;
    begun ||= pending;
    if (begun && !pending) { watcher.disconnect(); pressed(); }
  });
  watcher.observe(document.querySelector('#chat'), { childList: true, subtree: true });
  document.querySelector('[data-ask]').click();
})"""


def test_enter_at_the_moment_of_an_answer_asks_the_next_question(visit: Open) -> None:
    seen = visit()
    seen.page.evaluate(AT_THAT_MOMENT, EXAMPLES[2])
    turn = seen.answered(2)
    expect(turn.locator(".asked")).to_contain_text(EXAMPLES[2])
    expect(turn.locator(".conclusion")).to_contain_text("0.8％")
    expect(seen.box).to_have_value("")
    # What can't be answered is asked once, and stays in the box.
    seen.box.fill("补" * 2500)
    seen.box.press("Enter")
    expect(seen.answered(3).locator(".message")).to_contain_text("2500字")
    seen.page.wait_for_timeout(1500)
    expect(seen.turns).to_have_count(3)
    expect(seen.box).to_have_value("补" * 2500)


def test_two_enters_in_a_row_ask_one_question(visit: Open) -> None:
    seen = visit()
    seen.box.fill(EXAMPLES[0])
    seen.box.press("Enter")
    seen.box.press("Enter")
    seen.answered(1)
    seen.page.wait_for_timeout(1000)
    expect(seen.turns).to_have_count(1)


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
    # Word is what everybody calls it.
    assert not re.findall(r"[A-Za-z]{3,}", " ".join(words).replace("导出 Word", ""))
    assert not [url for url in seen.requests if not url.startswith((page.url, "data:", "blob:"))]


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


SUM = "我们厂买设备搞技改投了2300万能补多少"
STORAGE = "localStorage.getItem('policy-assistant.talk')"


def violations(page: Page) -> list[str]:
    """What axe-core finds, the small things too."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {[n['html'][:120] for n in v['nodes']]}" for v in found]


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_steps_chips_and_tools_are_accessible(
    visit: Open, shots: Path, size: ViewportSize, scheme: str
) -> None:
    seen = visit(size, scheme)
    assert not violations(seen.page)
    turn = seen.ask(SUM)
    seen.page.screenshot(path=shots / f"answer-{scheme}.png", full_page=True)
    turn.locator("summary").first.click()
    turn.get_by_role("button", name="没帮助").click()
    seen.box.fill("补" * 1990)
    expect(seen.page.locator(".count")).to_have_text("还可以输入10个字")
    assert not violations(seen.page)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    seen.box.fill("补" * 2003)
    expect(seen.page.locator(".count")).to_contain_text("已超出3个字")
    seen.page.screenshot(path=shots / f"tools-{scheme}.png")
    seen.box.fill("技改")
    expect(seen.page.locator(".count")).to_be_empty()


def test_answer_is_copied_with_its_basis(visit: Open) -> None:
    seen = visit()
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = seen.ask(SUM)
    turn.get_by_role("button", name="复制").click()
    expect(turn.locator(".said")).to_have_text("已复制回答和依据。")
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert "最高为500万元" in copied
    assert "2300万元 × 30％ = 690万元" in copied
    assert "（穗府规〔2018〕15号）二、（十一），第54页" in copied
    assert "原文：“" in copied


def test_without_a_clipboard_the_old_way_copies(visit: Open) -> None:
    seen = visit()
    turn = seen.ask(EXAMPLES[2])
    seen.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    turn.get_by_role("button", name="复制").click()
    expect(turn.locator(".said")).to_have_text("已复制回答和依据。")
    seen.box.focus()
    seen.page.keyboard.press("Control+V")
    expect(seen.box).to_have_value(re.compile("0.8％"))


def test_judgement_is_stored_with_its_reason_by_keys_alone(visit: Open) -> None:
    seen = visit()
    turn = seen.ask(EXAMPLES[2])
    turn.get_by_role("button", name="没帮助").focus()
    seen.page.keyboard.press("Enter")
    expect(turn.get_by_label("原因")).to_be_focused()
    seen.page.keyboard.type("想问的是个人费率")
    seen.page.keyboard.press("Enter")
    expect(turn.locator(".said")).to_have_text("已记下，谢谢。")
    expect(turn.get_by_role("button", name="没帮助")).to_have_attribute("aria-pressed", "true")
    disliked = Records.open(Settings()).disliked()
    assert ("想问的是个人费率", EXAMPLES[2]) in [(d.reason, d.question) for d in disliked]
    # What was said of the first answer is still to be seen after the second.
    seen.ask("由哪个部门负责").get_by_role("button", name="有帮助").click()
    expect(seen.turns.last.locator(".said")).to_have_text("已记下，谢谢。")
    expect(turn.get_by_role("button", name="没帮助")).to_have_attribute("aria-pressed", "true")
    expect(turn.locator(".said")).to_have_text("已记下，谢谢。")


def test_judgement_that_could_not_be_stored_is_told(visit: Open) -> None:
    seen = visit()
    turn = seen.ask(EXAMPLES[2])
    told = json.dumps({"detail": "反馈没能保存。请5秒后再试。"})
    seen.page.route("**/api/feedback", lambda route: route.fulfill(status=503, body=told))
    helpful = turn.get_by_role("button", name="有帮助")
    helpful.click()
    expect(turn.locator(".said")).to_have_text("反馈没能保存。请5秒后再试。")
    expect(helpful).to_have_attribute("aria-pressed", "false")
    seen.page.unroute("**/api/feedback")
    seen.page.route("**/api/feedback", lambda route: route.abort())
    helpful.click()
    expect(turn.locator(".said")).to_have_text("没能保存，请检查网络后再试。")


def test_reload_keeps_the_conversation_until_it_is_cleared(visit: Open) -> None:
    seen = visit()
    seen.ask(SUM)
    seen.ask("明天天气怎么样")
    before = seen.page.locator(".talk").inner_text()
    seen.page.reload()
    expect(seen.turns).to_have_count(2)
    assert seen.page.locator(".talk").inner_text() == before
    # The talk goes on where it was.
    turn = seen.ask("失业保险单位费率现在是多少")
    expect(turn.locator(".conclusion")).to_contain_text("0.8％")
    expect(seen.ask("由哪个部门负责")).to_contain_text("市人力资源和社会保障局")
    seen.page.get_by_role("button", name="清空对话").click()
    expect(seen.turns).to_have_count(0)
    expect(seen.page.locator(".chip").first).to_be_visible()
    assert seen.page.evaluate(STORAGE) is None
    seen.page.reload()
    expect(seen.page.locator(".examples")).to_be_visible()
    expect(seen.turns).to_have_count(0)


def test_what_was_put_into_the_storage_stays_harmless(visit: Open) -> None:
    seen = visit()
    seen.ask(SUM)
    image, link = "<img src=x onerror=alert(1)>", '<a href="javascript:alert(2)">点</a>'
    (kept,) = json.loads(seen.page.evaluate(STORAGE))
    forged = json.loads(kept)
    forged["question"] = image
    forged["answer"]["id"] = '"><img src=x onerror=alert(3)>'
    forged["answer"]["answer"] = image + link
    forged["answer"]["suggestions"] = [image, "javascript:alert(4)"]
    forged["answer"]["notices"] = [{"kind": image, "text": link}]
    forged["answer"]["citations"][0].update(title=image, quote=link, label=image, doc_number=link)
    forged["answer"]["calculation"]["trace"]["facts"][0]["value"] = image
    for step in forged["answer"]["calculation"]["trace"]["steps"]:
        step["text"] = image
    elsewhere = json.loads(kept)
    elsewhere["answer"]["citations"][0]["id"] = "../" + image
    entries = [image, 7, None, "{}", json.dumps(forged), json.dumps(elsewhere), kept]
    put = "words => localStorage.setItem('policy-assistant.talk', words)"
    seen.page.evaluate(put, json.dumps(entries))
    seen.page.reload()
    expect(seen.turns).to_have_count(2)
    expect(seen.turns.first.locator(".conclusion")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(seen.turns.last.locator(".conclusion")).to_contain_text("500万元")
    chat = seen.page.locator("#chat")
    expect(chat.locator("img, script, iframe, [onerror], a[href^='javascript']")).to_have_count(0)
    links = chat.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert all(link.startswith("/calculator/") for link in links)
    for broken in ("{", '"x"', image):
        seen.page.evaluate(put, broken)
        seen.page.reload()
        expect(seen.page.locator(".examples")).to_be_visible()
    assert not seen.dialogs
    assert not seen.complaints


def test_conversation_is_exported_as_markdown(visit: Open) -> None:
    seen = visit()
    seen.ask(SUM)
    seen.ask("<img src=x onerror=alert(1)>技改补助比例")
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name="导出记录").click()
    assert download.value.suggested_filename == "政策问答记录.md"
    written = download.value.path().read_text("utf-8")
    assert written.startswith("# 广州工信政策问答记录")
    assert f"## {SUM}" in written
    assert "原文：“" in written
    assert "<img" not in written.replace("\\<", "")


def test_dark_mode(visit: Open, shots: Path) -> None:
    seen = visit(scheme="dark")
    seen.ask(EXAMPLES[0]).locator("summary").first.click()
    seen.page.screenshot(path=shots / "desktop-dark.png")
    colours = "e => [getComputedStyle(document.body).backgroundColor, getComputedStyle(e).color]"
    ground, ink = seen.page.locator(".conclusion").evaluate(colours)
    assert ground == "rgb(18, 23, 29)"
    assert ink == "rgb(227, 232, 238)"
