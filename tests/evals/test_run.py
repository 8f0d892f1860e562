"""A night as it is run: exit codes, resuming after a kill, two at once, re-scoring, notification."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["--kind", "definition", "--kind", "english", "--quiet", "--workers", "1"]


def evals(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "evals", *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one finished run of two kinds, and its baseline beside it."""
    out = tmp_path_factory.mktemp("evals")
    evals(*SMALL, "--out", str(out), "--baseline", str(out / "base.json"), "--update-baseline")
    (folder,) = (p.parent for p in out.glob("*/result.json"))
    return folder


def test_night_leaves_what_is_needed_to_repeat_it(night: Path) -> None:
    names = {p.name for p in night.iterdir()}
    assert names >= {"answers.jsonl", "run.json", "result.json", "report.html", "report.md", "junit.xml"}
    told = json.loads((night / "run.json").read_text("utf-8"))
    assert all(told[k] for k in ("corpus_version", "rules_version", "code_version", "cases_version"))


def test_scoring_again_gives_the_same(night: Path, tmp_path: Path) -> None:
    before = json.loads((night / "result.json").read_text("utf-8"))
    evals(*SMALL, "--out", str(tmp_path), "--from", str(night / "answers.jsonl"), "--baseline", "none.json")
    (again,) = (json.loads(p.read_text("utf-8")) for p in tmp_path.glob("*/result.json"))
    rates = [[(m["metric"], m["kind"], m["part"], m["rate"]) for m in r["metrics"]] for r in (before, again)]
    assert rates[0] == rates[1]


def test_held_out_questions_stay_closed(night: Path) -> None:
    from evals.case import load_cases

    held = [c for c in load_cases() if c.held_out and c.kind in {"definition", "english"}]
    assert held
    text = "".join(
        (night / n).read_text("utf-8") for n in ("result.json", "report.html", "report.md", "junit.xml")
    )
    for case in held:
        assert case.turns[-1] not in text
        assert f'"{case.id}"' not in text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--from", "nowhere.jsonl"], 2, "找不到回答文件"),
        (["--engine", "llm"], 2, "没有配置语言模型"),
        (["--cases", "tests"], 2, "应有 author"),
    ],
)
def test_what_can_not_be_measured(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    result = evals(*SMALL, "--out", str(tmp_path), *words)
    assert result.returncode == code
    assert said in result.stderr


def test_broken_corpus_can_not_be_measured(tmp_path: Path) -> None:
    result = evals(*SMALL, "--out", str(tmp_path), ASSISTANT_CORPUS_DIR=str(tmp_path / "nowhere"))
    assert result.returncode == 2
    assert "助手无法启动" in result.stderr


def test_killed_run_goes_on_and_ends_with_the_same(tmp_path: Path) -> None:
    words = ["--quiet", "--workers", "1", "--kind", "park", "--out", str(tmp_path)]
    process = subprocess.Popen([sys.executable, "-m", "evals", *words], cwd=ROOT, stdout=subprocess.DEVNULL)
    while not (found := list(tmp_path.glob("*/answers.jsonl"))) or found[0].read_bytes().count(b"\n") < 5:
        time.sleep(0.02)
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    # The line under way may have been cut in the middle.
    whole = found[0].read_bytes()
    found[0].write_bytes(whole + b'{"case": "sup-0')
    evals(*words)
    assert [p.parent for p in tmp_path.glob("*/result.json")] == [found[0].parent]
    records = [json.loads(line) for line in found[0].read_text("utf-8").splitlines()]
    assert len({r["case"] for r in records}) == len(records)
    fresh = tmp_path / "fresh"
    evals(*words[:-1], str(fresh))
    (again,) = (json.loads(p.read_text("utf-8")) for p in fresh.glob("*/result.json"))
    resumed = json.loads((found[0].parent / "result.json").read_text("utf-8"))
    assert resumed["metrics"] == again["metrics"]


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    from filelock import FileLock

    with FileLock(tmp_path / "running.lock"):
        result = evals(*SMALL, "--out", str(tmp_path))
    assert result.returncode == 2
    assert "另一次评测正在进行" in result.stderr


class Hook(BaseHTTPRequestHandler):
    """A real endpoint that fails once, then takes what it is sent."""

    calls = 0
    got: list[dict[str, object]] = []  # noqa: RUF012

    def do_POST(self) -> None:
        Hook.calls += 1
        body = self.rfile.read(int(self.headers["content-length"]))
        if Hook.calls > 1:
            Hook.got.append(json.loads(body))
        self.send_response(500 if Hook.calls == 1 else 204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Hook)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_summary_is_posted_after_a_failure(night: Path, tmp_path: Path, hook: str) -> None:
    answers = str(night / "answers.jsonl")
    evals(*SMALL, "--out", str(tmp_path), "--from", answers, "--notify", hook)
    assert Hook.calls == 2
    assert "政策助手夜间评测" in str(Hook.got[0]["text"])
    gone = evals(*SMALL, "--out", str(tmp_path), "--from", answers, "--notify", "http://127.0.0.1:1/")
    assert "通知没有发出" in gone.stderr
    assert "Traceback" not in gone.stderr
