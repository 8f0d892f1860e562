"""Whether a clause that was found says what is asked of it, or only speaks of the matter.

The clause on the matter is nearly always found; what is asked of it (how many parking spaces the flats have) may
stand nowhere. Told by the words that the clause leaves unexplained, each of which is more usual in questions that
clauses answer or in those that none does (``unsaid.npz``), by what is known to be asked beside the clause, and by
the sort of fact that is asked for. The weights (``unsaid.yaml``) are a logistic model's; ``python -m
benchmarks unsaid`` learns both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import yaml

from assistant.corpus.store import Corpus
from assistant.retrieval.beyond import reckons
from assistant.retrieval.evidence import EvidenceFinder, share
from assistant.retrieval.retriever import Nearness, Query
from assistant.text import bigrams, fold
from assistant.types import Passage
from assistant.understanding.apart import PIECES, asking_pieces, asks_something
from assistant.understanding.asking import asking

__all__ = ["LEARNED", "Unsaid"]

LEARNED = Path(str(files("assistant.retrieval"))) / "unsaid.npz"

_PIECE = re.compile(rf"(?:(?!{PIECES.pattern}).)+")


class Unsaid:
    """``words`` are for measurements that leave questions out."""

    def __init__(
        self,
        corpus: Corpus,
        evidence: EvidenceFinder,
        information: Callable[[str], float],
        words: Mapping[str, float] | None = None,
    ) -> None:
        self._corpus = corpus
        self._words = _learned() if words is None else words
        self._evidence = evidence
        self._information = information
        self._clauses: dict[str, frozenset[str]] = {}
        self._matters: dict[str, frozenset[str]] = {}
        self._beside: dict[str, list[frozenset[str]]] = {}
        for matter in corpus.unsaid.values():
            asked = frozenset(bigrams(fold("\n".join(matter.ask))))
            self._beside.setdefault(matter.clause, []).append(asked)

    def log_odds(self, query: Query, meant: Nearness, passage: Passage) -> float:
        """That what is asked does not stand in the clause; 0 is even, and no more than even where the clause and
        those who ask for it know every telling word."""
        weights = _weights()
        signs = self.signs(query, meant, passage)
        odds = weights["bias"] + sum(weights[name] * value for name, value in signs.items())
        return odds if signs["clause"] > 0 else min(odds, 0.0)

    def signs(self, query: Query, meant: Nearness, passage: Passage) -> Mapping[str, float]:
        """``lead``: how much nearer what is known to be unsaid lies than any provision; ``beside``: how much more
        of the question is said by those who ask beside the clause than by those who ask for its provision;
        ``explained`` and ``there``: how much of it the clause explains, and the nearest matter that is unsaid;
        ``provision`` and ``clause``: what the words tell that these leave unexplained."""
        near = meant.provisions.get(passage.clause.id, {})
        n = max(near, key=lambda n: near[n]) if near else 0
        lay = self._corpus.lay.get(passage.clause.id, ())
        known = self._clause(passage)
        own = self._evidence.tokens(passage.clause.id, n) if n < len(lay) else known
        said = _to_the_question(query.sentence, known)
        wanted = {t: self._information(t) for t in bigrams(said) if t not in query.ignore}
        others = self._beside.get(passage.clause.id, [])
        pieces = asking_pieces(query.sentence) or PIECES.split(query.sentence)[-1:]
        asked = {t for piece in pieces for t in bigrams(piece)} - asking().filler
        return {
            "lead": meant.outside[1] - meant.best(),
            "beside": max((share(wanted, o) for o in others), default=0.0) - share(wanted, own),
            "explained": share(wanted, known),
            "there": share(wanted, self._matter(meant.outside[0])),
            "provision": self._told(asked - own),
            "clause": self._told(asked - known),
            "wants": float(bool(query.wants)),
            "holds": asking().holds(query.wants, passage.evidence[0].quote) if passage.evidence else 0.0,
            "grant": float(n < len(lay) and lay[n].kind == "grant"),
            "reckons": float(reckons(query)),
        }

    def _matter(self, name: str) -> frozenset[str]:
        if name not in self._matters:
            asked = self._corpus.asked_beside.get(name, ())
            self._matters[name] = frozenset(bigrams(fold("\n".join((name, *asked)))))
        return self._matters[name]

    def _clause(self, passage: Passage) -> frozenset[str]:
        """All words of the clause and of those who ask for any of its provisions."""
        clause = passage.clause
        if clause.id not in self._clauses:
            lay = self._corpus.lay.get(clause.id, ())
            asked = (text for p in lay for text in (p.subject, *p.topics, *p.ask))
            self._clauses[clause.id] = frozenset(
                bigrams(fold("\n".join((*clause.path, clause.text, *asked))))
            )
        return self._clauses[clause.id]

    def _told(self, unexplained: Iterable[str]) -> float:
        return sum(self._words.get(pair, 0.0) for pair in unexplained)


def _to_the_question(sentence: str, known: Collection[str]) -> str:
    """The sentence without what is only told after the question (我新接手的账，怕报错), of which the clause knows no
    word: nothing is asked by it."""
    pieces = list(_PIECE.finditer(sentence))
    asked = [p.end() for p in pieces if asks_something(p[0]) or not {*bigrams(p[0])}.isdisjoint(known)]
    return sentence[: asked[-1]] if asked else sentence


@cache
def _learned() -> Mapping[str, float]:
    with np.load(LEARNED) as data:
        return dict(zip(data["pairs"].tolist(), data["weights"].astype(float).tolist(), strict=True))


@cache
def _weights() -> Mapping[str, float]:
    data: dict[str, float] = yaml.safe_load((files("assistant.retrieval") / "unsaid.yaml").read_text("utf-8"))
    return data
