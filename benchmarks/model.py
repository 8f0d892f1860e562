"""What the language-model engine adds to the endpoint's own time, and that a faithful model makes nothing worse.

The endpoint is a real HTTP server on this machine that repeats the local answer at once. Both engines answer the
same questions in turn in the same run; the difference is what sources, prompts, the agent and the checks cost.
"""

from __future__ import annotations

import json
import platform
import time

import click

from benchmarks.speed import questions
from evals.endpoint import Reply, Scripted, draft, serve

ROUNDS = 3


def measure() -> dict[str, object]:
    from assistant import Assistant, Question
    from assistant.config import Settings
    from assistant.types import Engine

    with serve(Scripted(lambda call, n: Reply(draft(call), piece=10_000))) as scripted:
        plain = Assistant(Settings())
        worded = Assistant(Settings(api_base=scripted.url, chat_model="scripted"))
        worded.__dict__["tools"] = plain.tools
        added, engines, changed = [], dict.fromkeys(Engine, 0), []
        asked = [Question(turns[-1], tuple(turns[:-1])) for turns in questions()]
        for question in asked[:5]:
            worded.ask(question)
        for _ in range(ROUNDS):
            for question in asked:
                start = time.perf_counter()
                local = plain.ask(question)
                between = time.perf_counter()
                got = worded.ask(question)
                took = time.perf_counter() - between
                added.append((took - (between - start)) * 1000)
                engines[got.engine] += 1
                facts = [(a.status, a.answer, a.calculation, a.citations) for a in (got, local)]
                if facts[0] != facts[1]:
                    changed.append(question.text)
    added.sort()
    return {
        "added_p50_ms": round(added[len(added) // 2], 1),
        "added_p95_ms": round(added[int(len(added) * 0.95)], 1),
        "answers": len(added),
        "engines": {engine.value: n for engine, n in engines.items()},
        "changed": sorted(set(changed)),
        "python": platform.python_version(),
    }


@click.command(help="语言模型引擎在接口之外增加的时间；照写的模型不改变任何回答。")
def main() -> None:
    click.echo(json.dumps(measure(), ensure_ascii=False, indent=1))
