"""Each test meets a real SQLite file and a real PostgreSQL server, in a cluster of the run's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr

from assistant.config import Settings
from assistant.records import Records
from assistant.types import Answer, Engine, Kind, Reason, Status, StepTime


def _program(name: str) -> str | None:
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return shutil.which(name) or (str(newest[0]) if newest else None)


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The folder of the socket of a server that listens nowhere else."""
    initdb, server = _program("initdb"), _program("pg_ctl")
    if initdb is None or server is None:
        message = "没有找到 PostgreSQL。请运行 sh scripts/postgres.sh 后重试。"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    # It refuses to run as root; and a socket's path must be short.
    as_whom: dict[str, Any] = {"user": "postgres"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        if as_whom:
            shutil.chown(folder, "postgres")
        data, options = f"{folder}/data", f"-k {folder} -c listen_addresses= -c fsync=off"

        def run(*words: str) -> None:
            subprocess.run(words, check=True, capture_output=True, cwd=folder, **as_whom)

        run(initdb, "-D", data, "-U", "assistant", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        run(server, "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start")
        yield folder
        run(server, "-D", data, "-m", "immediate", "-w", "stop")


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Of an empty database."""
    if request.param == "sqlite":
        return Settings(data_dir=tmp_path / "data")
    socket, name = request.getfixturevalue("cluster"), f"t{uuid.uuid4().hex}"
    with psycopg.connect(host=socket, user="assistant", dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return Settings(
        data_dir=tmp_path / "data",
        database_url=SecretStr(f"postgresql://assistant@/{name}?host={socket}"),
    )


@pytest.fixture
def records(settings: Settings) -> Iterator[Records]:
    opened = Records.open(settings.model_copy(update={"login_failures": 3}))
    # Argon2 as it is, but of the least effort.
    opened.users.__dict__["_hasher"] = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64),))
    yield opened
    opened.close()


def an_answer(id_: str = "a1", status: Status = Status.ANSWERED, **values: Any) -> Answer:
    """An answer as the engine gives it, without the engine."""
    plain: dict[str, Any] = {
        "reason": Reason.NOT_IN_CORPUS if status is Status.REFUSED else None,
        "answer": "技术改造项目补助最高为500万元。",
        "speak": "最高500万元。",
        "citations": (),
        "calculation": None,
        "notices": (),
        "suggestions": (),
        "engine": Engine.LOCAL,
        "as_of": date(2026, 11, 30),
        "corpus_version": "c1",
        "rules_version": "r1",
        "steps": (StepTime("understand", 2.0), StepTime("retrieve", 3.0)),
        "kind": Kind.FACT,
    }
    return Answer(id=id_, status=status, **{**plain, **values})
