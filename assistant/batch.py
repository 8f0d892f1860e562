"""Many questions in one process: a JSON line in, a JSON line out, in order; a bad line never stops the rest."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answering.render import to_json
from assistant.errors import BadInput
from assistant.messages import say
from assistant.service import Assistant
from assistant.types import Question

__all__ = ["run_batch"]


def run_batch(assistant: Assistant, source: Path, target: Path | None, as_of: date) -> int:
    """Returns how many lines could not be answered. Raises BadInput when a file cannot be read or written.

    A line is ``{"id": …, "turns": [earlier…, question]}``, optionally with its own ``as_of``. The result of
    a bad line is ``{"id", "status": "error", "error"}``, so that lines in and out always pair up.
    """
    try:
        lines = source.read_bytes().split(b"\n")
        out = target.open("w", encoding="utf-8") if target else nullcontext(sys.stdout)
    except OSError as error:
        raise BadInput(f"打不开文件 {error.filename}：{error.strerror}。") from None
    bad = 0
    with out as stream:
        for result in _results(assistant, lines, as_of):
            bad += result["status"] == "error"
            stream.write(json.dumps(result, ensure_ascii=False) + "\n")
            stream.flush()
    return bad


def _results(assistant: Assistant, lines: list[bytes], as_of: date) -> Iterator[dict[str, Any]]:
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        line_id: object = None
        try:
            line = _parsed(raw)
            line_id = line.get("id")
            yield {**to_json(assistant.ask(_question(line, as_of))), "id": line_id}
        except BadInput as error:
            yield {"id": line_id, "status": "error", "error": say("error.bad_line", line=number, why=error)}


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        line = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput("不是 UTF-8 编码") from None
    except ValueError:
        raise BadInput("不是合法的 JSON") from None
    if not isinstance(line, dict):
        raise BadInput('应为 {"id": …, "turns": […]}')
    return line


def _question(line: dict[str, Any], as_of: date) -> Question:
    turns = line.get("turns")
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise BadInput("turns 应为非空的文字列表")
    day = as_of
    if (given := line.get("as_of")) is not None:
        try:
            day = date.fromisoformat(str(given))
        except ValueError:
            raise BadInput(say("error.bad_date", value=given)) from None
    return Question(turns[-1], tuple(turns[:-1]), day)
