"""Records held against their cases by the evaluators; what crashes counts as wrong and stays in the count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_evals import Case as Row
from pydantic_evals import Dataset

from evals.case import Case
from evals.evaluators import EVALUATORS, REQUIRED

__all__ = ["Scored", "consistency", "score"]


@dataclass(frozen=True)
class Scored:
    """One case over its repeats: ``checks`` are (name, value 0..1, reason) means; ``right`` the share of repeats
    in which every required check held. ``crashed`` names evaluators that failed to judge."""

    case: Case
    record: Mapping[str, Any]
    checks: Mapping[str, tuple[float, str]]
    right: float
    flaky: bool
    error: str | None = None
    crashed: tuple[str, ...] = field(default=())


def score(cases: Sequence[Case], records: Sequence[Mapping[str, Any]]) -> list[Scored]:
    """In the order of the cases; a case without a record is wrong."""
    by_case: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for record in records:
        by_case[record["case"]].append(record)
    judged = _judge(cases, by_case)
    return [_scored(case, by_case.get(case.id, []), judged) for case in cases]


Judged = dict[tuple[str, int], tuple[dict[str, tuple[float, str]], tuple[str, ...]]]


def _judge(cases: Sequence[Case], by_case: Mapping[str, list[Mapping[str, Any]]]) -> Judged:
    """(case, repeat) -> (checks, crashed evaluators)."""
    out: Judged = {}
    for repeat in sorted({r["repeat"] for records in by_case.values() for r in records}):
        outputs = {
            c.id: r for c in cases for r in by_case.get(c.id, ()) if r["repeat"] == repeat and r["answer"]
        }
        rows = [Row(name=c.id, inputs=c) for c in cases if c.id in outputs]
        if not rows:
            continue
        dataset: Dataset[Case, Any, None] = Dataset(name="cases", cases=rows, evaluators=list(EVALUATORS))
        report = dataset.evaluate_sync(
            lambda case, got=outputs: got[case.id], max_concurrency=8, progress=False
        )
        for done in report.cases:
            results = {**done.assertions, **done.scores}
            checks = {n: (float(r.value), r.reason or "") for n, r in results.items()}
            out[done.name, repeat] = checks, tuple(f.name for f in done.evaluator_failures)
    return out


def _scored(case: Case, records: Sequence[Mapping[str, Any]], judged: Judged) -> Scored:
    if not records:
        return Scored(case, {}, {}, 0.0, False, "没有回答")
    rights, checks = [], defaultdict(list)
    crashed: set[str] = set()
    error = next((r["error"] for r in records if r["error"]), None)
    for record in records:
        found, failed = judged.get((case.id, record["repeat"]), ({}, ()))
        crashed |= set(failed)
        required = [found[n][0] == 1.0 for n in REQUIRED if n in found]
        rights.append(bool(required) and all(required) and not failed)
        for name, value in found.items():
            checks[name].append(value)
    means = {
        name: (sum(v for v, _ in values) / len(values), next((r for v, r in values if r), ""))
        for name, values in checks.items()
    }
    first = next((r for r in records if r["answer"]), records[0])
    right = sum(rights) / len(rights)
    return Scored(case, first, means, right, 0 < right < 1, error, tuple(sorted(crashed)))


def consistency(scored: Sequence[Scored]) -> dict[str, float]:
    """group -> share of its wordings that got the group's most frequent answer (status, first clause, amount)."""
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for item in scored:
        if item.case.group and (answer := item.record.get("answer")):
            first = answer["citations"][0]["id"] if answer["citations"] else None
            groups[item.case.group].append((answer["status"], first, answer["calc_wan"]))
    return {g: Counter(got).most_common(1)[0][1] / len(got) for g, got in groups.items()}
