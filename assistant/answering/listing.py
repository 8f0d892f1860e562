"""Complete lists: every provision on a subject, of a way of granting, or of an amount, grouped by document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.answering.subjects import Named, Subjects
from assistant.answering.wording import FIGURE
from assistant.calculator.amounts import quantities
from assistant.calculator.figures import Figure, printed_figures
from assistant.corpus.questions import KINDS
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.text import fold, words
from assistant.types import Evidence, Passage, Understanding
from assistant.understanding.asking import asking

__all__ = ["Listing"]

_MONEY = re.compile(r"补贴|补助|奖励|资助|资金|钱|奖补")
_LOOKED_AT = 6
_List = tuple[str, str, tuple[Evidence, ...]]
_GRANTS = frozenset({"grant", "relief"})
_HELP = frozenset({"grant", "relief", "land", "service"})
_FEW = 3
_MANY = 25


class Listing:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._subjects = Subjects(corpus)
        # What prevails comes first.
        over = {doc: sum(len(p.over) for p in meta.precedence) for doc, meta in corpus.documents.items()}
        clauses = sorted(corpus.clauses, key=lambda c: -over[c.doc])
        self._provisions = tuple(
            Evidence(clause.id, p.quote, p.subject, kind=p.kind, topics=p.topics)
            for clause in clauses
            for p in corpus.lay.get(clause.id, ())
        )

    def find(self, what: Understanding, kept: Sequence[Passage]) -> _List | None:
        """(what the list is of, how it was made, its evidence by document, what was found for the question
        before the rest); None if the question names no known subject, way of granting or amount."""
        named = self._subjects.named(what, kept)
        ways = asking().ways(what.text)
        figures = {f for f in printed_figures(what.original) if f.kind in {"money", "share"}}
        if not (named.topics or ways or figures):
            return None
        topics = named.topics
        kinds = _GRANTS if _MONEY.search(what.text) else _HELP
        granted = self._of_kinds(what, kinds)
        if ways and (so := [e for e in granted if asking().granted(ways, e.quote)]):
            # The way of granting is what is asked for; a subject only narrows it.
            found = (self._about(so, named) if named.own else []) or so
            topics = frozenset(ways) | (topics if named.own else frozenset())
        elif topics:
            found = self._about(granted, named)
            broader = {b for t in topics for b in self._corpus.broader.get(t, ())}
            if broader and len(found) < _FEW:
                # Hardly anything is granted to the subject by itself: what is to the broader one is its own too.
                topics |= broader
                found = self._about(granted, Named(topics, apart=True))
        else:
            found = _of_figures(granted, figures)
        if len(found) > _MANY and self._names_more(what, topics):
            return None
        matter = "、".join(sorted(topics) or (q.text for q in quantities(what.original)))
        return matter, say("answer.list_how"), tuple(_one_a_quote(_best_first(found, kept)))

    def near(self, what: Understanding, kept: Sequence[Passage]) -> _List | None:
        """What shares the subject of the clauses that were found, where the question names it in words of
        its own; None where they have no subject in common, or one that is too broad."""
        if kept and kept[0].clause.rows:
            return None
        shared: Counter[str] = Counter()
        for passage in kept[:_LOOKED_AT]:
            shared.update({t for e in passage.evidence[:1] for t in e.topics})
        own = kept[0].evidence[0].topics if kept and kept[0].evidence else ()
        topic = max(own, key=lambda t: shared[t], default=None)
        kinds = _HELP if asking().seeks_help(what.text) else KINDS
        if topic is None or shared[topic] < 2:
            alike = _one_a_quote(e for p in kept for e in p.evidence[:1] if e.kind in kinds)
            matter = "、".join(dict.fromkeys(e.subject for e in alike[:1]))
            return (matter, say("answer.list_how_alike"), tuple(alike)) if len(alike) > 1 else None
        found = self._about(self._of_kinds(what, kinds), Named(frozenset({topic})))
        few = 0 < len(found) <= _MANY
        return (topic, say("answer.list_how"), tuple(_one_a_quote(found))) if few else None

    def _of_kinds(self, what: Understanding, kinds: frozenset[str]) -> list[Evidence]:
        docs = what.documents or tuple(self._corpus.documents)
        return [e for e in self._provisions if e.kind in kinds and _doc(e) in docs]

    @staticmethod
    def _about(provisions: Iterable[Evidence], named: Named) -> list[Evidence]:
        """Of one subject within another (园区的审批) what is on both, of those enumerated what is on any."""
        on_any = [e for e in provisions if named.topics & set(e.topics)]
        on_all = [e for e in on_any if named.topics <= set(e.topics)]
        return on_any if named.apart or len(on_all) < 2 else on_all

    @staticmethod
    def _names_more(what: Understanding, topics: Iterable[str]) -> bool:
        """Whether the question names something besides the subjects (园区的创业团队)."""
        asked = asking().without_filler(what.matter)
        return any(w not in asking().filler and not any(w in fold(t) for t in topics) for w in words(asked))


def _of_figures(provisions: Sequence[Evidence], figures: set[Figure]) -> list[Evidence]:
    """Those that print every figure, or else any."""
    every = [e for e in provisions if figures <= printed_figures(e.quote)]
    return every or [e for e in provisions if figures & printed_figures(e.quote)]


def _best_first(found: Sequence[Evidence], kept: Sequence[Passage]) -> list[Evidence]:
    """What was found for the question first in its document; the rest stays in order. Principles, that print
    no figure, come after what is given by them."""
    rank = {p.clause.id: n for n, p in enumerate(kept)}
    docs = list(dict.fromkeys(map(_doc, found)))
    figured = {e.clause for e in found if FIGURE.search(e.quote)}
    return sorted(
        found,
        key=lambda e: (docs.index(_doc(e)), e.clause not in figured, rank.get(e.clause, len(rank))),
    )


def _doc(evidence: Evidence) -> str:
    return evidence.clause.partition("/")[0]


def _one_a_quote(found: Iterable[Evidence]) -> list[Evidence]:
    """Provisions that share a quote are one line, under the first subject."""
    out: dict[tuple[str, str], Evidence] = {}
    for evidence in found:
        out.setdefault((evidence.clause, evidence.quote), evidence)
    return list(out.values())
