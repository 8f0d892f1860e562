"""Whether a run is good enough, and no worse than the baseline beyond chance."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.stats import binomtest, bootstrap

from evals.case import KINDS
from evals.names import KINDS as KIND_NAMES
from evals.names import METRICS, NAMES
from evals.score import Scored, consistency

__all__ = ["BASELINE", "Baseline", "alarms", "load_baseline", "measure", "save_baseline"]

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
Baseline = Mapping[str, Mapping[str, float]]
_RESAMPLES = 2000
# One kind in a hundred would differ by chance at 1%; there are under thirty of them.
_CONFIDENCE = {"all": 0.95, "kind": 0.99}


@dataclass(frozen=True)
class _Row:
    case: str
    value: float


def load_baseline(path: Path = BASELINE) -> Baseline:
    return json.loads(path.read_text("utf-8"))["cases"] if path.exists() else {}


def save_baseline(scored: Iterable[Scored], path: Path = BASELINE) -> None:
    cases = {s.case.id: {"right": s.right, **{n: v for n, (v, _) in s.checks.items()}} for s in scored}
    lines = ",\n".join(f'"{i}": {json.dumps(c)}' for i, c in sorted(cases.items()))
    path.write_text(f'{{"cases": {{\n{lines}\n}}}}\n', encoding="utf-8")


def measure(scored: Sequence[Scored], baseline: Baseline) -> list[dict[str, Any]]:
    """A row for every metric and kind, for the open and the held-out cases apart."""
    thresholds = yaml.safe_load((HERE / "thresholds.yaml").read_text("utf-8"))
    out = []
    for part in ("dev", "held_out"):
        mine = [s for s in scored if s.case.held_out == (part == "held_out")]
        for kind in ("all", *KINDS):
            of_kind = [s for s in mine if kind in ("all", s.case.kind)]
            for metric, rows in _rows(of_kind).items():
                if kind == "all" or metric == "right":
                    wanted = thresholds.get(metric, {}).get(kind)
                    out.append(_measured(metric, kind, part, rows, wanted, baseline))
        groups = consistency(mine)
        if groups:
            rows = [_Row(name, value) for name, value in groups.items()]
            wanted = thresholds.get("consistency", {}).get("all")
            out.append(_measured("consistency", "all", part, rows, wanted, {}))
    return out


def _rows(scored: Iterable[Scored]) -> dict[str, list[_Row]]:
    out: dict[str, list[_Row]] = {}
    for s in scored:
        out.setdefault("right", []).append(_Row(s.case.id, s.right))
        for name, (value, _) in s.checks.items():
            out.setdefault(name, []).append(_Row(s.case.id, value))
    return out


def _measured(
    metric: str, kind: str, part: str, rows: Sequence[_Row], threshold: float | None, baseline: Baseline
) -> dict[str, Any]:
    total, passed = len(rows), sum(r.value for r in rows)
    interval = binomtest(round(passed), total).proportion_ci(method="wilson")
    pairs = [(r.value, baseline[r.case][metric]) for r in rows if metric in baseline.get(r.case, {})]
    before = sum(b for _, b in pairs) / len(pairs) if pairs else None
    low, high = _difference([a - b for a, b in pairs], _CONFIDENCE["all" if kind == "all" else "kind"])
    verdict = "ok"
    if threshold is not None and passed / total < threshold:
        verdict = "below"
    elif high is not None and high < 0:
        verdict = "regressed"
    return {
        "metric": metric,
        "kind": kind,
        "part": part,
        "passed": round(passed, 3),
        "total": total,
        "rate": passed / total,
        "low": float(interval.low),
        "high": float(interval.high),
        "threshold": threshold,
        "baseline": before,
        "delta_low": low,
        "delta_high": high,
        "verdict": verdict,
    }


def _difference(differences: Sequence[float], confidence: float) -> tuple[float | None, float | None]:
    """Bootstrap interval of the mean difference, paired by case."""
    if not differences:
        return None, None
    values = np.array(differences)
    if (values == values[0]).all():
        return float(values[0]), float(values[0])
    found = bootstrap(
        (values,), np.mean, n_resamples=_RESAMPLES, confidence_level=confidence, method="percentile",
        rng=np.random.default_rng(0),
    ).confidence_interval  # fmt: skip
    return float(found.low), float(found.high)


def alarms(
    scored: Sequence[Scored],
    metrics: Iterable[Mapping[str, Any]],
    parts: Mapping[str, Any],
    baseline: Baseline,
    engines: Iterable[Mapping[str, Any]] = (),
) -> list[str]:
    """What stands against this run, in Chinese. Calculations tolerate nothing."""
    out = []
    for m in metrics:
        where = f"{METRICS[m['metric']]}／{KIND_NAMES[m['kind']]}／{NAMES['part'][m['part']]}"
        if m["verdict"] == "below":
            out.append(f"{where}：{m['rate']:.1%}，低于门槛{m['threshold']:.1%}")
        elif m["verdict"] == "regressed":
            out.append(f"{where}：由{m['baseline']:.1%}降到{m['rate']:.1%}，超出偶然")
    for s in scored:
        before = baseline.get(s.case.id, {}).get("amount")
        now = s.checks.get("amount", (0.0, ""))[0]
        name = "留出的一题" if s.case.held_out else s.case.id
        if s.case.amount and before == 1.0 and now < 1.0:
            out.append(f"计算 {name}：由对变错")
        if s.crashed:
            out.append(f"{name}：评测器{'、'.join(s.crashed)}出错")
    out += [f"计算规则 {said}" for said in parts["calculator"]["wrong"]]
    out += [
        f"语言模型引擎／{KIND_NAMES[e['kind']]}：{e['llm']:g}/{e['total']}，不如本机引擎的{e['local']:g}"
        f"（公开题中是{'、'.join(e['worse'][:5]) or '别的题'}）"
        for e in engines
        if e["llm"] < e["local"]
    ]
    return out + _of_texts(parts["model_texts"])


def _of_texts(found: Mapping[str, Any]) -> list[str]:
    """No wrong text of a model may arrive; most right ones should."""
    wanted = yaml.safe_load((HERE / "thresholds.yaml").read_text("utf-8"))["model_texts"]["right"]
    out = [f"模型文字 {name}：有错而没有拦下" for name in found["arrived"]]
    if found["passed"] < wanted * found["right"]:
        out.append(f"模型文字：正确的只放行{found['passed']}/{found['right']}，低于门槛{wanted:.0%}")
    return [*out, *(f"模型文字 {name}：所据的条款或规则没有了" for name in found["lost"])]
