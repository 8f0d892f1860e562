"""Earlier runs, in a SQLite file beside their folders."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

__all__ = ["earlier", "remember"]

_TABLE = """CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY, started TEXT NOT NULL, commit_id TEXT, exit INTEGER NOT NULL, metrics TEXT NOT NULL
)"""


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute(_TABLE)
    return connection


def remember(path: Path, result: Mapping[str, Any]) -> None:
    run = result["run"]
    with closing(_open(path)) as base, base:
        base.execute(
            "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?)",
            (run["id"], run["started"], run["commit"], result["exit"], json.dumps(result["metrics"])),
        )


def earlier(path: Path, limit: int = 60) -> list[dict[str, Any]]:
    """The latest runs, oldest first, with their shares of right answers."""
    with closing(_open(path)) as base:
        rows = base.execute("SELECT * FROM runs ORDER BY started DESC LIMIT ?", (limit,)).fetchall()
    out = []
    for run, started, commit, code, metrics in reversed(rows):
        right = [m for m in json.loads(metrics) if m["metric"] == "right"]
        rates = {(m["part"], m["kind"]): m["rate"] for m in right}
        kinds = {kind: rate for (part, kind), rate in rates.items() if part == "dev" and kind != "all"}
        shares = {"right": rates.get(("dev", "all")), "held_out": rates.get(("held_out", "all"))}
        out.append({"id": run, "started": started, "commit": commit, "exit": code, **shares, "kinds": kinds})
    return out
