"""The admin page: what it shows, and who may see it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from playwright.sync_api import expect

from assistant import Assistant, Question
from assistant.config import Settings
from assistant.records import State
from assistant.records.usage import UsageOf
from assistant.web.desk.charts import charts
from assistant.web.desk.reports import latest
from tests.web.desk.conftest import PHONE, grave

if TYPE_CHECKING:
    from assistant.records import Records
    from tests.web.desk.conftest import Enter

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror=alert(1)>怎么申报"


def test_agents_are_kept_out(enter: Enter) -> None:
    page = enter()
    expect(page.get_by_role("link", name="管理")).to_have_count(0)
    answer = page.goto("/admin")
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("h1")).to_have_text("这一页只供管理人员使用。")
    assert grave(page) == []


def test_state_documents_and_usage(enter: Enter, records: Records, assistant: Assistant, shots: Path) -> None:
    for words in ("技改项目最高补多少", "扶持意见还有效吗", "明天天气怎么样"):
        question = Question(words)
        records.keep(question, assistant.ask(question), "api")
    refused = assistant.ask(Question("失业保险单位费率现在是多少"))
    records.keep(Question(EVIL), refused, "page")
    records.feedback(refused.id, helpful=False, reason="<b>看不懂</b>")
    page = enter("老李")
    page.get_by_role("link", name="管理").press("Enter")
    page.wait_for_url("**/admin")
    main = page.locator("main")
    expect(main).to_contain_text("5份文件，245个条款单元")
    expect(main).to_contain_text(assistant.corpus.version)
    row = page.locator("tr", has_text="扶持意见》").first
    expect(row).to_contain_text("2018-08-28至2021-08-27")
    expect(row).to_contain_text("已过有效期")
    expect(page.locator("figure svg")).to_have_count(2)
    expect(main).to_contain_text(EVIL)
    expect(main).to_contain_text("<b>看不懂</b>")
    assert page.locator("main img").count() == 0
    assert grave(page) == []
    page.screenshot(path=shots / "admin.png", full_page=True)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.screenshot(path=shots / "admin-phone.png", full_page=True)


def test_open_questions_become_draft_cases(enter: Enter, records: Records) -> None:
    records.unanswered.mark("园区里能不能停大巴", ["琶洲价值创新园有多大"])
    page = enter("老李")
    page.goto("/admin")
    expect(page.locator("main")).to_contain_text("园区里能不能停大巴")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出为评测用例草稿").press("Enter")
    drafts = yaml.safe_load(Path(download.value.path()).read_text("utf-8"))
    assert ["琶洲价值创新园有多大", "园区里能不能停大巴"] in [case["turns"] for case in drafts["cases"]]
    page.reload()
    expect(page.get_by_role("button", name="已处理：园区里能不能停大巴")).to_have_count(0)
    assert "园区里能不能停大巴" in [q.question for q in records.unanswered.list(State.EXPORTED)]


def test_questions_are_settled_and_opened_again(enter: Enter, records: Records, shots: Path) -> None:
    records.unanswered.mark("园区里能不能停货车")
    page = enter("老李")
    page.goto("/admin")
    page.get_by_role("button", name="已处理：园区里能不能停货车").press("Enter")
    expect(page.locator("table", has_text="最近").locator("tr", has_text="停货车")).to_have_count(0)
    page.locator("summary", has_text="已处理或已导出的").press("Enter")
    row = page.locator("details tr", has_text="停货车")
    expect(row).to_contain_text("老李")
    expect(row).to_contain_text(str(date.today().year))
    page.screenshot(path=shots / "admin-settled.png", full_page=True)
    row.get_by_role("button", name="重新打开").press("Enter")
    assert "园区里能不能停货车" in [q.question for q in records.unanswered.list()]
    expect(page.get_by_role("button", name="已处理：园区里能不能停货车")).to_be_visible()
    assert grave(page) == []


def test_confirmed_questions_are_listed_with_what_became_of_them(
    enter: Enter, records: Records, shots: Path
) -> None:
    user = next(user.id for user in records.users.list() if user.name == "小王")
    records.confirmed.confirm("公家给电脑系统出几成", ["support-2018/2.7"], user)
    records.confirmed.confirm("老办法怎么补", ["old-2009/1.1"], user)
    page = enter("老李")
    page.goto("/admin")
    good, gone = (page.locator("tr", has_text=words) for words in ("公家给电脑系统出几成", "老办法怎么补"))
    expect(good).to_contain_text("小王")
    expect(good).to_contain_text("采用")
    expect(good).not_to_contain_text("未采用")
    expect(gone).to_contain_text("未采用：条款已不在文件中")
    page.screenshot(path=shots / "admin-confirmed.png", full_page=True)
    gone.get_by_role("button", name="撤回").press("Enter")
    expect(gone).to_have_count(0)
    good.get_by_role("button", name="撤回").press("Enter")
    expect(good).to_have_count(0)
    assert not {"公家给电脑系统出几成", "老办法怎么补"} & {c.question for c in records.confirmed.list()}


def test_latest_finished_report_is_shown(enter: Enter) -> None:
    folder = Settings().data_dir / "evals"
    for name, rate in (("20260101-000000-000000-local", 0.5), ("20260301-020000-000000-local", 0.845)):
        metric = {"part": "held_out", "metric": "right", "kind": "all", "rate": rate}
        result = {"run": {"started": "2026-03-01T02:00:00"}, "exit": 0, "metrics": [metric]}
        (folder / name).mkdir(parents=True)
        (folder / name / "result.json").write_text(json.dumps(result), "utf-8")
        (folder / name / "report.html").write_text("<h1>评测报告</h1>", "utf-8")
    (folder / "20260401-000000-000000-local").mkdir()
    page = enter("老李")
    page.goto("/admin")
    expect(page.locator("main")).to_contain_text("2026-03-01 02:00：通过。公开题 —，留出题 84.5%。")
    page.get_by_role("link", name="打开报告").press("Enter")
    expect(page.locator("h1")).to_have_text("评测报告")


def test_a_broken_report_is_passed_over(tmp_path: Path) -> None:
    assert latest(tmp_path) is None
    (tmp_path / "20260401").mkdir()
    (tmp_path / "20260401" / "report.html").write_text("x")
    (tmp_path / "20260401" / "result.json").write_text("{")
    assert latest(tmp_path) is None


def test_charts_count_each_day_and_kind_once_and_reach_no_other_host() -> None:
    day = date(2026, 5, 2)
    usage = [
        UsageOf(day, "fact", "answered", "page", 3, 20.0),
        UsageOf(day, "fact", "refused", "api", 2, 20.0),
        UsageOf(date(2026, 5, 4), None, "answered", "page", 1, 20.0),
    ]
    drawn = charts(usage, date(2026, 5, 1), date(2026, 5, 30))
    assert drawn.total == 6
    assert drawn.rows == ((day, 5, 3), (date(2026, 5, 4), 1, 1))
    assert drawn.kinds == (("事项", 5), ("未分类", 1))
    svg = drawn.by_day + drawn.by_kind
    assert "<script" not in svg
    assert "href" not in svg.replace('xlink:href="#', "")
