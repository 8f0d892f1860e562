"""Learns to tell what a question asks for, and reports how well on the questions of another author.

``data/aims.yaml`` maps an author to aims, each with example questions; under "none" stand questions that
look like one of the aims and are not. The remembered questions of the corpus are what the patterns take them
for: most ask for a fact, an amount or a condition, which is none, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt
import yaml
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from assistant.config import Settings
from assistant.corpus.store import Corpus
from assistant.embedding import DIMENSIONS
from assistant.text import fold
from assistant.types import Kind
from assistant.understanding.aims import LEARNED, grams
from assistant.understanding.asking import asking
from benchmarks.meaning import Remembering

DATA = Path(__file__).parent / "data" / "aims.yaml"
NONE = "none"
STRENGTH = 0.1
REMEMBERED_WEIGHT = 0.15
# How much the characters count beside the vector, and how often a pair must come to count at all; chosen on
# held-out authors.
CHARACTERS, RARE = 20.0, 4
# What a remembered question asks for, by the pattern that it fits: its matter is no sign of that.
TOLD = {
    Kind.FACT: NONE,
    **{k: k.value for k in (Kind.DEPARTMENT, Kind.VALIDITY, Kind.COMPARISON)},
}
THRESHOLDS = (0.45, 0.6, 0.75, 0.9)
Array = npt.NDArray[np.float64]


def spelt(text: str) -> str:
    return asking().spell(fold(text))


@dataclass(frozen=True)
class Sample:
    """Questions as features, in rows: their vectors, standardised, beside their characters."""

    vectors: Array
    texts: list[str]
    aims: npt.NDArray[np.str_]
    weight: float = 1.0


@dataclass(frozen=True)
class Model:
    characters: TfidfVectorizer
    classifier: LogisticRegression

    def probabilities(self, sample: Sample) -> Array:
        features = _features(self.characters.transform(sample.texts), sample)
        return np.asarray(self.classifier.predict_proba(features))


def _features(characters: csr_matrix, sample: Sample) -> csr_matrix:
    return hstack([csr_matrix(sample.vectors), characters * CHARACTERS]).tocsr()


def learned(samples: list[Sample]) -> Model:
    whole = Sample(
        np.vstack([s.vectors for s in samples]),
        [t for s in samples for t in s.texts],
        np.concatenate([s.aims for s in samples]),
    )
    characters = TfidfVectorizer(analyzer=grams, binary=True, min_df=RARE)
    features = _features(characters.fit_transform(whole.texts), whole)
    weight = np.concatenate([np.full(len(s.texts), s.weight) for s in samples])
    return Model(characters, LogisticRegression(C=STRENGTH, max_iter=300).fit(features, whole.aims, weight))


def report(model: Model, sample: Sample, remembered: Sample) -> None:
    share, other = model.probabilities(sample), model.probabilities(remembered)[remembered.aims == NONE]
    names = model.classifier.classes_
    aim = names != NONE
    known = np.isin(sample.aims, names)
    for threshold in THRESHOLDS:
        said = np.where(share.max(axis=1) >= threshold, names[share.argmax(axis=1)], NONE)
        asked = known & (sample.aims != NONE)
        plain = sample.aims == NONE
        false = (other[:, aim].max(axis=1) >= threshold).mean()
        click.echo(
            f"  {threshold:.2f}: recognised {(said[asked] == sample.aims[asked]).mean():.3f}, "
            f"mistaken {(said[plain] != NONE).mean():.3f}, of remembered questions {false:.4f}"
        )


@click.command(help=__doc__)
def main() -> None:
    settings = Settings()
    corpus = Corpus.load(settings.corpus_dir)
    embed = Remembering(settings.data_dir)
    authors = yaml.safe_load(DATA.read_text("utf-8"))
    asks = [spelt(text) for lay in corpus.lay.values() for p in lay for text in p.ask]
    told = [(a, TOLD[k]) for a in asks if (k := asking().kind(a)) in TOLD]
    plain = embed([a for a, _ in told]).astype(np.float64)
    centre, spread = plain.mean(axis=0), plain.std(axis=0)

    def sample(rows: list[tuple[str, str]], weight: float = 1.0) -> Sample:
        texts = [t for t, _ in rows]
        vectors = np.asarray((embed(texts) - centre) / spread, dtype=np.float64)
        return Sample(vectors, texts, np.array([a for _, a in rows]), weight)

    written = {
        author: sample([(spelt(text), aim) for aim, texts in aims.items() for text in texts])
        for author, aims in authors.items()
    }
    halves = [sample(told[n::2], REMEMBERED_WEIGHT) for n in (0, 1)]
    embed.save()
    for author in written:
        click.echo(f"held out: {author}")
        model = learned([*(written[a] for a in written if a != author), halves[0]])
        report(model, written[author], halves[1])
    model = learned([*written.values(), *halves])
    weights, bias = model.classifier.coef_[:, :DIMENSIONS], model.classifier.intercept_
    np.savez_compressed(
        LEARNED,
        names=np.array([str(n) for n in model.classifier.classes_]),
        weights=(weights / spread).astype(np.float32),
        bias=(bias - weights @ (centre / spread)).astype(np.float32),
        grams=model.characters.get_feature_names_out().astype(str),
        information=model.characters.idf_.astype(np.float32),
        weights_of_grams=(CHARACTERS * model.classifier.coef_[:, DIMENSIONS:].T).astype(np.float16),
    )
    click.echo(f"{LEARNED.name}: {LEARNED.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
