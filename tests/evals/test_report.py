"""The report of a run: what its readers find in it, in a real browser where that is the point."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from junitparser import JUnitXml
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from evals import case as cases
from evals.evaluators import REQUIRED
from evals.names import KINDS, METRICS
from evals.report import write

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
HOSTILE = '<script>document.title = "坏了"</script><img src="http://example.invalid/x.png"> & 最高500万元'


def _metric(metric: str, kind: str, part: str, passed: float, total: int, **more: Any) -> dict[str, Any]:
    compared = {"threshold": None, "baseline": 0.8, "delta_low": -0.02, "delta_high": 0.01, "verdict": "ok"}
    rate = passed / total
    shares = {"passed": passed, "total": total, "rate": rate, "low": max(0, rate - 0.1), "high": rate}
    return {"metric": metric, "kind": kind, "part": part, **shares, **compared, **more}


def _case(name: str, kind: str, question: str, failed: dict[str, str] | None = None) -> dict[str, Any]:
    failed = failed or {}
    checks = [
        {"name": n, "passed": n not in failed, "reason": failed.get(n, "")} for n in ("status", "amount")
    ]
    return {
        "id": name, "kind": kind, "voice": "老板", "group": None, "turns": [question], "as_of": "2026-06-01",
        "expected": {"status": "answered", "must_say": ["30%|30％"], "must_not_say": ["1000万"],
                     "clauses": ["support-2018/2.11"], "all_clauses": [], "amount": "500万元"},
        "got": {"status": "answered", "answer": f"{name}的回答", "speak": "", "citations": ["cost-2018/6.20"],
                "amount_wan": 690.0, "notices": ["该文件已过期。"]},
        "checks": checks, "right": not failed, "steps": [{"name": "retrieve", "ms": 3.25}],
        "passages": [{"id": f"parks-2018/{n}", "score": 0.9 - n / 10, "kept": n == 0} for n in range(7)],
        "before": False, "flaky": False, "error": None,
    }  # fmt: skip


@pytest.fixture
def result() -> dict[str, Any]:
    """Four failing cases of three kinds, one of them newly; and a held-out kind below its threshold."""
    new = _case("sup-051", "calculation", "买设备2300万能补多少", {"amount": "应为500万元，得到690万元"})
    new |= {"before": True, "flaky": True}
    hostile = _case("sup-002", "figure", "补助有没有上限", {"status": "应为回答"})
    hostile["got"]["answer"] = HOSTILE
    lost = _case("sup-003", "figure", "答不出来的题") | {"right": False, "error": "没有回答", "checks": []}
    lost["got"] |= {"status": None, "answer": "", "citations": [], "amount_wan": None}
    followed = _case("sup-004", "followup", "那机器人呢", {"status": "应为回答", "amount": "没有金额"})
    followed["turns"].insert(0, "技改怎么补")
    return {
        "run": {
            "id": "20261124-123000-local", "started": "2026-11-24T12:30:00", "seconds": 14.2, "engine": "local",
            "repeats": 1, "corpus_version": "c0", "rules_version": "r0", "code_version": "p0", "commit": "63fa2d1",
            "cases_version": "k0", "python": "3.11.7",
        },
        "exit": 1,
        "alarms": ["计算 sup-051：由对变错"],
        "metrics": [
            _metric("right", "all", "dev", 2, 6),
            _metric("right", "all", "held_out", 7, 10),
            _metric("right", "calculation", "dev", 1, 2, verdict="regressed"),
            _metric("right", "calculation", "held_out", 3, 6, threshold=0.9, verdict="below"),
            _metric("right", "english", "held_out", 4, 4),
            _metric("citation_precision", "all", "dev", 4.667, 6, baseline=None, delta_low=None, delta_high=None),
        ],
        "components": {
            "understanding": {"confusion": {"fact": {"fact": 5, "list": 2}, "list": {"list": 3}}, "rate": 0.8},
            "retrieval": {"cases": 6, "recall@1": 0.5, "recall@3": 0.6, "recall@5": 0.7, "recall@10": 0.8,
                          "mrr": 0.55, "ndcg": 0.66},
            "calculator": {"passed": 210, "total": 211, "wrong": ["ho-901：应为1万元，得到2万元"]},
            "verification": {"altered": 600, "caught": 598},
            "model_texts": {"wrong": 154, "arrived": ["bad-007"], "right": 150, "passed": 147, "lost": []},
        },
        "engines": [
            {"kind": "all", "total": 16, "local": 9, "llm": 8.5, "worded": 7, "worse": ["sup-051"]},
            {"kind": "figure", "total": 4, "local": 3, "llm": 3, "worded": 2, "worse": []},
        ],
        "latency": {"total": {"p50": 5.1, "p95": 15.0}, "retrieve": {"p50": 3.0, "p95": 9.0}},
        "tokens": None,
        "cases": [hostile, lost, followed, new, _case("sup-005", "figure", "答对的题"), _case("en-1", "english", "ok")],
    }  # fmt: skip


@pytest.fixture
def history() -> list[dict[str, Any]]:
    night = {"commit": "abc", "exit": 0, "right": 0.83, "held_out": 0.8, "kinds": {"figure": 0.9}}
    unmeasured = {"exit": 2, "right": None, "held_out": None}
    nights = [{**night, "id": f"n{n}", "started": f"2026-11-{n:02d}T02:30:00"} for n in (20, 21, 22)]
    return [nights[0], nights[1] | unmeasured, nights[2]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Fails, rather than skips, where there is no browser: the page would go untested unnoticed."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    assert path, f"没有找到浏览器（{'、'.join(BROWSERS)}）。请运行 sh scripts/browser.sh 后重试。"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield opened
        opened.close()


class Seen:
    """A report opened in the browser, and all that it did by itself."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.goto(path.as_uri())
        page.wait_for_load_state("networkidle")

    def shown(self) -> list[str]:
        return self.page.locator(".case:visible h3").all_inner_texts()


