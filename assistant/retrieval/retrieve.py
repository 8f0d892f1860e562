"""Step 2: the clauses that may answer, best first, the rejected ones recorded with the reason."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from assistant.corpus.lexicon import ConceptFinder
from assistant.corpus.store import Corpus
from assistant.retrieval.beyond import Beyond
from assistant.retrieval.evidence import EvidenceFinder
from assistant.retrieval.periods import falls_in, periods
from assistant.retrieval.place import Grid, Place, Row, alike
from assistant.retrieval.precedence import says_the_same
from assistant.retrieval.retriever import Nearness, Query, Retriever
from assistant.retrieval.unsaid import Unsaid
from assistant.text import TURN, bigrams, fold, is_foreign
from assistant.types import Kind, Passage, Understanding
from assistant.understanding.asking import asking
from assistant.understanding.sentence import focus_of

__all__ = ["Searcher"]

_RECORDED = 16
# The same matter in another document, of which one may prevail, or the other side of a comparison.
_BESIDE = 0.62
_FOREIGN_LEAD = 0.05
_AS_WELL = 0.7
_NEARLY_ALL = 0.9
# So many words of a part of a message may find a clause by themselves, and so surely.
_TELLS = 2
_BY_ITSELF = 0.5
_REMEMBERED = 128


class Searcher:
    def __init__(self, corpus: Corpus, retriever: Retriever, *, kept: int, threshold: float) -> None:
        self._corpus = corpus
        self._retriever = retriever
        self._evidence = EvidenceFinder(corpus, retriever)
        self._beyond = Beyond(corpus, self._evidence, retriever.idf)
        self._unsaid = Unsaid(corpus, self._evidence, retriever.idf)
        self._kept = kept
        self._threshold = threshold
        self._concepts_in = ConceptFinder(corpus.lexicon).names
        self._grid = Grid(corpus, self._concepts_in)
        # A message is looked up for itself, and again for where the next one starts from.
        self._found = lru_cache(_REMEMBERED)(lambda what, version: self._find(what))

    def find(self, what: Understanding) -> tuple[Passage, ...]:
        """What may answer, as of what has been taught until now."""
        return self._found(what, self._retriever.memory.version)

    def _find(self, what: Understanding) -> tuple[Passage, ...]:
        """Direct references are taken as they are, score 1; everything else is searched and cut, from where
        the conversation stands."""
        query = self.query(what)
        if what.clauses:
            meant = self._retriever.meant(query)
            direct = [Passage(self._corpus.clause(i), 1.0, {"reference": 1.0}) for i in what.clauses]
            return tuple(self._with_evidence(p, query, meant) for p in direct)
        found = self._search(query)
        if what.during and found:
            return self._at(what, query, found)
        place = self._place(what)
        if what.beside and found:
            found = self._by_itself(what, place, query, found)
            found = self._leaning(what.leans or ((place.clause.doc,) if place else ()), query, found)
        if place is None or not found:
            return found
        if what.rest:
            return self._rest(place, query)
        own = fold(what.original.split(TURN)[-1])
        row, named = self._grid.row(place.clause), self._named(place, own)
        if named and named is not row and what.instead:
            return self._instead(named, place, found)
        if row and named in (None, row) and not what.documents:
            about = self._search(_about(row, own, query))
            here = row.holds(about[0].clause)
            # Another thing of the kind, though the message names none, is not meant.
            strays = here and about[0].kept and self._grid.row(found[0].clause) not in (None, row)
            beyond = here and about[0].score > found[0].score
            return about if beyond or strays or not found[0].kept else found
        return self._staying(place, own, query, found)

    def _at(self, what: Understanding, query: Query, found: tuple[Passage, ...]) -> tuple[Passage, ...]:
        """First the stage that the day falls into, of those that stand beside what is found."""
        assert what.during is not None
        day, asked_of = what.during, what.documents or tuple(self._corpus.documents)
        best = next((p for p in found if p.clause.doc in asked_of and any(periods(p.clause.text))), None)
        beside = [p for p in found if best and p.clause.path[:-1] == best.clause.path[:-1]]
        stage = next((p for p in beside if falls_in(day, p.clause.text)), None)
        return self._first(stage, query, found) if stage else found

    def _first(self, passage: Passage, query: Query, found: tuple[Passage, ...]) -> tuple[Passage, ...]:
        if not (passage.kept and passage.evidence):
            meant = self._retriever.meant(query)
            passage = self._with_evidence(replace(passage, kept=True, why=""), query, meant)
        return (passage, *(p for p in found if p.clause != passage.clause))

    def _by_itself(
        self, what: Understanding, place: Place | None, query: Query, found: tuple[Passage, ...]
    ) -> tuple[Passage, ...]:
        """What is found by a part's own words, where they are enough to find another clause than the part before
        it did."""
        if place is None or what.kind is Kind.DEPARTMENT or not what.context:
            return found
        if found[0].clause != place.clause:
            return found
        own = fold(what.original.split(TURN)[-1])
        focus = focus_of(own)
        if len(focus) < _TELLS:
            return found
        ignore = asking().filler | ({*bigrams(own)} - {*focus})
        alone = self._search(replace(query, text=own, context="", ignore=ignore, sentence=own))
        surely = alone and alone[0].kept and alone[0].score >= _BY_ITSELF
        return alone if surely and alone[0].evidence[:1] != (place.evidence,) else found

    def _leaning(
        self, docs: tuple[str, ...], query: Query, found: tuple[Passage, ...]
    ) -> tuple[Passage, ...]:
        """First what the documents say that the same message asked about before, where they say it as well."""
        if found[0].clause.doc in docs:
            return found
        here = next(
            (p for p in found if p.clause.doc in docs and _says_as_well(p, found[0], _NEARLY_ALL)), None
        )
        return self._first(here, query, found) if here else found

    def _rest(self, place: Place, query: Query) -> tuple[Passage, ...]:
        """The clause of the place, first what it was not cited for."""
        passage = Passage(place.clause, 1.0, {"reference": 1.0})
        evidence = self._with_evidence(passage, query, self._retriever.meant(query)).evidence
        other = tuple(e for e in evidence if e.quote != place.evidence.quote)
        return (replace(passage, evidence=other or evidence),)

    def _place(self, what: Understanding) -> Place | None:
        """Where the message before has brought the conversation."""
        if what.after is None or what.after.stop:
            return None
        best = next((p for p in self.find(what.after) if p.kept and p.evidence), None)
        return Place(best.clause, best.evidence[0]) if best else None

    def _named(self, place: Place, own: str) -> Row | None:
        return self._grid.named(place.clause, own, self._concepts_in(own))

    def _staying(
        self, place: Place, own: str, query: Query, found: tuple[Passage, ...]
    ) -> tuple[Passage, ...]:
        """The clause of the place first, where the message names nothing else, or only what it says as well."""
        best, here = found[0], next((p for p in found if p.clause == place.clause), None)
        asked_of = asking().qualifies.sub(" ", asking().without_wants(own))
        nothing = not self._concepts_in(own) and not focus_of(asked_of)
        if here is None or not (nothing or _says_as_well(here, best)):
            return found
        if here is best and not (nothing and best.outside):
            return found
        return self._first(replace(here, outside="") if nothing else here, query, found)

    def _instead(self, row: Row, place: Place, found: tuple[Passage, ...]) -> tuple[Passage, ...]:
        """The point of another thing that the place is of its own, before what is found otherwise."""
        here = self._grid.row(place.clause)
        assert here is not None
        number = next(n for n, clause in here.points.items() if clause == place.clause)
        query = Query(fold(row.name), sentence=fold(row.name))
        passage = Passage(row.points[number], 1.0, {"reference": 1.0})
        with_evidence = self._with_evidence(passage, query, Nearness({}))
        first = replace(with_evidence, evidence=alike(place, with_evidence.evidence))
        return (first, *(p for p in found if p.clause != first.clause))

    def _search(self, query: Query) -> tuple[Passage, ...]:
        meant = self._retriever.meant(query)
        found = self._retriever.search(query, _RECORDED, meant)
        outside = None if is_foreign(query.sentence) else self._beyond.matter(query, meant)
        if found and outside is not None:
            return self._outside(outside, meant, query, found)
        # Another language shares no word with the documents: meaning alone tells what they hold.
        foreign = is_foreign(query.sentence)
        threshold = self._threshold
        if foreign:
            threshold = 0.0 if meant.best() - meant.outside[1] >= _FOREIGN_LEAD else 1.0
        kept = [p for p in found if _keeps(p, found[0], threshold) and p.clause.kind != "signature"]
        kept = kept[: 1 if foreign else self._kept]
        passages = [
            self._with_evidence(p, query, meant) if p in kept else replace(p, kept=False, why=self._why(p))
            for p in found
        ]
        if passages and passages[0].kept and not foreign:
            odds = self._unsaid.log_odds(query, meant, passages[0])
            passages[0] = replace(passages[0], parts={**passages[0].parts, "unsaid": odds})
        # What says the same in another document is kept, to be weighed against it.
        return tuple(
            self._with_evidence(replace(p, kept=True, why=""), query, meant)
            if not p.kept and passages[0].kept and says_the_same(passages[0], p.clause)
            else p
            for p in passages
        )

    def _outside(
        self, matter: str, meant: Nearness, query: Query, found: list[Passage]
    ) -> tuple[Passage, ...]:
        """Nothing is kept; the clause beside which the matter is asked for comes first, to be named."""
        near = {"outside": meant.outside[1]}
        out = [
            replace(p, kept=False, why="更接近文件未收录的事项", outside=matter, parts={**p.parts, **near})
            for p in found
        ]
        if unsaid := self._corpus.unsaid.get(matter):
            out.sort(key=lambda p: p.clause.id != unsaid.clause)
            if out[0].clause.id == unsaid.clause:
                out[0] = self._with_evidence(out[0], query, meant)
        return tuple(out)

    def _why(self, passage: Passage) -> str:
        if passage.clause.kind == "signature":
            return "落款不作为依据"
        return "低于阈值" if passage.score < self._threshold else "超出保留条数"

    def _with_evidence(self, passage: Passage, query: Query, meant: Nearness) -> Passage:
        return replace(passage, evidence=self._evidence.find(passage.clause, query, meant)[:4])

    @staticmethod
    def query(what: Understanding) -> Query:
        focus = frozenset(what.focus)
        spoken = {*bigrams(what.matter), *bigrams(what.context)}
        ignore = asking().filler | (spoken - focus)
        # The names of documents that are compared say nothing of the matter.
        sentence = what.matter if len(what.documents) > 1 and what.focus else what.text
        return Query(what.matter, what.expansion, what.documents, ignore, what.wants, what.context, sentence)


def _about(row: Row, own: str, query: Query) -> Query:
    """What the message itself asks, of the thing that the conversation is about."""
    name = fold(row.name)
    focus = {*bigrams(asking().without_filler(own)), *bigrams(name)}
    ignore = asking().filler | ({*bigrams(own)} - focus)
    wants = asking().wanted(own)
    return replace(query, text=own, context=name, ignore=ignore, wants=wants, sentence=f"{name}{own}")


def _says_as_well(here: Passage, best: Passage, share: float = 1.0) -> bool:
    """Whether a clause has every word and concept of the question that the best has, or such a share of them, and
    means nearly it."""
    as_much = all(here.parts.get(n, 0.0) >= share * best.parts.get(n, 0.0) for n in ("words", "concepts"))
    return as_much and here.parts.get("meaning", 0.0) >= _AS_WELL * best.parts.get("meaning", 1.0)


def _keeps(passage: Passage, best: Passage, threshold: float) -> bool:
    """Whether a passage answers, or, beside one that does, means about the same."""
    if passage.score >= threshold:
        return True
    beside = passage.parts.get("meaning", 0.0) >= _BESIDE * best.parts.get("meaning", 1.0)
    return beside and best.score >= threshold
