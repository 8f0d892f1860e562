"""Lists by a subject alone: every provision on it, grouped by document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.answering.lists.listed import Item, Listed
from assistant.answering.lists.subjects import Named, Subjects
from assistant.answering.lists.sums import amounts_in, names_figure
from assistant.answering.wording import FIGURE
from assistant.corpus.questions import KINDS
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.text import fold, words
from assistant.types import Evidence, Passage, Understanding
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words

__all__ = ["Listing"]

_SHARE = re.compile("％|%|折")
_LOOKED_AT = 6
_GRANTS = frozenset({"grant", "relief"})
_HELP = frozenset({"grant", "relief", "land", "service"})
_FEW = 3
_MANY = 25


class Listing:
    def __init__(self, corpus: Corpus, subjects: Subjects) -> None:
        self._corpus = corpus
        self._subjects = subjects
        # What prevails comes first.
        over = {doc: sum(len(p.over) for p in meta.precedence) for doc, meta in corpus.documents.items()}
        clauses = sorted(corpus.clauses, key=lambda c: -over[c.doc])
        self._provisions = tuple(
            Evidence(clause.id, p.quote, p.subject, kind=p.kind, topics=p.topics)
            for clause in clauses
            for p in corpus.lay.get(clause.id, ())
        )

    def find(self, what: Understanding, kept: Sequence[Passage]) -> Listed | None:
        """By document, what was found for the question before the rest; None if it names no known subject."""
        named = self._subjects.named(what, kept)
        topics = named.topics
        if not topics:
            return None
        kinds = _GRANTS if list_words().gives.search(what.text) else _HELP
        granted = self._of_kinds(what, kinds)
        found = self._about(granted, named)
        broader = {b for t in topics for b in self._corpus.broader.get(t, ())}
        if broader and len(found) < _FEW:
            # Hardly anything is granted to the subject by itself: what is to the broader one is its own too.
            topics |= broader
            found = self._about(granted, Named(topics, apart=True))
        if names_figure(what.text):
            found = [e for e in found if amounts_in(e.quote) or _SHARE.search(e.quote)] or found
        if len(found) > _MANY and self._names_more(what, topics):
            return None
        return _listed("、".join(sorted(topics)), say("answer.list_how"), _best_first(found, kept))

    def near(self, what: Understanding, kept: Sequence[Passage]) -> Listed | None:
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
            return _listed(matter, say("answer.list_how_alike"), alike) if len(alike) > 1 else None
        found = self._about(self._of_kinds(what, kinds), Named(frozenset({topic})))
        return _listed(topic, say("answer.list_how"), found) if len(found) <= _MANY else None

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


def _listed(matter: str, how: str, found: Iterable[Evidence]) -> Listed | None:
    items = tuple(
        Item(say("answer.subject_quote", subject=e.subject, quote=e.quote), e) for e in _one_a_quote(found)
    )
    return Listed(say("answer.list", matter=matter, count=len(items)), how, items) if items else None


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
