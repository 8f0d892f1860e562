"""One retriever: what the words say and what is meant, fused by score.

Every part of a passage's score is in 0..1 (``fit`` and ``document`` in -1..1) and means the same for any
corpus: ``words`` is the share of the question's information (inverse document frequency) that the clause's
best entry covers and ``terms`` the same once everyday words count as the documents' terms; ``concepts`` the
share of the question's lexicon concepts, by information; ``elsewhere`` how much better a sibling of the
clause's heading fits; ``meaning`` how near the clause's nearest provision is to what is asked (1 at no
distance, 0 at ``meaning.FAR``), ``hosted`` how near an endpoint's vectors find it (0 without one), ``gives`` whether it
gives something to an asker who seeks that; ``rank`` the BM25 score relative to the best hit; ``fit`` whether the
clause holds the sort of fact asked for; ``unknown`` the share of the question that no clause has ever seen;
``spoken`` whether the question names any concept of the lexicon at all.

Passages are ordered by their parts relative to the best candidate's (``rank`` in ``weights.yaml``). The
score shown is the probability of a logistic model (``gate``) that also sees the lead over the next
passage (``margin``), so that one threshold decides for every question whether it is answered. ``hosted`` has a
say in the order alone: whether anything answers is told by what the model was learned with.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

import yaml

from assistant.corpus.lexicon import ConceptFinder
from assistant.corpus.store import Corpus
from assistant.retrieval.entries import OUTSIDE, Entry, entries
from assistant.retrieval.lexical import distinct_tokens
from assistant.retrieval.meaning import FAR
from assistant.retrieval.opened import Index
from assistant.retrieval.remembered import Memory, Recalled
from assistant.text import bigrams, fold, is_foreign, words
from assistant.types import Clause, Passage
from assistant.understanding.asking import asking

__all__ = ["ABSOLUTE", "EXPANSION", "Nearness", "Query", "Retriever", "load_weights"]

_BOOSTS = {"title": 0.2, "path": 0.8, "text": 1.0, "lay": 0.8}
_CANDIDATES = 60
EXPANSION = 0.6
_CONTEXT = 0.4
_CONCEPT_BOOST = 1.0
_MEANT = 120
_GIVES = frozenset({"grant", "relief", "land", "service"})
ABSOLUTE = ("document", "elsewhere", "fit", "concepts", "hosted")
_MARGIN = 5.0
_TELLING = 2.5


@cache
def load_weights() -> Mapping[str, Mapping[str, float]]:
    data: dict[str, dict[str, float]] = yaml.safe_load(
        (files("assistant.retrieval") / "weights.yaml").read_text("utf-8")
    )
    return data


@dataclass(frozen=True, slots=True)
class Query:
    """``text`` is folded; ``expansion`` adds the documents' terms; ``documents`` are preferred if named;
    ``context`` is what an earlier turn was about; ``sentence`` the whole question, for its meaning."""

    text: str
    expansion: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    ignore: frozenset[str] = frozenset()
    wants: tuple[str, ...] = ()
    context: str = ""
    sentence: str = ""

    def pairs(self) -> dict[str, float]:
        """The bigrams that count, with their weights: what an earlier turn was about counts less."""
        weights = dict.fromkeys(bigrams(self.context), _CONTEXT) | dict.fromkeys(bigrams(self.text), 1.0)
        return {t: w for t, w in weights.items() if t not in self.ignore}


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near (0..1) what is asked is to what stands in the index: ``provisions`` by clause and position
    among the clause's; ``outside`` to the nearest subject that no clause covers, with its name; ``hosted`` to each
    clause by an endpoint's vectors; ``recalled`` to a question that the clause is confirmed to answer."""

    provisions: Mapping[str, Mapping[int, float]]
    outside: tuple[str, float] = ("", 0.0)
    hosted: Mapping[str, float] = field(default_factory=dict)
    recalled: Mapping[str, Recalled] = field(default_factory=dict)

    def best(self) -> float:
        nearest = max((near for of in self.provisions.values() for near in of.values()), default=0.0)
        return max(nearest, self.best_recalled())

    def best_recalled(self) -> float:
        return max((recalled.near for recalled in self.recalled.values()), default=0.0)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A query's tokens with their information: its own and those added by expansion; ``unknown`` those of its own
    that no clause has."""

    own: Mapping[str, float]
    added: Mapping[str, float]
    concepts: Mapping[str, float]
    total: float
    unknown: Mapping[str, float]


class Retriever:
    def __init__(
        self, corpus: Corpus, index: Index, weights: Mapping[str, Mapping[str, float]] | None = None
    ) -> None:
        self._corpus = corpus
        self._index = index
        self._weights = weights or load_weights()
        self._concepts_in = ConceptFinder(corpus.lexicon).names
        self.memory = Memory(index.meaning, self._concepts_in)
        self._entries: list[Entry] = list(entries(corpus))
        self._tokens: list[frozenset[str] | None] = [None] * len(self._entries)
        self._concepts: list[frozenset[str] | None] = [None] * len(self._entries)
        self._idf: dict[str, float] = {}
        self._headings: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], set[str]]] = {}
        for clause in corpus.clauses:
            if len(clause.path) > 1:
                siblings = self._headings.setdefault((clause.doc, clause.path[:-2]), {})
                if clause.path[:-1] not in siblings:
                    siblings[clause.path[:-1]] = self._concepts_in(fold(clause.path[-2]))

    def warm_up(self) -> None:
        """Split every entry into its tokens now, which a search would otherwise do as it meets them."""
        for i in range(len(self._entries)):
            self._tokens_of_entry(i)
            self._concepts_of_entry(i)

    def idf(self, token: str) -> float:
        """Inverse document frequency over the entries, in the form of BM25 (never negative)."""
        if token not in self._idf:
            self._idf[token] = self._information(self._seen(token))
        return self._idf[token]

    def _information(self, seen: int) -> float:
        return math.log(1 + (len(self._entries) - seen + 0.5) / (seen + 0.5))

    def _seen(self, token: str) -> int:
        return max(self._index.clauses.frequency(field, token) for field in ("text", "lay", "path"))

    def search(self, query: Query, limit: int, meant: Nearness | None = None) -> list[Passage]:
        """The best ``limit`` clauses, best first, each with the parts of its score.

        ``meant`` spares a second look-up to a caller that has ``meant(query)`` at hand.
        """
        weighed = self._weigh(query)
        faint = set(distinct_tokens(query.context)) - set(distinct_tokens(query.text))
        tokens = dict.fromkeys(weighed.added, EXPANSION)
        tokens |= {t: _CONTEXT if t in faint else 1.0 for t in weighed.own}
        terms = [(field, t, w * boost) for t, w in tokens.items() for field, boost in _BOOSTS.items()]
        terms += [("concepts", name, _CONCEPT_BOOST) for name in weighed.concepts]
        ranked = self._index.clauses.search(terms, _CANDIDATES)
        best = ranked[0][1] if ranked else 1.0
        rank = {i: score / best for i, score in ranked}
        meant = self.meant(query) if meant is None else meant
        provisions = meant.provisions
        seeks_help = asking().seeks_help(query.sentence)
        foreign = is_foreign(query.sentence or query.text)
        at: dict[str, list[int]] = {}
        for i in rank:
            at.setdefault(self._entries[i].clause, []).append(i)
        passages = []
        for clause_id in {*at, *provisions, *meant.hosted, *meant.recalled}:
            near, recalled = provisions.get(clause_id, {}), meant.recalled.get(clause_id)
            known = recalled.tokens if recalled else frozenset()
            parts = {
                **self._coverage(weighed, at.get(clause_id, []), recalled),
                "meaning": max(*near.values(), recalled.near if recalled else 0.0, 0.0),
                "hosted": meant.hosted.get(clause_id, 0.0),
                "gives": float(seeks_help and self._gives(clause_id, near)),
                "rank": max((rank.get(i, 0.0) for i in at.get(clause_id, [])), default=0.0),
                **(dict.fromkeys(("words", "terms", "rank"), 0.0) if foreign else {}),
                "unknown": sum(v for t, v in weighed.unknown.items() if t not in known) / weighed.total,
                "spoken": 1.0 if weighed.concepts else 0.0,
            }
            clause = self._corpus.by_id[clause_id]
            parts["elsewhere"] = self._elsewhere(weighed, clause)
            parts["fit"] = asking().holds(query.wants, clause.text)
            named = 1.0 if clause.doc in query.documents else -1.0
            parts["document"] = named if query.documents else 0.0
            if recalled:
                parts["recalled"] = recalled.near
            passages.append(Passage(clause, 0.0, parts))
        return self._scored(passages)[:limit]

    def _scored(self, passages: list[Passage]) -> list[Passage]:
        """Ordered, each with its lead over the best of the others and the probability that it answers."""
        rank, gate = self._weights["rank"], self._weights["gate"]
        names = [n for n in rank if n not in ABSOLUTE]
        top = {n: max((p.parts[n] for p in passages), default=0.0) or 1.0 for n in names}
        marks = {
            p.clause.id: sum(rank[n] * p.parts[n] / top[n] for n in names)
            + sum(rank[n] * p.parts[n] for n in ABSOLUTE if n != "hosted")
            for p in passages
        }
        order = {p.clause.id: marks[p.clause.id] + rank["hosted"] * p.parts["hosted"] for p in passages}
        passages = sorted(passages, key=lambda p: (-order[p.clause.id], p.clause.id))
        first, second = ([*(marks[p.clause.id] for p in passages[:2]), 0.0, 0.0])[:2]
        out = []
        for n, passage in enumerate(passages):
            margin = marks[passage.clause.id] - (second if n == 0 else first)
            parts = {**passage.parts, "margin": max(-_MARGIN, min(_MARGIN, margin))}
            log_odds = gate["bias"] + sum(w * parts[name] for name, w in gate.items() if name != "bias")
            out.append(replace(passage, score=1 / (1 + math.exp(-log_odds)), parts=parts))
        return out

    def meant(self, query: Query) -> Nearness:
        """The provisions nearest to what is asked."""
        provisions: dict[str, dict[int, float]] = {}
        outside = ("", 0.0)
        hosted: Mapping[str, float] = {}
        recalled: Mapping[str, Recalled] = {}
        if query.sentence:
            hosted = self._index.hosted.near(query.sentence) if self._index.hosted else {}
            vector = self._index.meaning.of_question(query.sentence)
            recalled = self.memory.near(vector)
            for name, distance in self._index.provisions.nearest(vector, _MEANT):
                clause, _, n = name.rpartition("#")
                near = max(0.0, 1.0 - distance / FAR)
                if int(n) != OUTSIDE:
                    provisions.setdefault(clause, {})[int(n)] = near
                elif near > outside[1]:
                    outside = (clause, near)
        return Nearness(provisions, outside, hosted, recalled)

    def _gives(self, clause: str, near: Mapping[int, float]) -> bool:
        """Whether the clause's nearest provision gives something."""
        lay = self._corpus.lay.get(clause, ())
        nearest = max(near, key=lambda n: near[n]) if near else 0
        return bool(lay) and lay[nearest].kind in _GIVES

    def _weigh(self, query: Query) -> _Weighed:
        spoken = dict.fromkeys(distinct_tokens(query.context), _CONTEXT)
        spoken |= dict.fromkeys(distinct_tokens(query.text), 1.0)
        # An unseen pair of characters that is no word straddles two; an unseen Latin word in a Chinese
        # question is a name, a slip or noise. An unseen Chinese word is what the documents lack.
        foreign = is_foreign(" ".join(spoken))
        known = {w for w in words(f"{query.context} {query.text}") if foreign or not w.isascii()}
        own = {
            t: w * self.idf(t)
            for t, w in spoken.items()
            if t not in query.ignore and (t in known or self._seen(t))
        }
        added = {
            t: EXPANSION * self.idf(t)
            for term in query.expansion
            for t in distinct_tokens(fold(term))
            if t not in own
        }
        total = sum(own.values()) or 1.0
        # The words of another language say nothing of what the documents lack.
        unknown = {} if foreign else {t: v for t, v in own.items() if not self._seen(t)}
        spoken_of = self._concepts_in(" ".join((query.context, query.text, *map(fold, query.expansion))))
        concepts = {
            name: self._information(self._index.clauses.frequency("concepts", name))
            for name in sorted(spoken_of)
        }
        return _Weighed(own, added, concepts, total, unknown)

    def _coverage(self, weighed: _Weighed, at: Iterable[int], recalled: Recalled | None) -> dict[str, float]:
        """Of the clause's entries, and of the question that is remembered of it, the most that any covers of the
        question."""
        best = {"words": 0.0, "terms": 0.0, "concepts": 0.0}
        named = sum(weighed.concepts.values()) or 1.0
        spoken = bool(weighed.concepts)
        told = [(self._tokens_of_entry(i), self._concepts_of_entry(i) if spoken else frozenset()) for i in at]
        if recalled:
            told.append((recalled.tokens, recalled.concepts))
        for tokens, concepts in told:
            got = sum(v for t, v in weighed.own.items() if t in tokens)
            extra = sum(v for t, v in weighed.added.items() if t in tokens)
            found = {
                "words": got / weighed.total,
                "terms": min(1.0, (got + extra) / weighed.total),
                "concepts": sum(v for n, v in weighed.concepts.items() if n in concepts) / named,
            }
            best = {name: max(value, found[name]) for name, value in best.items()}
        return best

    def _elsewhere(self, weighed: _Weighed, clause: Clause) -> float:
        """How much better the question fits a sibling of the heading that the clause stands under."""
        if len(clause.path) < 2 or not weighed.concepts:
            return 0.0
        here = clause.path[:-1]
        # Only a concept that few clauses share tells one heading from its siblings.
        telling = {name: v for name, v in weighed.concepts.items() if v >= _TELLING}
        fits = {
            heading: sum(v for name, v in telling.items() if name in concepts)
            for heading, concepts in self._headings[clause.doc, here[:-1]].items()
        }
        return (max(fits.values()) - fits[here]) / sum(weighed.concepts.values())

    def _tokens_of_entry(self, i: int) -> frozenset[str]:
        if (found := self._tokens[i]) is None:
            entry = self._entries[i]
            text = "\n".join((entry.title, entry.path, entry.text, entry.lay))
            found = self._tokens[i] = frozenset(distinct_tokens(text))
        return found

    def _concepts_of_entry(self, i: int) -> frozenset[str]:
        if (found := self._concepts[i]) is None:
            entry = self._entries[i]
            text = "\n".join((entry.path, entry.text, entry.lay))
            found = self._concepts[i] = frozenset(self._concepts_in(text))
        return found
