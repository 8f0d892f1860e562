"""Learns the weights of the retriever's fusion and reports how well they rank and refuse.

Each provision's lay questions are cut into contiguous blocks (neighbours were written by the same hand);
each block in turn is taken out of the corpus, meaning is learned and the index built without it, and its
questions are asked.
Questions that no clause answers (``data/unanswerable.yaml``) teach the gate when not to answer. All figures
are of held-out blocks.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.config import Settings
from assistant.corpus.questions import Lay
from assistant.corpus.store import Corpus
from assistant.retrieval.index import IndexHome
from assistant.retrieval.meaning import Meaning
from assistant.retrieval.retrieve import Searcher
from assistant.retrieval.retriever import ABSOLUTE, Retriever, load_weights
from assistant.types import Passage
from assistant.understanding.sentence import SentenceReader
from benchmarks.meaning import Remembering, learn

BLOCKS = 3
# Of the questions held out, one in so many is asked.
EVERY = 4
DEPTH = 16
UNANSWERABLE_WEIGHT = 20
RANK = [n for n in load_weights()["rank"] if n not in ABSOLUTE]
GATE = [n for n in load_weights()["gate"] if n != "bias"]
Array = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class Asked:
    block: int
    clause: str | None
    passages: list[Passage]

    def right(self, passage: Passage) -> bool:
        return passage.clause.id == self.clause


def blocks(asks: tuple[str, ...], n: int) -> tuple[str, ...]:
    return tuple(asks[i] for i in np.array_split(np.arange(len(asks)), BLOCKS)[n])


def without(corpus: Corpus, n: int) -> Corpus:
    def reduced(lay: Lay) -> Lay:
        out = set(blocks(lay.ask, n))
        return dataclasses.replace(lay, ask=tuple(a for a in lay.ask if a not in out))

    lay = {c: tuple(map(reduced, entries)) for c, entries in corpus.lay.items()}
    return dataclasses.replace(corpus, lay=lay, version=f"fold{n}-{corpus.version}")


def ask_all(
    corpus: Corpus, settings: Settings, embed: Remembering, weights: dict[str, dict[str, float]] | None = None
) -> list[Asked]:
    path = Path(__file__).parent / "data" / "unanswerable.yaml"
    kinds = {"not_in_corpus", "out_of_scope"}
    nothing = [q["q"] for q in yaml.safe_load(path.read_text("utf-8")) if q["kind"] in kinds]
    out: list[Asked] = []
    with tempfile.TemporaryDirectory() as folder:
        for n in range(BLOCKS):
            reduced = without(corpus, n)
            learn(reduced, embed, path := Path(folder) / f"{n}.npz")
            home = IndexHome(
                Path(folder) / str(n), settings.corpus_dir, reduced, meaning=Meaning(embed, path)
            )
            index = home.open()
            retriever, reader = Retriever(reduced, index, weights), SentenceReader(reduced)
            held_out = [
                (q, c) for c, lay in corpus.lay.items() for p in lay for q in blocks(p.ask, n)[::EVERY]
            ]
            for text, clause in [*held_out, *((q, None) for q in nothing[n::BLOCKS])]:
                query = Searcher.query(reader.read(text))
                out.append(Asked(n, clause, retriever.search(query, DEPTH)))
    return [a for a in out if a.passages]


def relative(asked: Asked) -> Array:
    rows = np.array([[p.parts[name] for name in RANK] for p in asked.passages])
    top = rows.max(axis=0)
    return np.asarray(rows / np.where(top > 0, top, 1.0), dtype=np.float64)


def learn_rank(asked: list[Asked]) -> dict[str, float]:
    known = [a for a in asked if a.clause]
    x = np.vstack([relative(a) for a in known])
    y = np.array([a.right(p) for a in known for p in a.passages])
    model = LogisticRegression(max_iter=5000).fit(x, y)
    return dict(zip(RANK, map(float, model.coef_[0]), strict=True)) | {
        n: load_weights()["rank"][n] for n in ABSOLUTE
    }


def learn_gate(asked: list[Asked]) -> dict[str, float]:
    # A wrong clause for a question that has an answer teaches nothing about questions that have none.
    asked = [a for a in asked if a.clause is None or a.right(a.passages[0])]
    x = np.array([[a.passages[0].parts[name] for name in GATE] for a in asked])
    y = np.array([a.right(a.passages[0]) for a in asked])
    weight = np.array([1 if a.clause else UNANSWERABLE_WEIGHT for a in asked])
    model = LogisticRegression(max_iter=5000).fit(x, y, weight)
    return {"bias": float(model.intercept_[0])} | dict(zip(GATE, map(float, model.coef_[0]), strict=True))


def probability(gate: dict[str, float], asked: Asked) -> float:
    parts = asked.passages[0].parts
    return float(1 / (1 + np.exp(-gate["bias"] - sum(w * parts[n] for n, w in gate.items() if n != "bias"))))


def held_out(asked: list[Asked], learn: Callable[[list[Asked]], dict[str, float]]) -> list[dict[str, float]]:
    return [learn([a for a in asked if a.block != n]) for n in range(BLOCKS)]


def report(asked: list[Asked], gates: list[dict[str, float]]) -> None:
    known = [a for a in asked if a.clause]
    hit = [a.right(a.passages[0]) for a in known]
    five = [any(map(a.right, a.passages[:5])) for a in known]
    score = {id(a): probability(gates[a.block], a) for a in asked}
    nothing = [score[id(a)] for a in asked if not a.clause]
    answerable = [score[id(a)] for a in known]
    auc = roc_auc_score([1] * len(answerable) + [0] * len(nothing), [*answerable, *nothing])
    click.echo(f"{len(known)} questions: R@1 {np.mean(hit):.3f}, R@5 {np.mean(five):.3f}; AUROC {auc:.3f}")
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        kept = np.mean([s >= threshold for s, h in zip(answerable, hit, strict=True) if h])
        answered = np.mean([s >= threshold for s in answerable])
        refused = np.mean([s < threshold for s in nothing])
        click.echo(
            f"  {threshold:.2f}: answered {answered:.3f}, right ones kept {kept:.3f}, refused {refused:.3f}"
        )


@click.command(help=__doc__)
@click.option("--write", is_flag=True, help="Write the learned weights to weights.yaml.")
def main(write: bool) -> None:
    settings = Settings()
    corpus = Corpus.load(settings.corpus_dir)
    embed = Remembering(settings.data_dir)
    rank = learn_rank(ask_all(corpus, settings, embed))
    embed.save()
    asked = ask_all(corpus, settings, embed, {"rank": rank, "gate": dict(load_weights()["gate"])})
    report(asked, held_out(asked, learn_gate))
    weights = {"rank": rank, "gate": learn_gate(asked)}
    weights = {k: {n: round(v, 3) for n, v in w.items()} for k, w in weights.items()}
    click.echo(yaml.safe_dump(weights, sort_keys=False))
    if write:
        path = Path(__file__).parent.parent / "assistant" / "retrieval" / "weights.yaml"
        head = "".join(line for line in path.open(encoding="utf-8") if line.startswith("#"))
        path.write_text(head + yaml.safe_dump(weights, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
