"""Every list that is asked for, by the first of these that can tell it: conditions, a subject, a chapter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.lists.about import Listing
from assistant.answering.lists.chapters import Chapters
from assistant.answering.lists.listed import Listed
from assistant.answering.lists.sets import Sets
from assistant.answering.lists.subjects import Subjects
from assistant.answering.lists.things import Things
from assistant.corpus.store import Corpus
from assistant.types import Kind, Passage, Understanding
from assistant.understanding.asking import asking

__all__ = ["Lists"]

_GIVEN = re.compile("补贴|补助|奖励|资助|扶持|优惠|钱|资金|能申请|可以申请|能享受|能拿")
_ALIKE = 0.5


class Lists:
    def __init__(self, corpus: Corpus) -> None:
        subjects, self._chapters = Subjects(corpus), Chapters(corpus)
        self._things = Things(corpus)
        self._sets = Sets(corpus, subjects, self._chapters)
        self._listing = Listing(corpus, subjects)

    def find(self, what: Understanding, kept: list[Passage], passages: Sequence[Passage]) -> Listed | None:
        """None where no list is asked for, or none can be told by the words."""
        things = None if what.asks_for else self._things.find(what, kept[0].clause if kept else None)
        if listed := things or self._sets.find(what, kept):
            return listed
        if not self.open(what, kept):
            return None
        found = self._listing.find(what, kept, passages)
        # Who seeks help in no document in particular wants what is given, not a chapter of plans.
        if found and _GIVEN.search(what.matter) and not what.documents:
            return found
        by_subject = self._listing.names_subject(what, kept)
        return self._chapters.find(what, () if by_subject or not _several(what, kept) else passages) or found

    def open(self, what: Understanding, kept: list[Passage]) -> bool:
        """Whether a list is asked for that no words of the question need to tell."""
        if what.asks_for:
            return False
        listed = what.kind is Kind.LIST and not self._chapters.within(what, kept)
        return listed or self._chapters.asked(what)


def _several(what: Understanding, kept: list[Passage]) -> bool:
    """Whether a list may be a whole chapter: no sort of fact is asked for that one of its clauses holds (each
    phase's area), and the words ask for a list or several clauses answer alike."""
    if set(what.wants) - {"money", "rate"}:
        return False
    alike = len(kept) > 1 and kept[1].score >= _ALIKE * kept[0].score
    return alike or asking().kind(what.text) is Kind.LIST
