"""Lists by a subject alone: the provisions on it, by what the question names and what was found for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.answering.lists.listed import Item, Listed
from assistant.answering.lists.members import members
from assistant.answering.lists.subjects import Named, Subjects
from assistant.answering.lists.sums import amounts_in, names_figure
from assistant.answering.wording import FIGURE
from assistant.corpus.questions import KINDS
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.text import fold, words
from assistant.types import Evidence, Passage, Understanding
from assistant.understanding.apart import asks_something
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words

__all__ = ["Listing"]

_SHARE = re.compile("％|%|折")
_SENTENCE = re.compile(r"[。；;！!\n]")
_GRANTS = frozenset({"grant", "relief"})
_HELP = frozenset({"grant", "relief", "land", "service"})
# Provisions shown of a clause that is on no subject of the question.
_OF_A_CLAUSE = 3
# With fewer clauses a subject has what its broader one has.
_HARDLY = 3
# So few clauses on a subject are listed whether they were found or not, unless so many are on it in some way.
_FEW = 10
_MANY = 40
# Found so widely, nothing was meant by the question that a list would answer.
_TOO_MANY = 12
_NEARLY = 0.5

# Why a document was written is no provision of it.
_NO_PROVISION = frozenset({"title", "preamble", "signature"})

_ByClause = Mapping[str, Sequence[Evidence]]


class Listing:
    def __init__(self, corpus: Corpus, subjects: Subjects) -> None:
        self._corpus = corpus
        self._subjects = subjects
        self._over = {doc: sum(len(p.over) for p in m.precedence) for doc, m in corpus.documents.items()}
        self._provisions = {
            clause.id: tuple(
                Evidence(clause.id, p.quote, p.subject, kind=p.kind, topics=p.topics)
                for p in corpus.lay.get(clause.id, ())
            )
            for clause in corpus.clauses
            if clause.kind not in _NO_PROVISION
        }

        on = Counter(t for own in self._provisions.values() for t in {t for e in own for t in e.topics})
        self._broad = {topic for topic, clauses in on.items() if clauses > _MANY}

    def find(
        self, what: Understanding, kept: Sequence[Passage], passages: Sequence[Passage]
    ) -> Listed | None:
        """All that is on the subjects that the question names, where it names nothing else; otherwise what was
        found for it and is of its kind. None if that is hardly anything."""
        if (kept and kept[0].clause.rows) or what.part is not None:
            return None
        named = self._subjects.named(what, kept)
        of_kind = self._of_kind(what)
        on = _share_of(named, of_kind)
        if len(on) < _HARDLY and (
            broader := {b for t in named.topics for b in self._corpus.broader.get(t, ())}
        ):
            # Hardly anything is granted to the subject by itself: what is to the broader one is its own too.
            named = replace(named, topics=named.topics | broader, apart=True)
            on = _share_of(named, of_kind)
        whole = {c: 0.0 for c, share in on.items() if share == 1 or named.apart}
        more = self._names_more(what, named.topics)
        crossed = len(named.topics) > 1 and not named.apart
        if named.own and len(whole) > 1 and (not more or crossed):
            likely = whole
        elif not kept and len(on) > _FEW:
            return None
        else:
            likely = members([p for p in passages if kept and p.clause.id in of_kind], on, len(on))
            few = len(on) <= _FEW and (what.documents or not named.topics & self._broad)
            if (named.own or not kept) and (few or not more):
                likely = whole | likely
            if len(likely) > _TOO_MANY and named.own:
                # Those that are on all the subjects are what was asked for, the likeliest at least.
                on_all = [c for c in likely if c in whole]
                likely = {c: likely[c] for c in sorted(on_all, key=lambda c: -likely[c])[:_TOO_MANY]}
            if not 0 < len(likely) <= _TOO_MANY:
                return None
        seeks = asking().seeks_help(what.matter)
        shown = [e for c in self._ordered(likely, of_kind, seeks=seeks) for e in _shown(of_kind[c], named)]
        if names_figure(what.text) or {"money", "rate"} & {*what.wants}:
            shown = [e for e in shown if amounts_in(e.quote) or _SHARE.search(e.quote)] or shown
        shown = _one_a_quote(shown)
        if len(shown) < 2 and not named.topics:
            return None
        return _listed(shown, named.topics if all(e.clause in on for e in shown) else ())

    def _of_kind(self, what: Understanding) -> dict[str, list[Evidence]]:
        """The provisions of the documents asked about, of the kinds that are asked for, by clause."""
        kinds = KINDS
        if list_words().gives.search(what.matter):
            kinds = _GRANTS
        elif asking().seeks_help(_asking(what.matter)):
            kinds = _HELP
        docs = what.documents or tuple(self._corpus.documents)
        of_kind = {
            clause: [e for e in own if e.kind in kinds]
            for clause, own in self._provisions.items()
            if clause.partition("/")[0] in docs
        }
        return {clause: own for clause, own in of_kind.items() if own}

    def subjects(self, what: Understanding, kept: Sequence[Passage]) -> Named:
        return self._subjects.named(what, kept)

    def _ordered(self, likely: Mapping[str, float], of_kind: _ByClause, *, seeks: bool) -> list[str]:
        """By document, of those that hold what is likeliest the one that prevails first; in each, for who ``seeks``
        help, principles that print no figure come after what is given by them."""
        best: dict[str, float] = {}
        for clause, share in likely.items():
            doc = clause.partition("/")[0]
            best[doc] = max(share, best.get(doc, 0.0))
        top = max(best.values(), default=0.0)
        docs = sorted(best, key=lambda d: (best[d] < _NEARLY * top, -self._over[d], -best[d]))
        plain = {c for c in likely if seeks and not any(FIGURE.search(e.quote) for e in of_kind[c])}
        return sorted(likely, key=lambda c: (docs.index(c.partition("/")[0]), c in plain))

    @staticmethod
    def _names_more(what: Understanding, topics: Iterable[str]) -> bool:
        """Whether the question names something besides the subjects (园区的创业团队)."""
        asked = asking().without_filler(what.matter)
        return any(w not in asking().filler and not any(w in fold(t) for t in topics) for w in words(asked))


def _asking(matter: str) -> str:
    """The sentences that ask for the list, without the story told before them."""
    sentences = _SENTENCE.split(matter)
    first = next((n for n, s in enumerate(sentences) if asks_something(s)), 0)
    return "。".join(sentences[first:])


def _share_of(named: Named, of_kind: _ByClause) -> dict[str, float]:
    """On which share of the subjects a clause is, for those that are on any."""
    held = {clause: named.topics & {t for e in own for t in e.topics} for clause, own in of_kind.items()}
    return {clause: len(topics) / len(named.topics) for clause, topics in held.items() if topics}


def _shown(own: Sequence[Evidence], named: Named) -> Sequence[Evidence]:
    """The provisions of a clause on the subjects, else those with figures first."""
    on = [e for e in own if named.topics & set(e.topics)]
    return on or sorted(own, key=lambda e: not FIGURE.search(e.quote))[:_OF_A_CLAUSE]


def _listed(shown: Sequence[Evidence], topics: Iterable[str]) -> Listed | None:
    items = tuple(Item(say("answer.subject_quote", subject=e.subject, quote=e.quote), e) for e in shown)
    if not items:
        return None
    if matter := "、".join(sorted(topics)):
        return Listed(say("answer.list", matter=matter, count=len(items)), say("answer.list_how"), items)
    return Listed(say("answer.list_alike", count=len(items)), say("answer.list_how_alike"), items)


def _one_a_quote(found: Iterable[Evidence]) -> list[Evidence]:
    """Provisions that share a quote are one line, under the first subject."""
    out: dict[tuple[str, str], Evidence] = {}
    for evidence in found:
        out.setdefault((evidence.clause, evidence.quote), evidence)
    return list(out.values())
