"""The latest report of the evaluation, where one has been made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Report", "latest"]


@dataclass(frozen=True)
class Report:
    """``page`` is the report itself; shares of right answers are in 0..1 and None where nothing was measured;
    ``exit`` is 0 passed, 1 regressed, 2 not measured."""

    page: Path
    started: str
    exit: int
    right: float | None
    held_out: float | None


def latest(folder: Path) -> Report | None:
    """Of the runs that came to their end."""
    for page in sorted(folder.glob("*/report.html"), reverse=True):
        try:
            result = json.loads((page.parent / "result.json").read_text("utf-8"))
            rates = {
                m["part"]: m["rate"]
                for m in result["metrics"]
                if m["metric"] == "right" and m["kind"] == "all"
            }
            started, code = str(result["run"]["started"]), int(result["exit"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        return Report(page, started[:16].replace("T", " "), code, rates.get("dev"), rates.get("held_out"))
    return None
