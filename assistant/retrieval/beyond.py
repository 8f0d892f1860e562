"""Whether a question is about what no document says, rather than about any of their provisions."""

from __future__ import annotations

from collections.abc import Callable

from assistant.calculator.amounts import quantities
from assistant.corpus.store import Corpus
from assistant.retrieval.evidence import EvidenceFinder, share
from assistant.retrieval.retriever import Nearness, Query
from assistant.text import bigrams, fold

__all__ = ["Beyond"]

# A matter that nothing covers is known by few questions, so that its place is less sure than a provision's: so
# much nearer a provision must be. Of 796 questions that a clause answers 4 are lost by this, and of 223 that none
# does 156 are found.
_FEWER = 0.02
# Who tells a sum and asks for one wants it reckoned with: what is beside must be nearer by so much.
_RECKONED = 0.05
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
        best, clause, n = max(
            ((value, clause, n) for clause, of in meant.provisions.items() for n, value in of.items()),
            default=(0.0, "", 0),
        )
        wanted = {t: self._information(t) for t in bigrams(query.sentence) if t not in query.ignore}
        own = self._evidence.tokens(clause, n) if n < len(self._corpus.lay.get(clause, ())) else frozenset()
        here, there = share(wanted, own), share(wanted, self._outside(name))
        lead = near - best + _TOLD * (there - here)
        told = "money" in query.wants and any(q.kind == "money" for q in quantities(query.sentence))
        enough = _RECKONED if told else -_FEWER
        return name if near >= _NEAR and here < _ITS_OWN and lead >= enough else None

    def _outside(self, name: str) -> frozenset[str]:
        if name not in self._known:
            unsaid = self._corpus.unsaid.get(name)
            texts = unsaid.ask if unsaid else self._corpus.outside_asks.get(name, ())
            self._known[name] = frozenset(t for text in texts for t in bigrams(fold(text)))
        return self._known[name]
