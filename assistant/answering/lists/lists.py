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
from assistant.text import fold
from assistant.types import Kind, Passage, Understanding
from assistant.understanding.apart import PIECES, asks_something
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words

__all__ = ["Lists"]

_GIVEN = re.compile("补贴|补助|奖励|资助|扶持|优惠|钱|资金|能申请|可以申请|能享受|能拿")
_ALIKE = 0.5
# How well the one clause fits that is plainly meant, and the others at most.
_PLAINLY = 0.9
_BESIDE = 0.1


class Lists:
    def __init__(self, corpus: Corpus) -> None:
        subjects, self._chapters = Subjects(corpus), Chapters(corpus)
        self._things = Things(corpus)
        self._sets = Sets(corpus, subjects, self._chapters)
        self._listing = Listing(corpus, subjects)

    def find(self, what: Understanding, kept: list[Passage], passages: Sequence[Passage]) -> Listed | None:
        """None where no list is asked for, or none can be told by the words."""
        things = None if what.asks_for else self._things.find(what, kept)
        if listed := things or self._sets.find(what, kept):
            return listed
        if not self.open(what, kept) or self._counted_in_one(what, kept):
            return None
        found = self._listing.find(what, kept, passages)
        # Who seeks help in no document in particular wants what is given, not a chapter of plans.
        if found and _GIVEN.search(what.matter) and not what.documents:
            return found
        subjects = self._listing.subjects(what, kept)
        chapter = self._chapters.find(what, () if subjects.topics or not _several(what, kept) else passages)
        # A list that leaves out what fits plainly was not asked for.
        whole = found and any(map(found.head.__contains__, subjects.topics))
        if found and not whole and _beside(found, kept):
            found = None
        if chapter and self._chapters.loose(what) and _beside(chapter, kept):
            return found
        meant = self._chapters.plain(what) or self._chapters.loose(what)
        if chapter and whole and subjects.own and not meant:
            # 上市挂牌 is less than the chapter that it stands in.
            return chapter if any(map(chapter.head.__contains__, subjects.parts)) else found
        return chapter or found

    def _counted_in_one(self, what: Understanding, kept: list[Passage]) -> bool:
        """Whether what the question counts (六大产业, 一核四区) is counted in the words of the clause that fits
        best, and is no heading: that clause names them all."""
        best = fold(kept[0].evidence[0].quote) if kept and kept[0].evidence else ""
        counted = any(m[0] in best for m in list_words().counted.finditer(what.matter))
        return counted and not self._chapters.find(what)

    def open(self, what: Understanding, kept: list[Passage]) -> bool:
        """Whether a list is asked for that no words of the question need to tell."""
        if what.asks_for:
            return False
        listed = what.kind is Kind.LIST and not self._chapters.within(what, kept)
        listed = listed and not _plainly_one(what, kept)
        return listed or self._chapters.asked(what)


def _beside(listed: Listed, kept: Sequence[Passage]) -> bool:
    """Whether the one clause that plainly fits is none of the list's."""
    plainly = bool(kept) and kept[0].score >= _PLAINLY
    return plainly and all(i.evidence.clause != kept[0].clause.id for i in listed.items)


def _plainly_one(what: Understanding, kept: Sequence[Passage]) -> bool:
    """Whether somebody who asks what there is for him, and not for all there is, has found the one clause that
    is."""
    asked = [p for p in PIECES.split(what.text) if asks_something(p)][-1:] or [what.text]
    return (
        len(kept) > 0
        and kept[0].score >= _PLAINLY
        and all(p.score <= _BESIDE for p in kept[1:])
        and asking().seeks_help(what.matter)
        and not list_words().plural.search("".join(asked))
    )


def _several(what: Understanding, kept: list[Passage]) -> bool:
    """Whether a list may be a whole chapter: no sort of fact is asked for that one of its clauses holds (each
    phase's area), and the words ask for a list or several clauses answer alike."""
    if set(what.wants) - {"money", "rate"}:
        return False
    alike = len(kept) > 1 and kept[1].score >= _ALIKE * kept[0].score
    return alike or asking().kind(what.text) is Kind.LIST