Open = Callable[..., Seen]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    contexts = []

    def show(
        result: dict[str, Any],
        history: list[dict[str, Any]],
        size: ViewportSize = DESKTOP,
        script: bool = True,
    ) -> Seen:
        write(result, history, tmp_path)
        contexts.append(browser.new_context(viewport=size, java_script_enabled=script))
        return Seen(contexts[-1].new_page(), tmp_path / "report.html")

    yield show
    for context in contexts:
        context.close()


def _texts(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text("utf-8") for name in ("report.html", "report.md", "junit.xml")}


@pytest.mark.browser
def test_failing_case_tells_what_was_asked_wanted_and_got(
    opened: Open, result: dict[str, Any], history: list[dict[str, Any]]
) -> None:
    seen = opened(result, history)
    assert seen.page.locator("h1").inner_text() == "有退步或未达门槛，1项警示"
    assert seen.shown() == ["sup-051", "sup-002", "sup-003", "sup-004"], "newly failing first"
    told = seen.page.locator(".case").first.inner_text()
    for words in ("买设备2300万能补多少", "应为500万元，得到690万元", "本次新错", "时对时错", "30% 或 30％",
                  "500万元", "690万元", "support-2018/2.11", "cost-2018/6.20", "检索 3.2", "parks-2018/4"):  # fmt: skip
        assert words in told
    assert "parks-2018/5" not in told, "only the first five passages"
    assert seen.page.locator(".case", has_text="sup-004").locator(".asked").all_inner_texts() == [
        "技改怎么补",
        "那机器人呢",
    ]
    assert "没有回答" in seen.page.locator(".case", has_text="sup-003").inner_text()
    assert "答对的题" not in seen.page.content()


@pytest.mark.browser
def test_page_asks_for_nothing_and_takes_answers_for_text(
    opened: Open, result: dict[str, Any], history: list[dict[str, Any]]
) -> None:
    seen = opened(result, history)
    assert [url for url in seen.requests if not url.startswith("file:")] == []
    assert len(seen.requests) == 1
    assert seen.complaints == []
    assert HOSTILE in seen.page.locator(".case", has_text="sup-002").inner_text()
    assert seen.page.title() == "夜间评测 2026-11-24：有退步或未达门槛"
    assert seen.page.locator("img, [src], link, svg script[href]").count() == 0


