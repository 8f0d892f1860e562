"""Whether a question is about what no document says, rather than about any of their provisions."""

from __future__ import annotations

from collections.abc import Callable

from assistant.calculator.amounts import quantities
from assistant.corpus.questions import Lay
from assistant.corpus.store import Corpus
from assistant.retrieval.evidence import EvidenceFinder, share
from assistant.retrieval.retriever import Nearness, Query
from assistant.text import bigrams, fold, words
from assistant.types import Kind
from assistant.understanding.asking import asking

__all__ = ["Beyond", "reckons"]

# A matter that nothing covers is known by few questions, so that its place is less sure than a provision's: so
# much nearer a provision must be. Of 796 questions that a clause answers 4 are lost by this, and of 223 that none
# does 156 are found.
_FEWER = 0.02
# Who asks for what a clause itself holds (a sum to be reckoned, a grant's figure, the unit in charge) wants that:
# what is beside must be nearer by so much.
_HELD = 0.05
# What the share of the question's information weighs that the ways of asking for the one hold, and not the other's.
_TOLD = 0.15
# The ways of asking for a provision that hold so much of the question are its own, whatever lies beside it.
_ITS_OWN = 0.9
# Farther off it is of another sort altogether, and would be called by a wrong name.
_NEAR = 0.27


class Beyond:
    def __init__(self, corpus: Corpus, evidence: EvidenceFinder, information: Callable[[str], float]) -> None:
        self._corpus = corpus
        self._evidence = evidence
        self._information = information
        self._known: dict[str, frozenset[str]] = {}

    def matter(self, query: Query, meant: Nearness) -> str | None:
        """The matter that no document says; None if the question is not about any that is known."""
        name, near = meant.outside
        if meant.best_recalled() >= near:
            # Somebody has said which clause answers it.
            return None
        best, clause, n = max(
            ((value, clause, n) for clause, of in meant.provisions.items() for n, value in of.items()),
            default=(0.0, "", 0),
        )
        lay = self._corpus.lay.get(clause, ())
        wanted = {t: self._information(t) for t in bigrams(query.sentence) if t not in query.ignore}
        own = self._evidence.tokens(clause, n) if n < len(lay) else frozenset()
        here, there = share(wanted, own), share(wanted, self._outside(name))
        lead = near - best + _TOLD * (there - here)
        if near < _NEAR or here >= _ITS_OWN or lead < -_FEWER:
            return None
        if n < len(lay) and asking().tells_parts(query.sentence, lay[n].quote):
            return None
        within = self._says_nothing_more(name, clause, query)
        held = within and n < len(lay) and _grants(query, lay[n])
        if held or reckons(query) or self._seeks_unit(name, query):
            return name if lead >= _HELD else None
        return name if lead >= 0 or not within else None

    def _says_nothing_more(self, name: str, clause: str, query: Query) -> bool:
        """Whether no word of the question is of the matter alone, and not of the clause: what tells the two
        apart is not in it. Pairs of characters that straddle two words tell nothing."""
        said = {pair for word in words(query.sentence) for pair in bigrams(word)} - query.ignore
        lay = self._corpus.lay.get(clause, ())
        held = frozenset[str]().union(*(self._evidence.tokens(clause, i) for i in range(len(lay))))
        return not (said & self._outside(name)) - held

    def _seeks_unit(self, name: str, query: Query) -> bool:
        """Whether the unit in charge is asked for, and of the matter nobody asks that."""
        sought = asking().kind(query.sentence) is Kind.DEPARTMENT
        return sought and not any(asking().kind(fold(t)) is Kind.DEPARTMENT for t in self._asks(name))

    def _asks(self, name: str) -> tuple[str, ...]:
        return self._corpus.asked_beside.get(name, ())

    def _outside(self, name: str) -> frozenset[str]:
        if name not in self._known:
            self._known[name] = frozenset(t for text in self._asks(name) for t in bigrams(fold(text)))
        return self._known[name]


def reckons(query: Query) -> bool:
    """Whether a sum is told and one asked for."""
    return "money" in query.wants and any(q.kind == "money" for q in quantities(query.sentence))


def _grants(query: Query, provision: Lay) -> bool:
    """Whether the figure asked for is what a provision grants."""
    figures = {"money", "rate"} & {*query.wants}
    return bool(figures) and provision.kind == "grant" and asking().holds(query.wants, provision.quote) > 0
