"""The corpora that ``python -m benchmarks scale`` makes."""

from __future__ import annotations

from assistant.config import Settings
from assistant.corpus.store import Corpus
from benchmarks.scale import TARGETS, made


def test_a_made_corpus_has_marked_targets_and_is_the_same_again() -> None:
    real = Corpus.load(Settings().corpus_dir)
    one, again = made(real, 1000), made(real, 1000)
    assert len(one.corpus.by_id) == 1000
    assert len(one.targets) == TARGETS
    assert one.corpus.clauses == again.corpus.clauses
    for target in one.targets:
        place = target.question[:4]
        assert [c.id for c in one.corpus.clauses if place in c.text] == [target.clause]