@pytest.mark.browser
def test_filters_narrow_down_together(opened: Open, result: dict[str, Any]) -> None:
    seen = opened(result, [])
    page = seen.page
    page.get_by_label("类别").select_option("figure")
    assert seen.shown() == ["sup-002", "sup-003"]
    page.get_by_label("不合格的检查").select_option("error")
    assert seen.shown() == ["sup-003"]
    expect(page.locator("output")).to_have_text("显示1题，共4题")
    page.get_by_label("类别").select_option("")
    page.get_by_label("不合格的检查").select_option("amount")
    assert seen.shown() == ["sup-051", "sup-004"]
    page.get_by_label("只看本次新错").check()
    assert seen.shown() == ["sup-051"]
    page.get_by_label("文字").fill("没有这样的字")
    assert seen.shown() == []
    page.get_by_label("不合格的检查").select_option("")
    page.get_by_label("只看本次新错").uncheck()
    page.get_by_label("文字").fill(" SUP-004的回答 ")
    assert seen.shown() == ["sup-004"]


@pytest.mark.browser
def test_both_engines_and_a_models_texts_are_counted(
    opened: Open, result: dict[str, Any], tmp_path: Path
) -> None:
    page = opened(result, []).page
    rows = page.get_by_role("region", name="两个引擎").locator("tbody tr")
    assert [row.split() for row in rows.all_inner_texts()] == [
        ["全部", "16", "9", "8.5", "7"],
        ["数额", "4", "3", "3", "2"],
    ]
    assert rows.first.get_attribute("class") == "bad"
    assert "有错而到达用户\n1/154" in page.locator("main").inner_text()
    assert "正确而放行\n147/150" in page.locator("main").inner_text()
    write(result, [], tmp_path)
    summary = (tmp_path / "report.md").read_text("utf-8")
    assert "| 全部 | 16 | 9 | 8.5 | 7 |" in summary
    assert "有错的 154 段，到达用户 1 段；正确的 150 段，放行 147 段。" in summary


@pytest.mark.browser
def test_without_script_all_is_in_sight(opened: Open, result: dict[str, Any]) -> None:
    seen = opened(result, [], script=False)
    assert len(seen.shown()) == 4
    expect(seen.page.locator("form")).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_is_wider_than_the_screen(
    opened: Open, result: dict[str, Any], history: list[dict[str, Any]], size: ViewportSize
) -> None:
    result["cases"][0]["got"]["answer"] = "无空格" * 200 + "x" * 400
    result["alarms"].append("y" * 300)
    page = opened(result, history, size).page
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    expect(page.locator(".chart:visible")).to_have_count(1)


@pytest.mark.browser
def test_tables_compare_both_parts_and_the_trend_needs_two_runs(
    opened: Open, result: dict[str, Any], history: list[dict[str, Any]]
) -> None:
    page = opened(result, [*history, {**history[0], "id": result["run"]["id"]}]).page
    rows = page.get_by_role("region", name="各类题目").locator("tbody", has_text="计算").locator("tr")
    assert [row.split("\t") for row in rows.all_inner_texts()] == [
        ["计算", "公开", "50.0%", "退步", "1/2", "40.0% 至 50.0%", "—", "−30.0", "−2.0 至 +1.0"],
        ["留出", "50.0%", "低于门槛", "3/6", "40.0% 至 50.0%", "90.0%", "−30.0", "−2.0 至 +1.0"],
    ]
    assert "4.67/6" in page.get_by_role("region", name="各项检查").inner_text()
    page.get_by_text("逐次数据").click()
    runs = page.get_by_role("region", name="历次合格率").locator("tbody tr").all_inner_texts()
    assert len(runs) == 4, "this run is not counted twice"
    assert runs[0].startswith("2026-11-24 12:30\t63fa2d1\t有退步或未达门槛\t33.3%\t70.0%")
    assert "未能完成测量\t—\t—" in runs[2]


