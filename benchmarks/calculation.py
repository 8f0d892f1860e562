"""What a calculation costs: the evaluation of a rule alone, and a question with one beside the same without.

Both engines answer each question in turn in one run; they differ in the calculator's rules alone.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click
import yaml

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 20
DAY = date(2019, 6, 1)


def questions() -> list[str]:
    """Those of the evaluation that ask for an amount."""
    files = sorted((ROOT / "evals" / "cases").glob("*.yaml"))
    cases = [case for path in files for case in yaml.safe_load(path.read_text("utf-8"))["cases"]]
    return [c["turns"][-1] for c in cases if c["kind"] == "calculation" and len(c["turns"]) == 1]


def milliseconds(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def evaluations() -> dict[str, float]:
    """Every situation of every rule, evaluated and traced."""
    from assistant import Assistant
    from assistant.calculator.bind import Bound
    from assistant.calculator.evaluate import evaluate
    from assistant.calculator.trace import traced
    from tests.test_rules import CASES, facts_of

    rules = Assistant().corpus.rules
    times = []
    for _ in range(ROUNDS):
        for _, case in CASES:
            rule, facts = rules[case["rule"]], facts_of(case)
            bound = Bound(facts, {})
            times.append(milliseconds(lambda r=rule, b=bound: traced(rules, evaluate(r, b.facts, DAY), b)))
    times.sort()
    return {"count": len(times), "p50_ms": statistics.median(times), "p99_ms": times[int(len(times) * 0.99)]}


def asks() -> dict[str, float]:
    from assistant import Assistant, Question
    from assistant.calculator.calculate import Calculator
    from assistant.pipeline import answer

    assistant = Assistant()
    assistant.ask(Question("技改"))
    tools = assistant.tools
    without = replace(tools, calculator=Calculator({}, lambda winner, loser: None))
    asked = [q for text in questions() if answer(q := Question(text, as_of=DAY), tools).calculation]
    ratios, ours, bare = [], [], []
    for n in range(ROUNDS):
        for question in asked:
            # Whoever comes second finds the words of the question read already: each does so in turn.
            pairs = [(ours, tools), (bare, without)]
            for times, chosen in pairs if n % 2 else reversed(pairs):
                times.append(milliseconds(lambda q=question, t=chosen: answer(q, t)))
        ratios.append(sum(ours[-len(asked) :]) / sum(bare[-len(asked) :]))
    return {
        "questions": len(asked),
        "with_ms": statistics.median(ours),
        "without_ms": statistics.median(bare),
        "ratio": statistics.median(ratios),
    }


@click.command(help=__doc__)
@click.option("--json", "target", type=click.Path(path_type=Path), help="Also write the figures here.")
def main(target: Path | None) -> None:
    figures = {"evaluations": evaluations(), "asks": asks()}
    for name, row in figures.items():
        click.echo(f"{name:12s} " + ", ".join(f"{k} {v:.4g}" for k, v in row.items()))
    if target:
        target.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
