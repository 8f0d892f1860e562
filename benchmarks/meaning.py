"""Learns the metric of meaning from the remembered questions, and keeps the means of today's provisions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from assistant.config import Settings
from assistant.corpus.store import Corpus
from assistant.embedding import DIMENSIONS, Embedder, local_model
from assistant.retrieval.entries import meant
from assistant.retrieval.meaning import LEARNED, Layer, key_of
from benchmarks.places import learn_layer

# Of the scatter's mean variance, added to every direction, so that no direction is blown up by chance.
SHRINKAGE = 0.3
# Added to the diagonal where prototypes are foretold from the means of their questions.
RIDGE = 1.0
CACHE = "question-vectors.npz"


class Remembering:
    """An embedder that looks up what it has embedded before, in a file of the data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / CACHE
        self._known: dict[str, npt.NDArray[np.float16]] = {}
        if self._path.exists():
            with np.load(self._path) as data:
                self._known = dict(zip(data["texts"].tolist(), data["vectors"], strict=True))

    def __call__(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        if new:
            self._known |= dict(zip(new, local_model()(new).astype(np.float16), strict=True))
        return np.array([self._known[t] for t in texts], dtype=np.float32)

    def save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self._path, texts=np.array(list(self._known)), vectors=np.array(list(self._known.values())))


def learn(corpus: Corpus, embed: Embedder, path: Path = LEARNED) -> None:
    """Whitening W with W·Wᵀ = (scatter within provisions + shrinkage)⁻¹, as in linear discriminant analysis,
    scaled to vectors of about unit length; then the layer and the prototypes."""
    provisions = list(meant(corpus))
    vectors = [embed(p.texts) for p in provisions]
    means = np.array([v.mean(axis=0) for v in vectors])
    every = np.vstack(vectors)
    of = np.repeat(np.arange(len(vectors)), [len(v) for v in vectors])
    rest = (every - means[of]).astype(np.float64)
    scatter = rest.T @ rest / len(rest)
    scatter += SHRINKAGE * np.trace(scatter) / len(scatter) * np.eye(len(scatter))
    whitening = np.linalg.cholesky(np.linalg.inv(scatter)).astype(np.float32) / math.sqrt(DIMENSIONS)
    centre = every.mean(axis=0)
    whitened = (every - centre) @ whitening
    layer, prototypes = learn_layer(whitened, of)
    placed = layer(whitened)
    middles = np.array([placed[of == n].mean(axis=0) for n in range(len(provisions))])
    onto = np.linalg.solve(middles.T @ middles + RIDGE * np.eye(DIMENSIONS), middles.T @ prototypes)
    np.savez_compressed(
        path,
        centre=centre.astype(np.float32),
        whitening=whitening,
        onto=onto.astype(np.float16),
        keys=np.array([key_of(p.texts) for p in provisions]),
        prototypes=prototypes.astype(np.float16),
        **{f.name: getattr(layer, f.name).astype(np.float16) for f in fields(Layer)},
    )


@click.command(help=__doc__)
def main() -> None:
    settings = Settings()
    embed = Remembering(settings.data_dir)
    try:
        learn(Corpus.load(settings.corpus_dir), embed)
    finally:
        embed.save()
    click.echo(f"{LEARNED.name}: {LEARNED.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
