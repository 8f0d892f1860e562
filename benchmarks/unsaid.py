"""Learns to tell that a clause does not say what is asked of it, and reports how well on what was left out.

First the words: of each remembered question those that its provision leaves unexplained, against those that the
nearest provision of its clause leaves unexplained of a question that no document answers (``corpus/unsaid``). Then
the weights, from a block of both that is left out of everything (a matter that nobody has written down is what the
next asker asks) and from the open evaluation cases, each told by words that know nothing of the block.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt
import yaml
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from assistant.config import Settings
from assistant.corpus.store import Corpus
from assistant.pipeline import Tools
from assistant.retrieval.evidence import EvidenceFinder
from assistant.retrieval.index import IndexHome
from assistant.retrieval.meaning import Meaning
from assistant.retrieval.retrieve import Searcher
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.unsaid import LEARNED, Unsaid
from assistant.text import bigrams, fold
from assistant.types import Kind, Question
from assistant.understanding.asking import asking
from benchmarks.fusion import BLOCKS, blocks, without
from benchmarks.meaning import Remembering, learn
from evals.case import load_cases

WEIGHTS = LEARNED.with_suffix(".yaml")
# How often a pair must come to count, how strongly weights are held down, and the least weight that is kept.
RARE, STRENGTH, LEAST = 5, 0.3, 0.2
# Of the block, how many remembered questions and how many of those that nothing answers are asked.
REMEMBERED, BESIDE = 1800, 1300
# What a question of the block counts beside a case, and one that no clause was found for beside one that has one.
BLOCK_WEIGHT, UNFOUND_WEIGHT = 0.3, 0.3
Pairs = frozenset[str]
Row = tuple[dict[str, float], bool, float]


def pairs(*texts: str) -> Pairs:
    return frozenset(t for text in texts for t in bigrams(asking().spell(fold(text))))


def unexplained(corpus: Corpus) -> Iterator[tuple[Pairs, bool]]:
    """The words that are left of each question, and whether no document answers it."""
    own: dict[str, list[Pairs]] = {}
    for clause, lay in corpus.lay.items():
        for provision in lay:
            told = pairs(provision.subject, provision.quote, *provision.topics)
            own.setdefault(clause, []).append(told | pairs(*provision.ask))
            for n in range(BLOCKS):
                out = blocks(provision.ask, n)
                known = told | pairs(*(a for a in provision.ask if a not in out))
                yield from ((pairs(a) - known - asking().filler, False) for a in out)
    for matter in corpus.unsaid.values():
        near = own.get(matter.clause) or [pairs(corpus.by_id[matter.clause].text)]
        for asked in map(pairs, matter.ask):
            yield asked - max(near, key=lambda told: len(asked & told)) - asking().filler, True


def words(corpus: Corpus) -> dict[str, float]:
    left, beside = zip(*unexplained(corpus), strict=True)
    counter = CountVectorizer(analyzer=sorted, min_df=RARE, binary=True)
    x, y = counter.fit_transform(left), np.array(beside)
    weight = np.where(y, (~y).sum() / y.sum(), 1.0)
    model = LogisticRegression(C=STRENGTH, max_iter=300).fit(x, y, weight)
    learned = zip(counter.get_feature_names_out(), model.coef_[0], strict=True)
    return {pair: float(w) for pair, w in learned if abs(w) >= LEAST}


def rows(
    asked: Iterable[tuple[Question, bool, float]], tools: Tools, told: Mapping[str, float]
) -> Iterator[Row]:
    """The signs of each question that asks one thing for a fact."""
    evidence = EvidenceFinder(tools.corpus, tools.retriever)
    unsaid = Unsaid(tools.corpus, evidence, tools.retriever.idf, told)
    for question, beside, weight in asked:
        what = tools.reader.read(question)
        if what.kind is not Kind.FACT or what.stop or what.context or what.clauses or what.asks_for:
            continue
        query = Searcher.query(what)
        found = tools.searcher.find(what)
        if not found or not (found[0].kept or beside):
            continue
        signs = unsaid.signs(query, tools.retriever.meant(query), found[0])
        yield dict(signs), beside, weight if found[0].kept else weight * UNFOUND_WEIGHT


def of_block(corpus: Corpus, settings: Settings, embed: Remembering, folder: Path) -> list[Row]:
    random = np.random.default_rng(0)

    def some(texts: list[str], count: int, beside: bool) -> list[tuple[Question, bool, float]]:
        chosen = random.choice(texts, min(count, len(texts)), replace=False).tolist()
        return [(Question(t, (), date.today()), beside, BLOCK_WEIGHT) for t in chosen]

    out = dict(list(corpus.unsaid.items())[::BLOCKS])
    rest = {name: matter for name, matter in corpus.unsaid.items() if name not in out}
    reduced = dataclasses.replace(without(corpus, 0), unsaid=rest)
    learn(reduced, embed, folder / "learned.npz")
    home = IndexHome(folder, settings.corpus_dir, reduced, meaning=Meaning(embed, folder / "learned.npz"))
    tools = Tools.build(reduced, Retriever(reduced, home.open()), settings)
    remembered = [q for lay in corpus.lay.values() for p in lay for q in blocks(p.ask, 0)]
    beside = [q for matter in out.values() for q in matter.ask]
    asked = some(remembered, REMEMBERED, False) + some(beside, BESIDE, True)
    return list(rows(asked, tools, words(reduced)))


def of_cases(corpus: Corpus, settings: Settings, told: Mapping[str, float]) -> list[Row]:
    index = IndexHome(settings.data_dir, settings.corpus_dir, corpus).open()
    cases = [c for c in load_cases() if not c.held_out and c.status in {"answered", "refused"}]
    asked = [(Question(c.turns[-1], c.turns[:-1], c.as_of), c.status == "refused", 1.0) for c in cases]
    return list(rows(asked, Tools.build(corpus, Retriever(corpus, index), settings), told))


def report(y: npt.NDArray[np.bool_], odds: npt.NDArray[np.float64]) -> None:
    click.echo(f"{(~y).sum()} answered by a clause, {y.sum()} by none: AUROC {roc_auc_score(y, odds):.3f}")
    for bar in (-0.5, 0.0, 0.2, 0.5, 1.0):
        click.echo(f"  {bar}: {(odds[y] > bar).mean():.3f} of these, {(odds[~y] > bar).mean():.4f} of those")


@click.command(help=__doc__)
@click.option("--write", is_flag=True, help="Write the learned words and weights.")
def main(write: bool) -> None:
    settings = Settings()
    corpus = Corpus.load(settings.corpus_dir)
    embed = Remembering(settings.data_dir)
    told = words(corpus)
    with tempfile.TemporaryDirectory() as folder:
        samples = [of_block(corpus, settings, embed, Path(folder)), of_cases(corpus, settings, told)]
    embed.save()
    every = [row for sample in samples for row in sample]
    names = list(every[0][0])
    x = np.array([[signs[n] for n in names] for signs, _, _ in every])
    spread = x.std(axis=0)
    x /= spread
    y, weight = np.array([b for _, b, _ in every]), np.array([w for _, _, w in every])
    model = LogisticRegression(max_iter=3000)
    odds = cross_val_predict(model, x, y, cv=8, method="decision_function", params={"sample_weight": weight})
    for part in (slice(0, len(samples[0])), slice(len(samples[0]), None)):
        report(y[part], odds[part])
    model.fit(x, y, weight)
    weights = {"bias": model.intercept_[0], **dict(zip(names, model.coef_[0] / spread, strict=True))}
    text = yaml.safe_dump({n: round(float(w), 3) for n, w in weights.items()}, sort_keys=False)
    click.echo(text)
    if write:
        head = "".join(line for line in WEIGHTS.open(encoding="utf-8") if line.startswith("#"))
        WEIGHTS.write_text(head + text, encoding="utf-8")
        shown = np.array(list(told.values()), dtype=np.float16)
        np.savez_compressed(LEARNED, pairs=np.array(list(told)), weights=shown)


if __name__ == "__main__":
    main()
