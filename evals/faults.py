"""Known faults, put in on purpose, and whether a night notices: the proof of the gate.

Each fault changes a copy of the corpus, of the cases or of the answers, or stands in for a part of the run in a
process of its own; nothing here touches the project.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import yaml

from assistant.config import Settings
from evals.case import CASES

__all__ = ["FAULTS", "table"]

Prepared = tuple[list[str], dict[str, str]]
_CRIPPLED = """
import assistant.retrieval.retriever as r
real = r.load_weights()
r.load_weights = lambda: {"rank": {n: -w for n, w in real["rank"].items()}, "gate": real["gate"]}
"""
_CRASHING = """
from evals.evaluators.citation import CitationRight
def broken(self, ctx): raise ZeroDivisionError("seeded")
CitationRight.evaluate = broken
"""
_ENTRY = "from evals.__main__ import main; main()"


def _corpus_with(folder: Path, change: Callable[[Path], None]) -> Prepared:
    copy = folder / "corpus"
    shutil.copytree(Settings().corpus_dir, copy)
    change(copy)
    return [], {"ASSISTANT_CORPUS_DIR": str(copy), "ASSISTANT_DATA_DIR": str(folder / "data")}


def rule_figure(folder: Path) -> Prepared:
    """A rule pays the city's catalogue at the national rate; both figures stand in the quote."""

    def change(corpus: Path) -> None:
        path = corpus / "rules" / "support-2018.yaml"
        text = path.read_text("utf-8")
        changed = text.replace("市级: {percent: 30％", "市级: {percent: 50％")
        assert changed != text
        path.write_text(changed, "utf-8")

    return _corpus_with(folder, change)


def rule_unquoted(folder: Path) -> Prepared:
    """A figure that the clause doesn't print: the loader refuses, and nothing can be measured."""

    def change(corpus: Path) -> None:
        path = corpus / "rules" / "support-2018.yaml"
        path.write_text(path.read_text("utf-8").replace("amount: 3000万元", "amount: 3500万元", 1), "utf-8")

    return _corpus_with(folder, change)


def clause_dropped(folder: Path) -> Prepared:
    """Clause 五（二）9 of the IAB plan goes, with its rules and its remembered questions."""

    def change(corpus: Path) -> None:
        document = corpus / "documents" / "iab-2018.md"
        paragraphs = document.read_text("utf-8").split("\n\n")
        kept = [p for p in paragraphs if "直接股权投资单个项目最高不超过3000万元" not in p]
        document.write_text("\n\n".join(kept), "utf-8")
        rules = corpus / "rules" / "iab-2018.yaml"
        entries = [r for r in yaml.safe_load(rules.read_text("utf-8")) if r["clause"] != "iab-2018/5.2.9"]
        rules.write_text(yaml.safe_dump(entries, allow_unicode=True), "utf-8")
        asked = corpus / "questions" / "iab-2018.yaml"
        questions = yaml.safe_load(asked.read_text("utf-8"))
        questions.pop("iab-2018/5.2.9")
        asked.write_text(yaml.safe_dump(questions, allow_unicode=True), "utf-8")

    return _corpus_with(folder, change)


def retriever_crippled(folder: Path) -> Prepared:
    """The retriever prefers what fits worst."""
    return ["-c", _CRIPPLED + _ENTRY, "--workers", "1"], {"ASSISTANT_DATA_DIR": str(folder / "data")}


def evaluator_crashing(folder: Path) -> Prepared:
    return ["-c", _CRASHING + _ENTRY], {}


def case_file_broken(folder: Path) -> Prepared:
    copy = folder / "cases"
    shutil.copytree(CASES, copy)
    path = next(copy.glob("*.yaml"))
    path.write_text(path.read_text("utf-8").replace("status: answered", "status: answerd", 1), "utf-8")
    return ["--cases", str(copy)], {}


def answers_worsened(folder: Path) -> Prepared:
    """Three in a hundred of the answers lose their figures' last digit."""
    records = [json.loads(line) for line in (folder / "answers.jsonl").read_text("utf-8").splitlines()]
    answered = [r for r in records if r["answer"]["status"] == "answered"]
    for record in random.Random(3).sample(answered, len(records) * 3 // 100):
        record["answer"]["answer"] = re.sub(r"\d(?!\d)", "", record["answer"]["answer"])
        record["answer"]["citations"] = record["answer"]["citations"][1:]
    worse = folder / "worse.jsonl"
    worse.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return ["--from", str(worse)], {}


def answers_missing(folder: Path) -> Prepared:
    return ["--from", str(folder / "nowhere.jsonl")], {}


FAULTS: tuple[tuple[str, Callable[[Path], Prepared], int], ...] = (
    ("规则中的比例改成引文里的另一个", rule_figure, 1),
    ("规则中的数改成条款没有的", rule_unquoted, 2),
    ("语料中少了一条", clause_dropped, 1),
    ("检索器失灵", retriever_crippled, 1),
    ("评测器出错", evaluator_crashing, 2),
    ("用例文件写坏", case_file_broken, 2),
    ("3%的回答变坏", answers_worsened, 1),
    ("没有回答文件", answers_missing, 2),
)


def _night(folder: Path, words: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Exit code and last line of a run in a process of its own."""
    command = [sys.executable, *(words[:2] if words[:1] == ["-c"] else ["-m", "evals"])]
    rest = words[2:] if words[:1] == ["-c"] else words
    done = subprocess.run(
        [*command, "--quiet", "--out", str(folder / "runs"), *rest],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        cwd=CASES.parent.parent,
    )
    said = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    told = next((line for line in said if line.startswith("✗")), said[-1] if said else "")
    return done.returncode, told


def table(clean: int) -> tuple[str, bool]:
    """A Markdown table of the nights, and whether each ended as it should."""
    lines = ["| 情形 | 应得 | 得到 | 首要说明 |", "|---|---|---|---|"]
    proven = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n in range(clean):
            code, told = _night(folder, [], {})
            proven &= code == 0
            lines.append(f"| 干净运行 {n + 1} | 0 | {code} | {told if code else ''} |")
        if not clean:
            _night(folder, [], {})
        first = next((folder / "runs").glob("*/answers.jsonl"))
        for what, prepare, wanted in FAULTS:
            place = folder / prepare.__name__
            place.mkdir()
            shutil.copy(first, place / "answers.jsonl")
            words, environment = prepare(place)
            code, told = _night(place, words, environment)
            proven &= code == wanted
            lines.append(f"| {what} | {wanted} | {code} | {told} |")
    return "\n".join(lines), proven
