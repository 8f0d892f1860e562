"""The command line as whoever runs the service meets it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from assistant.cli import main
from assistant.config import Settings
from assistant.records import Records, State
from assistant.types import Question, Status
from tests.records.conftest import an_answer

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command in this process; starting one takes longer than what it does."""

    def command(data: Path, *words: str, given: str = "") -> Ended:
        monkeypatch.setenv("ASSISTANT_DATA_DIR", str(data))
        monkeypatch.setattr(sys, "argv", ["policy-assistant", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        with pytest.raises(SystemExit) as ended:
            main()
        return Ended(int(ended.value.code or 0), *capsys.readouterr())

    return command


def run_alone(data: Path, *words: str, given: str = "") -> Ended:
    """A command as a process, without a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *words],
        capture_output=True, text=True, input=given, cwd=ROOT, start_new_session=True,
        env={**os.environ, "ASSISTANT_DATA_DIR": str(data)},
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    records = Records.open(Settings(data_dir=tmp_path))
    records.keep(Question("充电桩补多少"), an_answer("a1", Status.REFUSED), "page")
    records.keep(Question("技改补多少"), an_answer("a2"), "page")
    records.feedback("a2", False, "不清楚")
    records.close()
    return tmp_path


def test_users_are_added_listed_and_closed(tmp_path: Path, run: Run) -> None:
    added = run(
        tmp_path, "users", "add", "张三", "--role", "admin", "--password-stdin", given="correct horse\n"
    )
    assert (added.code, added.out) == (0, "已添加用户“张三”（管理员）。\n")
    again = run(tmp_path, "users", "add", "张三", "--password-stdin", given="correct horse\n")
    assert (again.code, again.err) == (2, "错误：已有名为“张三”的用户。\n")
    prompted = run_alone(tmp_path, "users", "add", "李四", given="correct horse\ncorrect horse\n")
    assert prompted.code == 0, prompted.err
    assert "再输入一次" in prompted.err
    assert run(tmp_path, "users", "deactivate", "张三").code == 0
    assert run(tmp_path, "users", "list").out == "张三\t管理员\t已停用\n李四\t坐席\t在用\n"
    unknown = run(tmp_path, "users", "password", "王五", "--password-stdin", given="correct horse\n")
    assert (unknown.code, unknown.err) == (2, "错误：没有名为“王五”的用户。\n")


def test_records_are_migrated_exported_and_purged(filled: Path, run: Run) -> None:
    assert run(filled, "records", "migrate").out == "记录库已是最新。\n"
    rows = [json.loads(line) for line in run(filled, "records", "export", "exchanges").out.splitlines()]
    assert [row["question"] for row in rows] == ["充电桩补多少", "技改补多少"]
    out = filled / "评价.csv"
    assert run(filled, "records", "export", "feedback", "--csv", "--out", str(out)).out == "已导出1条。\n"
    assert out.read_text("utf-8-sig").splitlines()[0] == "id,answer_id,at,helpful,reason"
    assert run(filled, "records", "purge").code == 2
    assert "问答0条" in run(filled, "records", "purge", "--days", "1").out


def test_unanswered_questions_become_drafts_once(filled: Path, run: Run) -> None:
    out = filled / "草稿.yaml"
    done = run(filled, "records", "unanswered", "--disliked", "--out", str(out))
    assert (done.code, done.out) == (0, "已导出2题草稿。\n")
    assert [c["turns"] for c in yaml.safe_load(out.read_text("utf-8"))["cases"]] == [
        ["充电桩补多少"],
        ["技改补多少"],
    ]
    records = Records.open(Settings(data_dir=filled))
    assert [q.state for q in records.unanswered.list(None)] == [State.EXPORTED]
    records.close()


def test_a_database_out_of_reach_is_one_line_and_exit_code_6(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"no database" * 1000)
    failed = run_alone(tmp_path, "records", "migrate")
    assert failed.code == 6
    assert failed.err.startswith("错误：记录库暂时无法使用")
    assert len(failed.err.splitlines()) == 1


LIGHT = """
import sys
from assistant.cli import cli
cli(sys.argv[1:], standalone_mode=False)
print([m for m in ("sqlalchemy", "alembic", "psycopg", "pwdlib") if m in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize("words", [["rules"], ["--help"], ["users", "--help"]])
def test_other_commands_load_no_database_library(words: list[str]) -> None:
    shown = subprocess.run([sys.executable, "-c", LIGHT, *words], capture_output=True, text=True, cwd=ROOT)
    assert shown.stderr.strip() == "[]"
    if words != ["rules"]:
        assert not {"Usage", "Options", "Commands"} & set(shown.stdout.replace(":", " ").split())
