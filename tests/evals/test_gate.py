"""The gate tells a regression from noise."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.case import Case
from evals.gate import alarms, load_baseline, measure, save_baseline
from evals.score import Scored

TEXTS = {"wrong": 150, "arrived": [], "right": 150, "passed": 147, "lost": []}
FINE = {"calculator": {"wrong": []}, "model_texts": TEXTS}


def cases(count: int, kind: str = "figure", **more: object) -> list[Case]:
    plain = {"voice": "老板", "turns": ["问"], "status": "refused", "source": "无"}
    return [Case.model_validate({"id": f"{kind}-{n}", "kind": kind, **plain, **more}) for n in range(count)]


def scored(some: Sequence[Case], rights: Sequence[float], check: str = "status") -> list[Scored]:
    return [
        Scored(case, {}, {check: (right, "")}, right, False) for case, right in zip(some, rights, strict=True)
    ]


def found(before: list[Scored], now: list[Scored], tmp_path: Path) -> list[str]:
    path = tmp_path / "baseline.json"
    save_baseline(before, path)
    baseline = load_baseline(path)
    return alarms(now, measure(now, baseline), FINE, baseline)


def test_the_same_again_is_no_alarm(tmp_path: Path) -> None:
    same = scored(cases(500), [float(n % 5 > 0) for n in range(500)])
    assert found(same, same, tmp_path) == []


def test_three_in_a_hundred_worse_is_an_alarm(tmp_path: Path) -> None:
    some = cases(600)
    before = scored(some, [float(n % 5 > 0) for n in range(600)])
    now = scored(some, [0.0 if n % 33 == 1 else s.right for n, s in enumerate(before)])
    assert any("全部合格／全部" in a and "超出偶然" in a for a in found(before, now, tmp_path))


def test_as_many_better_as_worse_is_no_regression(tmp_path: Path) -> None:
    some = cases(600)
    before = scored(some, [float(n % 5 > 0) for n in range(600)])
    flips = set(random.Random(1).sample(range(600), 20))
    now = scored(some, [1 - s.right if n in flips and n % 2 else s.right for n, s in enumerate(before)])
    mixed = scored(some, [1.0 if n in list(flips)[:10] else s.right for n, s in enumerate(now)])
    assert found(before, mixed, tmp_path) == []


def test_better_is_no_alarm(tmp_path: Path) -> None:
    some = cases(300)
    before = scored(some, [float(n % 4 > 0) for n in range(300)])
    assert found(before, scored(some, [1.0] * 300), tmp_path) == []


def test_below_a_threshold_is_an_alarm_without_any_baseline(tmp_path: Path) -> None:
    low = scored(cases(100), [float(n % 2) for n in range(100)])
    assert any("低于门槛" in a for a in alarms(low, measure(low, {}), FINE, {}))


def test_one_calculation_gone_wrong_is_enough(tmp_path: Path) -> None:
    some = cases(400, "calculation", amount="500万元", status="answered", clauses=["support-2018/2.11"])
    before = scored(some, [1.0] * 400, "amount")
    now = scored(some, [0.0] + [1.0] * 399, "amount")
    assert found(before, now, tmp_path) == ["计算 calculation-0：由对变错"]


def test_new_case_is_no_regression(tmp_path: Path) -> None:
    some = cases(310)
    before = scored(some[:300], [1.0] * 300)
    assert found(before, scored(some, [1.0] * 300 + [0.0] * 10), tmp_path) == []


def test_crashed_evaluator_and_wrong_rule_are_alarms() -> None:
    (case,) = cases(1)
    crashed = [Scored(case, {}, {}, 0.0, False, None, ("CitationRight",))]
    wrong = {**FINE, "calculator": {"wrong": ["x：应为1万元，得到2万元"]}}
    said = alarms(crashed, [], wrong, {})
    assert any("CitationRight" in a for a in said)
    assert any("应为1万元" in a for a in said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, None),
        ({"arrived": ["bad-001"]}, "模型文字 bad-001：有错而没有拦下"),
        ({"passed": 146}, "模型文字：正确的只放行146/150，低于门槛98%"),
        ({"lost": ["good-009"]}, "模型文字 good-009：所据的条款或规则没有了"),
    ],
)
def test_what_a_model_says_must_be_judged_well(change: dict[str, object], said: str | None) -> None:
    assert alarms([], [], {**FINE, "model_texts": {**TEXTS, **change}}, {}) == ([said] if said else [])


def test_the_model_engine_may_be_worse_in_no_kind() -> None:
    rows = [
        {"kind": "figure", "total": 9, "local": 8, "llm": 8, "worded": 5, "worse": []},
        {"kind": "list", "total": 9, "local": 8, "llm": 7, "worded": 5, "worse": ["l-1"]},
    ]
    assert alarms([], [], FINE, {}, rows) == ["语言模型引擎／列举：7/9，不如本机引擎的8（公开题中是l-1）"]


def test_interval_is_wilsons() -> None:
    rows = measure(scored(cases(10), [1.0] * 9 + [0.0]), {})
    right = next(m for m in rows if m["metric"] == "right" and m["kind"] == "all")
    assert (right["passed"], right["total"]) == (9, 10)
    assert right["low"] == pytest.approx(0.5958, abs=1e-4)
    assert right["high"] == pytest.approx(0.9821, abs=1e-4)
