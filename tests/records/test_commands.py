"""The command line as whoever runs the service meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assistant.config import Settings
from assistant.records import Records, State
from assistant.types import Question, Status
from tests.records.conftest import an_answer

ROOT = Path(__file__).resolve().parents[2]


def run(data: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *words],
        capture_output=True, text=True, input=given, cwd=ROOT,
        env={**os.environ, "ASSISTANT_DATA_DIR": str(data)},
    )  # fmt: skip


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    records = Records.open(Settings(data_dir=tmp_path))
    records.keep(Question("充电桩补多少"), an_answer("a1", Status.REFUSED), "page")
    records.keep(Question("技改补多少"), an_answer("a2"), "page")
    records.feedback("a2", False, "不清楚")
    records.close()
    return tmp_path


def test_users_are_added_listed_and_closed(tmp_path: Path) -> None:
    added = run(
        tmp_path, "users", "add", "张三", "--role", "admin", "--password-stdin", given="correct horse\n"
    )
    assert (added.returncode, added.stdout) == (0, "已添加用户“张三”（管理员）。\n")
    again = run(tmp_path, "users", "add", "张三", "--password-stdin", given="correct horse\n")
    assert (again.returncode, again.stderr) == (2, "错误：已有名为“张三”的用户。\n")
    prompted = run(tmp_path, "users", "add", "李四", given="correct horse\ncorrect horse\n")
    assert prompted.returncode == 0, prompted.stderr
    assert run(tmp_path, "users", "deactivate", "张三").returncode == 0
    assert run(tmp_path, "users", "list").stdout == "张三\t管理员\t已停用\n李四\t坐席\t在用\n"
    unknown = run(tmp_path, "users", "password", "王五", "--password-stdin", given="correct horse\n")
    assert (unknown.returncode, unknown.stderr) == (2, "错误：没有名为“王五”的用户。\n")


def test_records_are_migrated_exported_and_purged(filled: Path) -> None:
    assert run(filled, "records", "migrate").stdout == "记录库已是最新。\n"
    rows = [json.loads(line) for line in run(filled, "records", "export", "exchanges").stdout.splitlines()]
    assert [row["question"] for row in rows] == ["充电桩补多少", "技改补多少"]
    out = filled / "评价.csv"
    assert run(filled, "records", "export", "feedback", "--csv", "--out", str(out)).stdout == "已导出1条。\n"
    assert out.read_text("utf-8-sig").splitlines()[0] == "id,answer_id,at,helpful,reason"
    assert run(filled, "records", "purge").returncode == 2
    assert "问答0条" in run(filled, "records", "purge", "--days", "1").stdout


def test_unanswered_questions_become_drafts_once(filled: Path) -> None:
    out = filled / "草稿.yaml"
    done = run(filled, "records", "unanswered", "--disliked", "--out", str(out))
    assert (done.returncode, done.stdout) == (0, "已导出2题草稿。\n")
    assert [c["turns"] for c in yaml.safe_load(out.read_text("utf-8"))["cases"]] == [
        ["充电桩补多少"],
        ["技改补多少"],
    ]
    records = Records.open(Settings(data_dir=filled))
    assert [q.state for q in records.unanswered.list(None)] == [State.EXPORTED]
    records.close()


def test_a_database_out_of_reach_is_one_line_and_exit_code_6(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"no database" * 1000)
    failed = run(tmp_path, "records", "migrate")
    assert failed.returncode == 6
    assert failed.stderr.startswith("错误：记录库暂时无法使用")
    assert len(failed.stderr.splitlines()) == 1


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
