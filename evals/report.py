"""The report of a run: a page for people, a summary for chat, JUnit for CI, and the numbers themselves.

Only what ``result`` says is shown; held-out cases are in it as aggregates, so that nobody works towards them.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pygal  # type: ignore[import-untyped]
from jinja2 import Environment, FileSystemLoader
from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite
from markupsafe import Markup
from pygal.style import Style  # type: ignore[import-untyped]

from evals.names import NAMES

__all__ = ["write"]

_TEMPLATES = FileSystemLoader(Path(__file__).parent / "templates")
# Width, height and number of dates, for a wide and for a narrow screen.
_SIZES = ((960, 300, 8), (320, 260, 3))
_FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'

Row = Mapping[str, Any]


def write(result: Mapping[str, Any], history: Sequence[Mapping[str, Any]], folder: Path) -> None:
    """Write report.html, report.md, junit.xml and result.json into ``folder``. ``history`` is oldest first."""
    folder.mkdir(parents=True, exist_ok=True)
    # First, so that the numbers are kept even if a page can't be made of them.
    _save(folder / "result.json", json.dumps(result, ensure_ascii=False, indent=1, default=str))
    _junit(result).write(str(folder / "junit.xml"))
    environment = Environment(autoescape=True, loader=_TEMPLATES, trim_blocks=True, lstrip_blocks=True)
    environment.globals["names"] = NAMES
    environment.filters |= {"percent": _percent, "points": _points, "number": _number}
    values = _values(result, history)
    for name in ("report.html", "report.md"):
        _save(folder / name, environment.get_template(f"{name}.j2").render(values))


def _save(path: Path, text: str) -> None:
    # Half a surrogate pair in an answer is no reason to lose the report.
    path.write_text(text, encoding="utf-8", errors="backslashreplace")


def _values(result: Mapping[str, Any], history: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the templates see."""
    metrics = result["metrics"]
    overall = {m["part"]: m for m in metrics if m["metric"] == "right" and m["kind"] == "all"}
    failing = [{**c, "failed": _failed(c)} for c in result["cases"] if not c["right"] or c["error"]]
    # The sort is stable: within new and old ones the order of the cases stays.
    failing.sort(key=lambda case: case["before"] is not True)
    confusion = (result["components"].get("understanding") or {}).get("confusion") or {}
    rates = {part: row["rate"] for part, row in overall.items()}
    now = {"exit": result["exit"], "right": rates.get("dev"), "held_out": rates.get("held_out")}
    # The history may hold this run already.
    runs = [*(h for h in history if h["id"] != result["run"]["id"]), {**result["run"], **now}]
    measured = [r for r in runs if r["right"] is not None]
    return {
        **result,
        "overall": overall,
        "by_kind": _grouped(metrics, "kind"),
        "by_metric": _grouped(metrics, "metric"),
        "failing": failing,
        "failed_checks": Counter(check["name"] for c in failing for check in c["failed"]),
        "readings": list(dict.fromkeys([*confusion, *(got for row in confusion.values() for got in row)])),
        "runs": runs,
        "charts": [_chart(measured, *size) for size in _SIZES] if len(measured) > 1 else [],
    }


def _name(of: str, key: str) -> str:
    return NAMES[of].get(key, key)


def _failed(case: Row) -> list[Row]:
    return [check for check in case["checks"] if not check["passed"]]


def _grouped(metrics: Sequence[Row], by: str) -> dict[str, list[Row]]:
    """By kind the share of right cases, or by metric its share over all kinds and what one kind fails in."""
    out: dict[str, list[Row]] = {}
    for m in metrics:
        kind, metric = _name("kind", m["kind"]), _name("metric", m["metric"])
        if by == "kind" and m["metric"] == "right":
            out.setdefault(kind, []).append(m)
        elif by == "metric" and m["kind"] == "all":
            out.setdefault(metric, []).append(m)
        elif by == "metric" and m["metric"] != "right" and m["verdict"] != "ok":
            out.setdefault(f"{metric}（{kind}）", []).append(m)
    return out


