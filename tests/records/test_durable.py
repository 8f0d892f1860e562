"""Migrations from empty, writers in several processes, and processes that are killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from assistant.config import Settings
from assistant.errors import RecordsUnavailable
from assistant.records import Records
from assistant.records.export import rows_of
from assistant.records.tables import Base

ROOT = Path(__file__).resolve().parents[2]

# Says each id after the record was acknowledged, through a pipe that is read to its end.
WRITER = """
import sys
from assistant.config import Settings
from assistant.records import Records
from assistant.types import Question, Status
from tests.records.conftest import an_answer

records = Records.open(Settings())
name, count = sys.argv[1], int(sys.argv[2])
print("ready", flush=True)
for n in range(count):
    records.keep(Question(f"第{n}个问题"), an_answer(f"{name}-{n}", Status.REFUSED), "api")
    if records.lost:
        sys.exit("lost")
    sys.stdout.write(f"{name}-{n}\\n")
    sys.stdout.flush()
"""


def _start(settings: Settings, name: str, count: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "ASSISTANT_DATA_DIR": str(settings.data_dir)}
    if settings.database_url is not None:
        environment["ASSISTANT_DATABASE_URL"] = settings.database_url.get_secret_value()
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, name, str(count)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_migrations_make_from_nothing_what_the_tables_say(records: Records) -> None:
    assert records.database.migrate() is True
    assert records.database.migrate() is False
    with records.database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_records_of_an_older_version_are_brought_along(settings: Settings) -> None:
    settings.data_dir.mkdir()
    old = Records.open(settings)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "assistant/records/migrations"))
    with old.database._engine.begin() as connection:
        config.attributes["connection"] = connection
        upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO unanswered (key, first_at, at, times, question, turns, source, reason, state)"
                " VALUES ('k', :at, :at, 1, '充电桩补多少', '[]', 'agent', '', 'open')"
            ),
            {"at": datetime(2026, 11, 30, tzinfo=UTC)},
        )
    old.close()
    records = Records.open(settings)
    (found,) = records.unanswered.list()
    assert (found.question, found.changed_at, found.changed_by) == ("充电桩补多少", None, None)
    records.close()


def test_records_of_a_newer_version_are_left_alone(records: Records) -> None:
    records.database.migrate()
    with records.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RecordsUnavailable, match="请升级程序"):
        records.database.migrate()


def test_several_databases_are_made_in_one_process_at_the_same_time(tmp_path: Path) -> None:
    """Alembic knows of one migration in a process only."""
    opened = [Records.open(Settings(data_dir=tmp_path / str(n))) for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda records: records.trouble(), opened)) == [""] * 4
    for records in opened:
        records.close()


def test_two_processes_open_and_write_at_the_same_time(settings: Settings) -> None:
    count = 60
    writers = [_start(settings, name, count) for name in ("甲", "乙")]
    for writer in writers:
        said, complaint = writer.communicate(timeout=120)
        assert writer.returncode == 0, complaint
        assert len(said.split()) == count + 1
    records = Records.open(settings)
    kept = [row["answer_id"] for row in rows_of(records.database, "exchanges")]
    assert sorted(kept) == sorted(f"{name}-{n}" for name in ("甲", "乙") for n in range(count))
    assert {q.times for q in records.unanswered.list()} == {2}
    records.close()


def test_nothing_acknowledged_is_lost_by_kill_9(settings: Settings) -> None:
    chance = random.Random()
    acknowledged: list[str] = []
    for round_ in range(3):
        writer = _start(settings, f"轮{round_}", 100_000)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        acknowledged.append(writer.stdout.readline().strip())
        time.sleep(chance.uniform(0.02, 0.5))
        writer.kill()
        acknowledged += [
            line.strip() for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")
        ]
        writer.wait(30)
    records = Records.open(settings)
    kept = [row["answer_id"] for row in rows_of(records.database, "exchanges")]
    records.close()
    assert len(acknowledged) > 3
    assert set(acknowledged) <= set(kept)
    assert len(kept) == len(set(kept)) <= len(acknowledged) + 3
