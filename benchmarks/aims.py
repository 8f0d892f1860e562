"""Learns to tell what a question asks for, and reports how well on the questions of another author.

``data/aims.yaml`` maps an author to aims, each with example questions; under "none" stand questions that
look like one of the aims and are not. The remembered questions of the corpus that no pattern takes for
something else, which ask for a fact, an amount or a condition, are none, too.
"""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
import numpy.typing as npt
import yaml
from sklearn.linear_model import LogisticRegression

from assistant.config import Settings
from assistant.corpus.store import Corpus
from assistant.text import fold
from assistant.types import Kind
from assistant.understanding.aims import LEARNED
from assistant.understanding.asking import asking
from benchmarks.meaning import Remembering

DATA = Path(__file__).parent / "data" / "aims.yaml"
NONE = "none"
STRENGTH = 0.1
REMEMBERED_WEIGHT = 0.15
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)
Array = npt.NDArray[np.float64]


def spelt(text: str) -> str:
    return asking().spell(fold(text))


def report(model: LogisticRegression, x: Array, y: Array, remembered: Array) -> None:
    share, other = model.predict_proba(x), model.predict_proba(remembered)
    names = model.classes_
    aim = np.array([n != NONE for n in names])
    for threshold in THRESHOLDS:
        said = np.array(
            [names[i] if p[i] >= threshold else NONE for p in share for i in [int(p.argmax())]], dtype=object
        )
        asked = y != NONE
        false = (other[:, aim].max(axis=1) >= threshold).mean()
        click.echo(
            f"  {threshold:.1f}: recognised {(said[asked] == y[asked]).mean():.3f}, "
            f"mistaken {(said[~asked] != NONE).mean():.3f}, of remembered questions {false:.4f}"
        )


@click.command(help=__doc__)
def main() -> None:
    settings = Settings()
    corpus = Corpus.load(settings.corpus_dir)
    embed = Remembering(settings.data_dir)
    authors = yaml.safe_load(DATA.read_text("utf-8"))
    data = {
        author: [(spelt(text), aim) for aim, texts in aims.items() for text in texts]
        for author, aims in authors.items()
    }
    asks = [spelt(text) for lay in corpus.lay.values() for p in lay for text in p.ask]
    plain = embed([a for a in asks if asking().kind(a) is Kind.FACT]).astype(np.float64)
    centre, spread = plain.mean(axis=0), plain.std(axis=0)
    remembered = (plain - centre) / spread
    vectors = {author: (embed([t for t, _ in rows]) - centre) / spread for author, rows in data.items()}
    aims = {author: np.array([a for _, a in rows]) for author, rows in data.items()}
    embed.save()

    def learned(names: list[str], kept: Array) -> LogisticRegression:
        x = np.vstack([*(vectors[n] for n in names), kept])
        y = np.concatenate([*(aims[n] for n in names), np.full(len(kept), NONE)])
        weight = np.concatenate([np.ones(len(x) - len(kept)), np.full(len(kept), REMEMBERED_WEIGHT)])
        return LogisticRegression(C=STRENGTH, max_iter=300).fit(x, y, weight)

    half = np.arange(len(remembered)) % 2 == 0
    for author in data:
        click.echo(f"held out: {author}")
        model = learned([n for n in data if n != author], remembered[half])
        report(model, vectors[author], aims[author], remembered[~half])
    model = learned(list(data), remembered)
    np.savez_compressed(
        LEARNED,
        names=np.array([str(n) for n in model.classes_]),
        weights=(model.coef_ / spread).astype(np.float32),
        bias=(model.intercept_ - model.coef_ @ (centre / spread)).astype(np.float32),
    )
    click.echo(f"{LEARNED.name}: {LEARNED.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