def test_one_measured_run_makes_no_trend(
    result: dict[str, Any], history: list[dict[str, Any]], tmp_path: Path
) -> None:
    write(result, [history[1]], tmp_path)
    assert "<svg" not in _texts(tmp_path)["report.html"]


def test_held_out_cases_are_told_as_numbers_only(result: dict[str, Any], tmp_path: Path) -> None:
    """Where a component's own findings name a held-out case, what people read doesn't repeat them."""
    write(result, [], tmp_path)
    for name, text in _texts(tmp_path).items():
        assert "ho-901" not in text, name
    assert "| 英文 | — | 4/4，100.0% | 正常 |" in _texts(tmp_path)["report.md"]


def test_junit_counts(result: dict[str, Any], tmp_path: Path) -> None:
    result["cases"][0]["got"]["answer"] = "控制字符\x00\x1b" + HOSTILE
    write(result, [], tmp_path)
    suites = {suite.name: suite for suite in JUnitXml.fromfile(str(tmp_path / "junit.xml"))}
    counts = {name: (s.tests, s.failures, s.errors) for name, s in suites.items()}
    assert counts == {
        "figure": (3, 1, 1),
        "followup": (1, 1, 0),
        "calculation": (2, 2, 0),
        "english": (2, 0, 0),
    }
    told = {test.name: test.result[0] for test in suites["calculation"]}
    assert told["sup-051"].message == "金额：应为500万元，得到690万元"
    assert "买设备2300万能补多少" in told["sup-051"].text
    assert told["held_out"].message == "低于门槛：3/6"
    assert "控制字符<script>" in next(iter(suites["figure"])).result[0].text


def test_summary_lists_the_first_twenty(result: dict[str, Any], tmp_path: Path) -> None:
    question = "# 标题\n\n![图](http://example.invalid/x.png) <b>"
    failing = [_case(f"q-{n:02d}", "figure", question, {"status": "应为回答"}) for n in range(30)]
    write(result | {"cases": failing}, [], tmp_path)
    text = _texts(tmp_path)["report.md"]
    assert text.startswith("# 夜间评测：有退步或未达门槛")
    assert "- 计算 sup-051：由对变错" in text
    assert "**q-19**" in text
    assert "**q-20**" not in text
    # Four columns beyond the list item it is code, whatever it says.
    lines = [line for line in text.splitlines() if "标题" in line or "example.invalid" in line]
    assert len(lines) == 40
    assert all(line.startswith(" " * 6) for line in lines)


def test_result_is_kept_as_it_is(result: dict[str, Any], tmp_path: Path) -> None:
    result["cases"][0]["got"]["answer"] = "半个\ud83d字"
    before = deepcopy(result)
    write(result, [], tmp_path / "new" / "folder")
    assert json.loads((tmp_path / "new" / "folder" / "result.json").read_text("utf-8")) == before == result


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cases": [], "exit": 0, "alarms": []}, ["通过", "没有可列出的题。"]),
        ({"cases": [_case("a-1", "figure", "问")], "exit": 0, "alarms": []}, ["通过", "没有不合格的题。"]),
        (
            {
                "exit": 2,
                "alarms": ["评测器出错"],
                "metrics": [],
                "components": {},
                "latency": {},
                "cases": [],
            },
            ["未能完成测量", "评测器出错", "没有数据。"],
        ),
        ({"components": {"retrieval": {"cases": 0}}, "exit": 0}, ["通过"]),
    ],
    ids=["no cases", "none failing", "not measured", "nothing retrieved"],
)
def test_runs_with_little_to_tell(
    result: dict[str, Any], change: dict[str, Any], words: list[str], tmp_path: Path
) -> None:
    write(result | change, [], tmp_path)
    texts = _texts(tmp_path)
    assert all(word in texts["report.html"] for word in words)
    assert texts["report.md"].startswith(f"# 夜间评测：{words[0]}")
    JUnitXml.fromfile(str(tmp_path / "junit.xml"))


def test_every_kind_and_check_has_a_chinese_name() -> None:
    assert set(KINDS) == {"all", *cases.KINDS}
    assert set(REQUIRED) < set(METRICS)
