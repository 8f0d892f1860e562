"""One night: answers, scores, verdict, and a folder that holds all that is needed to repeat it."""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.config import Settings
from assistant.corpus.store import fingerprint
from assistant.errors import AssistantError
from evals.case import Case, cases_version
from evals.components import components
from evals.engines import compared
from evals.gate import BASELINE, alarms, load_baseline, measure, save_baseline
from evals.generate import CannotMeasure, generate, read_records
from evals.history import earlier, remember
from evals.score import Scored, score

__all__ = ["Options", "evaluate", "run"]

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Options:
    """``answers``: score these instead of answering anew. ``folder``: where the runs are kept."""

    folder: Path
    engine: str = "local"
    repeats: int = 1
    workers: int = 2
    answers: Path | None = None
    update_baseline: bool = False
    baseline: Path = BASELINE
    quiet: bool = False


def run(cases: Sequence[Case], options: Options) -> tuple[dict[str, Any], Path]:
    """The result and the folder it was written to. Raises CannotMeasure; another run under way is one reason."""
    options.folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(options.folder / "running.lock")
    try:
        with lock.acquire(timeout=0):
            return _run(cases, options)
    except Timeout:
        raise CannotMeasure("另一次评测正在进行，请等它结束后再运行。") from None


def _run(cases: Sequence[Case], options: Options) -> tuple[dict[str, Any], Path]:
    start = time.time()
    about = _about(cases, options)
    folder = _unfinished(options.folder, about) or _new_folder(options.folder, about)
    answers = folder / "answers.jsonl"
    if options.answers:
        answers.write_bytes(options.answers.read_bytes() if options.answers.exists() else b"")
        records = read_records(options.answers)
    else:
        records = generate(
            cases, options.engine, options.repeats, options.workers, answers, quiet=options.quiet
        )
    about |= {"id": folder.name, "seconds": round(time.time() - start, 1)}
    result, scored = evaluate(cases, records, about, options.baseline)
    if options.update_baseline:
        save_baseline(scored, options.baseline)
    base = options.folder / "history.db"
    remember(base, result)
    from evals.report import write

    write(result, earlier(base), folder)
    (folder / "run.json").write_text(json.dumps({**about, "finished": True}, indent=1), encoding="utf-8")
    return result, folder


def evaluate(
    cases: Sequence[Case], records: Sequence[Mapping[str, Any]], about: Mapping[str, Any], baseline: Path
) -> tuple[dict[str, Any], list[Scored]]:
    before = load_baseline(baseline)
    try:
        scored = score(cases, records)
        parts = components(scored)
    except AssistantError as error:
        raise CannotMeasure(f"语料无法读取：{error}") from None
    metrics = measure(scored, before)
    engines = compared(scored, records)
    found = alarms(scored, metrics, parts, before, engines)
    crashed = any(s.crashed for s in scored)
    result = {
        "run": dict(about),
        "exit": 2 if crashed else 1 if found else 0,
        "alarms": found,
        "metrics": metrics,
        "components": parts,
        "engines": engines,
        "latency": _latency(scored),
        "tokens": _tokens(scored),
        "cases": [_shown(s, before) for s in scored if not s.case.held_out],
    }
    return result, scored


def _about(cases: Sequence[Case], options: Options) -> dict[str, Any]:
    corpus = Settings().corpus_dir
    code = [p for p in (ROOT / "assistant").rglob("*") if p.suffix in {".py", ".yaml"}]
    head = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT)
    return {
        "started": datetime.now().isoformat(timespec="seconds"),
        "engine": options.engine,
        "repeats": options.repeats,
        "corpus_version": fingerprint(p for p in corpus.rglob("*") if p.suffix in {".md", ".yaml"}),
        "rules_version": fingerprint((corpus / "rules").glob("*.yaml")),
        "code_version": fingerprint(code),
        "cases_version": cases_version(cases),
        "commit": head.stdout.strip() or None,
        "python": platform.python_version(),
        "answers": str(options.answers) if options.answers else None,
    }


_SAME = ("engine", "repeats", "corpus_version", "code_version", "cases_version", "answers")


def _unfinished(folder: Path, about: Mapping[str, Any]) -> Path | None:
    """The latest run, if it was cut off and measured the same things."""
    runs = sorted(folder.glob("*/run.json"))
    if not runs or about["answers"]:
        return None
    told = json.loads(runs[-1].read_text("utf-8"))
    same = not told.get("finished") and all(told.get(k) == about[k] for k in _SAME)
    return runs[-1].parent if same else None


def _new_folder(folder: Path, about: Mapping[str, Any]) -> Path:
    name = f"{datetime.now():%Y%m%d-%H%M%S-%f}-{about['engine']}"
    new = folder / name
    new.mkdir()
    (new / "run.json").write_text(json.dumps(dict(about), indent=1), encoding="utf-8")
    return new


def _tokens(scored: Sequence[Scored]) -> dict[str, int] | None:
    """Of the language model, over all answers; None where none was asked."""
    used = [m for s in scored if (m := (s.record["answer"] or {}).get("model"))]
    return {k: sum(m[k] for m in used) for k in ("calls", "input_tokens", "output_tokens")} if used else None


def _latency(scored: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """Milliseconds of each step and of the whole, over all answers."""
    times: dict[str, list[float]] = {}
    for s in scored:
        steps = (s.record.get("answer") or {}).get("steps", ())
        if steps:
            times.setdefault("total", []).append(sum(step["ms"] for step in steps))
        for step in steps:
            times.setdefault(step["name"], []).append(step["ms"])
    return {
        name: {"p50": statistics.median(ms), "p95": sorted(ms)[min(len(ms) - 1, int(len(ms) * 0.95))]}
        for name, ms in times.items()
    }


def _shown(s: Scored, before: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    case, answer = s.case, s.record.get("answer") or {}
    expected = case.model_dump(
        include={"status", "must_say", "must_not_say", "clauses", "all_clauses", "amount"}
    )
    return {
        "id": case.id,
        "kind": case.kind,
        "voice": case.voice,
        "group": case.group,
        "turns": list(case.turns),
        "as_of": case.as_of.isoformat(),
        "expected": expected,
        "got": {
            "status": answer.get("status"),
            "answer": answer.get("answer", ""),
            "speak": answer.get("speak", ""),
            "citations": [c["id"] for c in answer.get("citations", ())],
            "amount_wan": answer.get("calc_wan"),
            "notices": [n["text"] for n in answer.get("notices", ())],
        },
        "checks": [{"name": n, "passed": v == 1.0, "reason": r} for n, (v, r) in s.checks.items()],
        "right": s.right == 1.0,
        "steps": answer.get("steps", []),
        "passages": list(s.record.get("passages", ())),
        "before": before[case.id]["right"] == 1.0 if case.id in before else None,
        "flaky": s.flaky,
        "error": s.error,
    }