def _chart(runs: Sequence[Row], width: int, height: int, labels: int) -> Markup:
    rates = [r[part] for r in runs for part in ("right", "held_out") if r[part] is not None]
    lowest = max(0, math.floor(min(rates) * 10 - 0.5))
    # The page's own colours, so that the chart follows it into the dark.
    style = Style(
        background="transparent", plot_background="transparent", foreground="var(--soft)",
        foreground_strong="var(--ink)", foreground_subtle="var(--soft)", guide_stroke_color="var(--line)",
        major_guide_stroke_color="var(--line)", colors=("var(--accent)", "var(--second)"),
        value_colors=("var(--ink)", "var(--ink)"), font_family=_FONT, label_font_size=12,
        major_label_font_size=12, legend_font_size=13, stroke_width="2", stroke_opacity="1", opacity="1",
    )  # fmt: skip
    chart = pygal.Line(
        js=[], style=style, width=width, height=height, margin=8, margin_right=20, legend_at_bottom=True, dots_size=3,
        legend_at_bottom_columns=2, range=(lowest / 10, 1), allow_interruptions=True,
        truncate_label=-1, formatter="{:.1%}".format, disable_xml_declaration=True,
    )  # fmt: skip
    chart.y_labels = [{"value": n / 10, "label": f"{n * 10}%"} for n in range(lowest, 11)]
    # Counted back from the latest run, whose day always shows.
    every = math.ceil(len(runs) / labels)
    chart.x_labels = [r["started"][5:10] if n % every == 0 else "" for n, r in enumerate(runs, 1 - len(runs))]
    chart.add("公开题", [r["right"] for r in runs])
    chart.add("留出题", [r["held_out"] for r in runs])
    return Markup(chart.render(is_unicode=True))


def _percent(share: Any) -> str:
    return f"{share:.1%}" if isinstance(share, int | float) else "—"


def _points(share: Any) -> str:
    """A difference of shares in percentage points."""
    if not isinstance(share, int | float):
        return "—"
    return f"{share * 100:+.1f}".replace("-", "−") if abs(share) >= 0.0005 else "0.0"


def _number(value: Any) -> str:
    return format(round(Decimal(str(value)), 2).normalize(), "f")


def _junit(result: Mapping[str, Any]) -> JUnitXml:
    """A suite for each kind: its open cases, and one test for all its held-out ones."""
    suites: dict[str, TestSuite] = {}
    for case in result["cases"]:
        test = TestCase(case["id"], f"evals.{case['kind']}", sum(s["ms"] for s in case["steps"]) / 1000)
        test.result = [_outcome(case)] if case["error"] or not case["right"] else []
        suites.setdefault(case["kind"], TestSuite(case["kind"])).add_testcase(test)
    for m in result["metrics"]:
        if m["metric"] == "right" and m["part"] == "held_out" and m["kind"] != "all":
            test = TestCase("held_out", f"evals.{m['kind']}")
            if m["verdict"] != "ok":
                said = f"{_name('verdict', m['verdict'])}：{_number(m['passed'])}/{m['total']}"
                test.result = [Failure(said, m["verdict"])]
            suites.setdefault(m["kind"], TestSuite(m["kind"])).add_testcase(test)
    xml = JUnitXml("evals")
    for suite in suites.values():
        xml.add_testsuite(suite)
    return xml


def _outcome(case: Row) -> Error | Failure:
    failed = _failed(case)
    reasons = "；".join(f"{_name('metric', check['name'])}：{check['reason']}" for check in failed)
    names = ",".join(check["name"] for check in failed)
    outcome = Error(_xml(case["error"]), "error") if case["error"] else Failure(_xml(reasons), names)
    outcome.text = _xml("\n".join((*case["turns"], "", case["got"]["answer"] or "")))
    return outcome


def _xml(text: str) -> str:
    """Without the characters that XML has no way to write, escaped or not."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
