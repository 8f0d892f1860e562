"""Which of the subjects of the provisions a question names: in its own words, or in everyday ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.corpus.lexicon import ConceptFinder
from assistant.corpus.store import Corpus
from assistant.text import fold, speaks_of, words
from assistant.types import Passage, Understanding
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words

__all__ = ["Named", "Subjects"]

_FEW = 3
_MOSTLY = 0.5
# 用地、审批 are two subjects; 园区用地 is one.
_AND = re.compile(r"[、，,/]|[和与跟及或]|还有|以及")
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Named:
    """``own`` whether the question names the subjects itself, ``parts`` by which words; ``apart`` whether it
    enumerates them."""

    topics: frozenset[str]
    own: bool = False
    apart: bool = False
    parts: tuple[str, ...] = ()


class Subjects:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._concepts = ConceptFinder(corpus.lexicon)
        self._terms = {term for concept in corpus.lexicon for term in (concept.name, *concept.terms)}
        self._topics = {t for lay in corpus.lay.values() for p in lay for t in p.topics}

    def named(self, what: Understanding, kept: Sequence[Passage]) -> Named:
        """The subjects that the question names itself; only if none, those that its everyday words mean."""
        if own := self._own(what.matter):
            at = sorted((what.matter.find(part), len(part)) for part in own.values())
            between = [what.matter[a + size : b] for (a, size), (b, _) in pairwise(at)]
            apart = any(len(gap) <= _NEAR and _AND.search(gap) for gap in between)
            return Named(frozenset(own), own=True, apart=apart, parts=tuple(own.values()))
        spoken = list(map(fold, what.expansion))
        meant = {t for t in self._topics if any(speaks_of(text, fold(t)) for text in spoken)}
        # 贷款利息 is a concept of those provisions that stand under the subject 贷款贴息.
        akin = {self._topic_of[c] for c in self._concepts.names(what.text) if c in self._topic_of}
        if meant or akin:
            return Named(_borne_out(meant | akin, kept), apart=True)
        told = [w for w in words(asking().without_filler(what.matter)) if len(w) > 1]
        # Part of a subject's name stands for it only where hardly anything else is said.
        return Named(
            frozenset(t for t in self._topics if len(told) <= _FEW and any(w in fold(t) for w in told))
        )

    def in_words(self, text: str) -> frozenset[str]:
        """The subjects that the text names by their own names."""
        return frozenset(self._own(text))

    def _own(self, matter: str) -> dict[str, str]:
        """Each subject that the text names, and its folded name there; a longer one hides those inside it
        (工业互联网 is not 互联网)."""
        own, left = {}, matter
        for topic in sorted(self._topics, key=lambda t: (-len(t), t)):
            part = next((p for p in map(fold, self._names(topic)) if speaks_of(left, p)), None)
            if part and not list_words().recipients.search(left[: left.find(part)]):
                own[topic] = part
                left = left.replace(part, " ")
        return own

    def _names(self, topic: str) -> tuple[str, ...]:
        """A topic of four characters may name two things (上市挂牌); each counts if the lexicon knows it."""
        halves = (topic[:2], topic[2:]) if len(topic) == 4 else ()
        return (topic, *(half for half in halves if half in self._terms and half not in asking().filler))

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


def _borne_out(topics: set[str], kept: Sequence[Passage]) -> frozenset[str]:
    """Of subjects that everyday words may mean, those that most of what was found is about."""
    borne = {t: sum(p.score for p in kept if p.evidence and t in p.evidence[0].topics) for t in topics}
    most = max(borne.values(), default=0.0)
    return frozenset(t for t in topics if borne[t] >= _MOSTLY * most)
