"""The product's retriever on corpora of growing size, made by recombining the real clauses.

Each made document takes real clauses at random under headings of its own; every ``TARGETS``-th part holds a
target, a real clause with the name of an invented place, and its question is one of those remembered of the clause
with that place in front. A clause's vector is the real clause's with seeded noise: computing a million would take
hours and tell nothing of the search. ``IndexHome`` itself writes the whole index anew for any change, so that what
adding a document costs in the product is the build time.
"""

from __future__ import annotations

import json
import os
import platform
import random
import resource
import tempfile
import time
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import click
import numpy as np

from assistant.config import Settings
from assistant.corpus.lexicon import ConceptFinder
from assistant.corpus.store import Corpus
from assistant.embedding import Vector
from assistant.retrieval.entries import entries, fields_of
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.meaning import Meaning
from assistant.retrieval.opened import FIELDS, Index
from assistant.retrieval.retriever import Query, Retriever
from assistant.retrieval.vectors import VectorStore
from assistant.text import fold

PER_DOCUMENT = 50
TARGETS = 100
ROUNDS = 3
LIMIT = 10
# Share of a vector's length.
NOISE = 0.2
_PLACE = "岚霁澜珩曦翊沅菡琮璟昶嵘骞翎霏泓"


@dataclass(frozen=True, slots=True)
class Target:
    clause: str
    question: str


@dataclass(frozen=True, slots=True)
class Made:
    """``origins`` are the real clauses that the made ones come from, in the same order."""

    corpus: Corpus
    origins: tuple[str, ...]
    targets: tuple[Target, ...]


def made(real: Corpus, size: int, seed: int = 8) -> Made:
    dice = random.Random(seed)
    metas = list(real.documents.values())
    asked = [c for c in real.clauses if c.id in real.lay and real.lay[c.id][0].ask]
    at = dict.fromkeys(range(size // (2 * TARGETS), size, size // TARGETS))
    places = dice.sample(["".join(p) for p in combinations(_PLACE, 3)], TARGETS)
    documents, clauses, origins, targets = {}, [], [], []
    for n in range(size):
        doc = f"made{n // PER_DOCUMENT}"
        if doc not in documents:
            documents[doc] = dice.choice(metas).model_copy(update={"key": doc, "stems": (), "aliases": ()})
        clause = dice.choice(asked if n in at else real.clauses)
        text, identity = clause.text, f"{doc}/{n}"
        if n in at:
            place = places.pop() + "园"
            text = f"{place}：{text}"
            targets.append(Target(identity, place + dice.choice(real.lay[clause.id][0].ask)))
        path = (f"第{n % PER_DOCUMENT}部分", *clause.path)
        clauses.append(replace(clause, id=identity, doc=doc, path=path, text=text, rows=()))
        origins.append(clause.id)
    bare = Corpus(documents, tuple(clauses), {}, real.departments, lexicon=real.lexicon)
    return Made(bare, tuple(origins), tuple(targets))


def built(of: Made, base: dict[str, Vector], folder: Path) -> dict[str, float]:
    """Writes both parts as the product does; seconds for each."""
    finder = ConceptFinder(of.corpus.lexicon)
    start = time.perf_counter()
    LexicalIndex.build(
        folder / "clauses", FIELDS, ((i, fields_of(e, finder)) for i, e in enumerate(entries(of.corpus)))
    )
    words = time.perf_counter() - start
    noise = np.random.default_rng(8)
    start = time.perf_counter()
    store = VectorStore.create(folder / "provisions", "made")
    ids, vectors = [f"{c.id}#0" for c in of.corpus.clauses], []
    for origin in of.origins:
        vector = base[origin]
        vectors.append(vector + _noise(noise, vector))
    store.upsert(ids, vectors, [{"doc": c.doc} for c in of.corpus.clauses])
    return {"words_s": words, "vectors_s": time.perf_counter() - start}


def _noise(dice: np.random.Generator, vector: Vector) -> Vector:
    drawn = dice.standard_normal(vector.shape, dtype=np.float32)
    return np.asarray(drawn * NOISE * np.linalg.norm(vector) / np.linalg.norm(drawn), dtype=np.float32)


def searched(of: Made, folder: Path, meaning: Meaning) -> dict[str, float]:
    start = time.perf_counter()
    index = Index(
        of.corpus,
        LexicalIndex(folder / "clauses", FIELDS),
        VectorStore.open(folder / "provisions", "made"),
        meaning,
    )
    retriever = Retriever(of.corpus, index)
    opened = time.perf_counter() - start
    first, found, times = 0, 0, []
    for turn in range(ROUNDS + 1):
        for target in of.targets:
            query = Query(fold(target.question), sentence=target.question)
            start = time.perf_counter()
            passages = retriever.search(query, LIMIT)
            if turn:
                times.append((time.perf_counter() - start) * 1000)
            else:
                ids = [p.clause.id for p in passages]
                first += ids[:1] == [target.clause]
                found += target.clause in ids
    p50, p95 = np.percentile(times, (50, 95))
    return {
        "open_s": opened,
        "p50_ms": float(p50),
        "p95_ms": float(p95),
        "recall_1": first / len(of.targets),
        "recall_10": found / len(of.targets),
    }


def measured(real: Corpus, base: dict[str, Vector], size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        of = made(real, size)
        row = {"clauses": float(size), **built(of, base, folder), **searched(of, folder, Meaning())}
        row["disk_mb"] = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20
        row["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return row


@click.command(help=__doc__)
@click.option("--sizes", default="1000,10000", show_default=True, help="Clauses, ascending (peak memory).")
@click.option("--json", "target", type=click.Path(path_type=Path), help="Also write the figures here.")
def main(sizes: str, target: Path | None) -> None:
    machine = f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    click.echo(f"{machine}\n")
    real = Corpus.load(Settings().corpus_dir)
    meaning = Meaning()
    base = {c.id: meaning.of_provision((fold(c.text),)) for c in real.clauses}
    rows: list[dict[str, float]] = []
    for size in sorted(map(int, sizes.split(","))):
        rows.append(measured(real, base, size))
        if len(rows) == 1:
            click.echo(" ".join(f"{name:>10s}" for name in rows[0]) + f" {'p50 ratio':>10s}")
        ratio = rows[-1]["p50_ms"] / rows[0]["p50_ms"]
        click.echo(" ".join(f"{value:10.2f}" for value in rows[-1].values()) + f" {ratio:10.2f}")
        if target:
            told = {"machine": machine, "sizes": rows}
            target.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
