"""Retrieval on STARD: 1,543 citizens' questions to 58,439 articles of law, none of which anybody here wrote.

The corpus is rebuilt (see its own README), so that published figures are near, not equal. Three ways, each measured
on all questions: the product's lexical index as it is, beside bm25s on the same machine in the same run; the same
with a memory of answered questions, in five folds; and a learned re-ranker over both, in the same folds. The
questions that had something similar asked before, and those that had not, are shown apart.
"""

from __future__ import annotations

import json
import platform
import tempfile
from pathlib import Path

import click

from benchmarks.stard.baseline import Tokens
from benchmarks.stard.data import Quality, load, quality
from benchmarks.stard.lexical import Lexical, timed
from benchmarks.stard.memory import Memory
from benchmarks.stard.ranker import reranked

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[2]
_DEPTH = 300
_SIMILAR = 0.5


@click.command(help=__doc__)
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=ROOT.parent / "shared" / "bench" / "stard",
    help="The folder with corpus.jsonl.gz and queries.jsonl.",
)
@click.option("--json", "target", type=click.Path(path_type=Path), help="Also write the figures here.")
def main(data: Path, target: Path | None) -> None:
    articles, asked = load(data)
    figures: dict[str, object] = {"machine": f"{platform.platform()}, Python {platform.python_version()}"}
    with tempfile.TemporaryDirectory() as folder:
        ours = Lexical(articles, Path(folder) / "index")
        rows: dict[str, dict[str, float]] = {}
        found, times = timed(ours.ids, asked)
        rows["ours"] = {**quality(found, asked).row(), **times, "MiB": ours.memory_mib}
        for sort in ("words", "pairs"):
            theirs = Tokens(articles, sort)
            found, times = timed(theirs.ids, asked)
            rows[f"bm25s, {sort}"] = {**quality(found, asked).row(), **times, "MiB": theirs.memory_mib}
        candidates = [ours.scored(q.text, _DEPTH) for q in asked]
    memory = Memory(asked)
    remembered = [memory.ranked(n, candidates[n]) for n in range(len(asked))]
    rows["with the memory, 5-fold"] = quality(remembered, asked).row()
    learned = reranked(articles, asked, candidates, memory)
    rows["re-ranked by LightGBM, 5-fold"] = quality(learned, asked).row()
    near = [memory.nearest(n) >= _SIMILAR for n in range(len(asked))]
    plain = [[a for a, _ in c] for c in candidates]
    for said, wanted in (("similar asked before", True), ("nothing similar asked", False)):
        for name, found in {"words alone": plain, "memory": remembered, "re-ranked": learned}.items():
            rows[f"{said} ({near.count(wanted)}): {name}"] = quality(
                [f for f, is_near in zip(found, near, strict=True) if is_near is wanted],
                [q for q, is_near in zip(asked, near, strict=True) if is_near is wanted],
            ).row()
    figures["rows"] = rows
    _show(rows)
    if target:
        target.write_text(json.dumps(figures, ensure_ascii=False, indent=2), encoding="utf-8")


def _show(rows: dict[str, dict[str, float]]) -> None:
    names = [*Quality.names(), "p50_ms", "p95_ms", "MiB"]
    click.echo(" " * 44 + "".join(f"{name:>9}" for name in names))
    for name, row in rows.items():
        shown = (f"{row[n]:9.3f}" if n in row else " " * 9 for n in names)
        click.echo(f"{name:<44}" + "".join(shown))
