"""What each part of a passage's score earns: our own questions ranked without it, and by it alone.

Single questions of the public cases that one clause or several may rightly answer; counted is how often such a
clause comes first, and among the first five. A part that is left out still finds candidates for the others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from assistant import Assistant
from assistant.retrieval.retrieve import Searcher
from assistant.retrieval.retriever import Retriever, load_weights
from assistant.types import Question
from evals.case import load_cases

DEPTH = 5


def variants() -> dict[str, dict[str, float]]:
    rank = dict(load_weights()["rank"])
    without = {f"without {name}": {**rank, name: 0.0} for name in rank if name != "hosted"}
    alone = {
        f"{name} alone": {n: abs(w) if n == name else 0.0 for n, w in rank.items()}
        for name in ("words", "terms", "meaning", "rank", "concepts")
    }
    lexical = {n: w if n in {"words", "terms", "rank"} else 0.0 for n, w in rank.items()}
    return {"all": rank, **without, **alone, "words, terms, rank": lexical}


def measure(every: int) -> dict[str, Mapping[str, float]]:
    assistant = Assistant()
    tools = assistant.tools
    cases = [c for c in load_cases() if not c.held_out and c.status == "answered" and len(c.turns) == 1]
    cases = cases[::every]
    asked = []
    for case in cases:
        what = tools.reader.read(Question(case.turns[0], as_of=case.as_of))
        if not what.clauses:
            query = Searcher.query(what)
            asked.append((query, tools.retriever.meant(query), {*case.clauses, *case.all_clauses}))
    out: dict[str, Mapping[str, float]] = {}
    for name, rank in variants().items():
        retriever = Retriever(
            tools.corpus, assistant.home.open(), {"rank": rank, "gate": load_weights()["gate"]}
        )
        first = five = 0
        for query, meant, right in asked:
            found = [p.clause.id in right for p in retriever.search(query, DEPTH, meant)]
            first += found[:1] == [True]
            five += any(found)
        out[name] = {"r1": first / len(asked), "r5": five / len(asked), "questions": len(asked)}
        click.echo(f"{name:22s} {out[name]['r1']:6.3f} {out[name]['r5']:6.3f} {len(asked):6d}")
    return out


@click.command(help=__doc__)
@click.option("--every", default=1, help="Ask one case in so many.")
@click.option("--json", "target", type=click.Path(path_type=Path), help="Also write the figures here.")
def main(every: int, target: Path | None) -> None:
    figures = measure(every)
    if target:
        target.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
