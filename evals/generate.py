"""Answers to the cases, one JSON line each, written as they come: a run that was killed goes on where it stopped."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.config import Settings
from assistant.errors import AssistantError
from evals.case import Case

__all__ = ["ENGINES", "CannotMeasure", "generate", "read_records"]

# faithful: the language-model engine with a model, served on this machine, that repeats the local answer.
ENGINES = ("local", "llm", "faithful")
_local: Any = None
_worded: Any = None


class CannotMeasure(Exception):
    """The run has no result to judge; the message is Chinese and says why."""


def read_records(path: Path) -> list[dict[str, Any]]:
    """The whole lines of the file; a last line that was cut off is left out. Raises CannotMeasure."""
    if not path.exists():
        raise CannotMeasure(f"找不到回答文件 {path}。")
    out = []
    lines = path.read_bytes().split(b"\n")
    for n, line in enumerate(lines):
        try:
            if line.strip():
                out.append(json.loads(line))
        except ValueError:
            if n < len(lines) - 1:
                raise CannotMeasure(f"{path.name} 第{n + 1}行不是合法的 JSON。") from None
    return out


def generate(
    cases: Sequence[Case], engine: str, repeats: int, workers: int, path: Path, *, quiet: bool = False
) -> list[dict[str, Any]]:
    """A record for every case and repeat: ``answer`` in its JSON form, or ``error``; ``local``, the local engine's
    answer, where another one was asked. Raises CannotMeasure."""
    if engine == "llm" and not Settings().chat_model:
        raise CannotMeasure(
            "没有配置语言模型。请设置 ASSISTANT_CHAT_MODEL 和 OPENAI_BASE_URL，用 policy-assistant doctor 检查。"
        )
    done = read_records(path) if path.exists() else []
    have = {(r["case"], r["repeat"]) for r in done}
    todo = [(case, n) for n in range(repeats) for case in cases if (case.id, n) not in have]
    _whole_lines(path, done)
    _prepare()
    with (
        _model(engine) as url,
        path.open("a", encoding="utf-8") as out,
        tqdm(total=len(cases) * repeats, initial=len(done), unit="题", disable=quiet, desc="回答") as bar,
    ):
        for record in _answers(todo, engine, workers, url):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            out.flush()
            done.append(record)
            bar.update()
    return done


@contextmanager
def _model(engine: str) -> Iterator[str | None]:
    """Where the faithful model is served, if it is asked."""
    if engine != "faithful":
        yield None
        return
    from evals.endpoint import Reply, Scripted, draft, serve

    with serve(Scripted(lambda call, n: Reply(draft(call), piece=10_000))) as scripted:
        yield scripted.url


def _whole_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    text = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    path.write_text(text, encoding="utf-8")


def _prepare() -> None:
    """Builds the index once, before the workers open it."""
    from assistant import Assistant

    try:
        _ = Assistant().tools
    except AssistantError as error:
        raise CannotMeasure(f"助手无法启动：{error}") from None


def _answers(
    todo: Sequence[tuple[Case, int]], engine: str, workers: int, url: str | None
) -> Iterable[dict[str, Any]]:
    if workers <= 1:
        _open(engine, url)
        yield from (_answer(case, n) for case, n in todo)
        return
    # A fresh process for each worker: the index's libraries run threads that don't survive a fork.
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_worker, initargs=(engine, url)
    ) as pool:
        waiting = {pool.submit(_answer, case, n): (case, n) for case, n in todo}
        for future in as_completed(waiting):
            case, n = waiting[future]
            try:
                yield future.result()
            except BrokenProcessPool as error:
                yield _failed(case, n, repr(error))


def _worker(engine: str, url: str | None) -> None:
    """The workers are the parallelism: the model's own threads would only wait for each other."""
    os.environ["OMP_NUM_THREADS"] = "1"
    _open(engine, url)


def _open(engine: str, url: str | None) -> None:
    from assistant import Assistant

    global _local, _worded
    settings = Settings()
    _local = Assistant(settings.model_copy(update={"chat_model": None}))
    _worded = None
    if engine != "local":
        given = {"api_base": url, "chat_model": "faithful", "small_model": None} if url else {}
        _worded = Assistant(settings.model_copy(update=given))
        # One index for both.
        _worded.__dict__["tools"] = _local.tools


def _answer(case: Case, repeat: int) -> dict[str, Any]:
    from assistant import Question
    from assistant.answering.render import to_json

    beside: dict[str, Any] = {}
    try:
        question = Question(case.turns[-1], case.turns[:-1], as_of=case.as_of)
        local = _local.ask(question)
        if _worded:
            beside["local"] = to_json(local)
        answer = _worded.ask(question) if _worded else local
    except Exception:
        # A case that crashes the assistant counts as wrong; the run goes on.
        return {**_failed(case, repeat, traceback.format_exc(limit=-3)), **beside}
    passages = [{"id": p.clause.id, "score": round(p.score, 4), "kept": p.kept} for p in answer.passages]
    kind = _local.tools.reader.read(question).kind.value
    record = {"answer": to_json(answer), "passages": passages, "understood": kind, "error": None}
    return {"case": case.id, "repeat": repeat, **record, **beside}


def _failed(case: Case, repeat: int, error: str) -> dict[str, Any]:
    return {
        "case": case.id,
        "repeat": repeat,
        "answer": None,
        "passages": [],
        "understood": None,
        "error": error,
    }
