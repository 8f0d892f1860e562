"""Learns the weights of the retriever's fusion and reports how well they rank and refuse.

Each clause's lay questions are cut into contiguous blocks (neighbours were written by the same hand); each
block in turn is taken out of the corpus, the index is built without it, and its questions are asked. A
logistic model then learns, from the parts of each passage's score, whether the clause answers. Questions
that no clause answers (``data/unanswerable.yaml``) count as all-negative. Figures are of held-out folds.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from assistant.config import Settings
from assistant.corpus.questions import Lay
from assistant.corpus.store import Corpus
from assistant.retrieval.index import IndexHome
from assistant.retrieval.retrieve import Searcher
from assistant.retrieval.retriever import Retriever, load_weights
from assistant.types import Question
from assistant.understanding.understand import Reader

BLOCKS = 3
FIXED = ("bias", "document")
DEPTH = 16


def blocks(asks: tuple[str, ...], n: int) -> tuple[str, ...]:
    cut = np.array_split(np.arange(len(asks)), BLOCKS)[n]
    return tuple(asks[i] for i in cut)


def without(corpus: Corpus, n: int) -> Corpus:
    def reduced(lay: Lay) -> Lay:
        out = set(blocks(lay.ask, n))
        return dataclasses.replace(lay, ask=tuple(a for a in lay.ask if a not in out))

    lay = {c: tuple(map(reduced, entries)) for c, entries in corpus.lay.items()}
    return dataclasses.replace(corpus, lay=lay, version=f"fold{n}-{corpus.version}")


def retriever_for(corpus: Corpus, settings: Settings, folder: Path) -> Retriever:
    return Retriever(corpus, IndexHome(folder / corpus.version, settings.corpus_dir, corpus).open())


def examples(
    corpus: Corpus, questions: list[tuple[str, str | None]], retriever: Retriever, group: int
) -> Iterator[tuple[int, list[float], bool, str]]:
    """(question number, parts, whether the clause answers, clause); twin clauses count as answering."""
    names = [n for n in load_weights() if n not in FIXED]
    reader = Reader(corpus)
    for number, (text, clause) in enumerate(questions):
        understanding = reader.read(Question(text))
        for passage in retriever.search(Searcher.query(understanding), DEPTH):
            row = [passage.parts[name] for name in names]
            yield group + number, row, passage.clause.id == clause, passage.clause.id


@click.command(help=__doc__)
@click.option("--write", is_flag=True, help="Write the learned weights to weights.yaml.")
def main(write: bool) -> None:
    settings = Settings()
    corpus = Corpus.load(settings.corpus_dir)
    nothing = yaml.safe_load((Path(__file__).parent / "data" / "unanswerable.yaml").read_text("utf-8"))
    unanswerable = [(q["q"], None) for q in nothing if q["kind"] in {"not_in_corpus", "out_of_scope"}]
    groups, rows, labels, folds, wanted = [], [], [], [], {}
    with tempfile.TemporaryDirectory() as folder:
        for n in range(BLOCKS):
            reduced = without(corpus, n)
            held_out = [(q, c) for c, lay in corpus.lay.items() for p in lay for q in blocks(p.ask, n)]
            questions = held_out + unanswerable[n::BLOCKS]
            retriever = retriever_for(reduced, settings, Path(folder))
            for group, row, label, _ in examples(reduced, questions, retriever, n * 100_000):
                groups.append(group), rows.append(row), labels.append(label), folds.append(n)
            wanted.update({n * 100_000 + i: c for i, (_, c) in enumerate(questions)})
    x, y = np.array(rows), np.array(labels)
    g, fold = np.array(groups), np.array(folds)
    scores = np.zeros(len(y))
    for n in range(BLOCKS):
        model = fit(x[fold != n], y[fold != n])
        scores[fold == n] = model.predict_proba(x[fold == n])[:, 1]
    report(scores, y, g, wanted)
    model = fit(x, y)
    names = [n for n in load_weights() if n not in FIXED]
    weights = {"bias": float(model.intercept_[0])}
    weights |= {name: float(w) for name, w in zip(names, model.coef_[0], strict=True)}
    for name, value in weights.items():
        click.echo(f"{name:12s} {value:7.3f}")
    if write:
        path = Path(__file__).parent.parent / "assistant" / "retrieval" / "weights.yaml"
        head = "".join(line for line in path.open(encoding="utf-8") if line.startswith("#"))
        body = {k: round(v, 3) for k, v in weights.items()} | {"document": load_weights()["document"]}
        path.write_text(head + yaml.safe_dump(body, sort_keys=False), encoding="utf-8")


def fit(x: np.ndarray, y: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=1.0, max_iter=2000).fit(x, y)


def report(scores: np.ndarray, y: np.ndarray, g: np.ndarray, wanted: dict[int, str | None]) -> None:
    best: dict[int, tuple[float, bool]] = {}
    for score, label, group in zip(scores, y, g, strict=True):
        if group not in best or score > best[group][0]:
            best[group] = (score, bool(label))
    answerable = [best.get(k, (0.0, False)) for k, c in wanted.items() if c]
    nothing = [best.get(k, (0.0, False))[0] for k, c in wanted.items() if not c]
    click.echo(f"questions {len(answerable)}, R@1 {np.mean([hit for _, hit in answerable]):.3f}")
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        answered = np.mean([s >= threshold for s, _ in answerable])
        right = np.mean([s >= threshold and hit for s, hit in answerable])
        refused = np.mean([s < threshold for s in nothing])
        click.echo(f"threshold {threshold:.2f}: answered {answered:.3f}, right {right:.3f}, refused {refused:.3f}")


if __name__ == "__main__":
    main()
