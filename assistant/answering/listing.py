"""Complete lists: every provision on a subject, grouped by document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from assistant.calculator.amounts import quantities
from assistant.calculator.figures import Figure, printed_figures
from assistant.corpus.lexicon import ConceptFinder
from assistant.corpus.questions import KINDS
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.text import fold, speaks_of, words
from assistant.types import Evidence, Passage, Understanding
from assistant.understanding.asking import asking

__all__ = ["Listing"]

_MONEY = re.compile(r"补贴|补助|奖励|资助|资金|钱|奖补")
_LOOKED_AT = 6
_List = tuple[str, str, tuple[Evidence, ...]]
_GRANTS = frozenset({"grant", "relief"})
_FEW = 3
_MOSTLY = 0.5
_MANY = 25
_HELP = frozenset({"grant", "relief", "land", "service"})


class Listing:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._concepts = ConceptFinder(corpus.lexicon)
        self._terms = {term for concept in corpus.lexicon for term in (concept.name, *concept.terms)}
        # What prevails comes first.
        over = {doc: sum(len(p.over) for p in meta.precedence) for doc, meta in corpus.documents.items()}
        self._clauses = sorted(corpus.clauses, key=lambda c: -over[c.doc])
        self._topics = {t for lay in corpus.lay.values() for p in lay for t in p.topics}

    def find(self, what: Understanding, kept: Sequence[Passage]) -> _List | None:
        """(what the list is of, how it was made, its evidence by document, what was found for the question
        before the rest); None if the question names no known subject."""
        topics = self._named(what, kept)
        sums = {Figure("money", q.value) for q in quantities(what.original) if q.kind == "money"}
        if not topics and not sums:
            return None
        kinds = _GRANTS if _MONEY.search(what.text) else _HELP
        found = self._provisions(what, kinds, topics, sums)
        broader = {b for t in topics for b in self._corpus.broader.get(t, ())}
        if broader and len(found) < _FEW:
            # Hardly anything is granted to the subject by itself: what is, to the broader one, is its own too.
            topics |= broader
            found = self._provisions(what, kinds, topics, sums)
        if len(found) > _MANY and self._names_more(what, topics):
            return None
        matter = "、".join(sorted(topics) or (q.text for q in quantities(what.original)))
        return matter, say("answer.list_how"), tuple(_one_a_quote(_best_first(found, kept)))

    def near(self, what: Understanding, kept: Sequence[Passage]) -> _List | None:
        """What shares the subject of the clauses that were found, where the question names it in words of
        its own; None where they have no subject in common, or one that is too broad."""
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
        found = self._provisions(what, kinds, {topic}, set())
        few = 0 < len(found) <= _MANY
        return (topic, say("answer.list_how"), tuple(_one_a_quote(found))) if few else None

    def _provisions(
        self, what: Understanding, kinds: frozenset[str], topics: set[str], sums: set[Figure]
    ) -> list[Evidence]:
        return [
            Evidence(clause.id, p.quote, p.subject, kind=p.kind, topics=p.topics)
            for clause in self._clauses
            for p in self._corpus.lay.get(clause.id, ())
            if p.kind in kinds
            and (topics & set(p.topics) if topics else sums & printed_figures(p.quote))
            and (not what.documents or clause.doc in what.documents)
        ]

    @staticmethod
    def _names_more(what: Understanding, topics: set[str]) -> bool:
        """Whether the question names something besides the subjects (园区的创业团队)."""
        asked = asking().without_filler(what.matter)
        return any(w not in asking().filler and not any(w in fold(t) for t in topics) for w in words(asked))

    def _named(self, what: Understanding, kept: Sequence[Passage]) -> set[str]:
        """The subjects that the question names itself; only if none, those that its everyday words mean."""
        own, left = set(), what.matter
        # A longer subject hides those inside its name: 工业互联网 is not 互联网.
        for topic in sorted(self._topics, key=lambda t: (-len(t), t)):
            if named := next((part for part in self._names(topic) if speaks_of(left, fold(part))), None):
                own.add(topic)
                left = left.replace(fold(named), " ")
        if own:
            return own
        spoken = list(map(fold, what.expansion))
        meant = {t for t in self._topics if any(speaks_of(text, fold(t)) for text in spoken)}
        # 贷款利息 is a concept of those provisions that stand under the subject 贷款贴息.
        akin = {self._topic_of[c] for c in self._concepts.names(what.text) if c in self._topic_of}
        if meant or akin:
            return _borne_out(meant | akin, kept)
        told = [w for w in words(asking().without_filler(what.matter)) if len(w) > 1]
        # Part of a subject's name stands for it only where hardly anything else is said.
        return {t for t in self._topics if len(told) <= _FEW and any(w in fold(t) for w in told)}

    @cached_property
    def _topic_of(self) -> dict[str, str]:
        """Concept -> the subject that most provisions which speak of it, and of which most speak of it, share."""
        spoken: dict[str, Counter[str]] = {}
        under: Counter[str] = Counter()
        for provision in (p for lay in self._corpus.lay.values() for p in lay):
            under.update(provision.topics)
            for name in self._concepts.names(fold(f"{provision.subject}\n{provision.quote}")):
                spoken.setdefault(name, Counter()).update(("", *provision.topics))
        out: dict[str, str] = {}
        for name, topics in spoken.items():
            every = topics.pop("")
            topic, count = (topics.most_common(1) or [("", 0)])[0]
            if count >= _MOSTLY * every and count >= _MOSTLY * under[topic]:
                out[name] = topic
        return out

    def _names(self, topic: str) -> tuple[str, ...]:
        """A topic of four characters may name two things (上市挂牌); each counts if the lexicon knows it."""
        halves = (topic[:2], topic[2:]) if len(topic) == 4 else ()
        return (topic, *(half for half in halves if half in self._terms and half not in asking().filler))


def _best_first(found: Sequence[Evidence], kept: Sequence[Passage]) -> list[Evidence]:
    """What was found for the question first in its document; the rest stays in order."""
    rank = {p.clause.id: n for n, p in enumerate(kept)}
    docs = list(dict.fromkeys(map(_doc, found)))
    return sorted(found, key=lambda e: (docs.index(_doc(e)), rank.get(e.clause, len(rank))))


def _borne_out(topics: set[str], kept: Sequence[Passage]) -> set[str]:
    """Of subjects that everyday words may mean, those that most of what was found is about."""
    borne = {t: sum(p.score for p in kept if p.evidence and t in p.evidence[0].topics) for t in topics}
    most = max(borne.values(), default=0.0)
    return {t for t in topics if borne[t] >= _MOSTLY * most}


def _doc(evidence: Evidence) -> str:
    return evidence.clause.partition("/")[0]


def _one_a_quote(found: Iterable[Evidence]) -> list[Evidence]:
    """Provisions that share a quote are one line, under the first subject."""
    out: dict[tuple[str, str], Evidence] = {}
    for evidence in found:
        out.setdefault((evidence.clause, evidence.quote), evidence)
    return list(out.values())
