"""Lists of things described alike (parks, fields), by what the same point of each prints: 哪几个园通地铁.

The point is the one that the question names by its title or by the sort of fact it asks for; the condition a
word, a year, an area or a sum, or the district that the things lie in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.lists.departments import without_departments
from assistant.answering.lists.districts import Districts, lies_in, tells_place
from assistant.answering.lists.listed import Listed
from assistant.answering.lists.names import asks_names, item_of, names
from assistant.answering.lists.points import Group, Point, groups
from assistant.answering.lists.printed import runs
from assistant.answering.lists.seeking import (
    Sought,
    areas,
    asks_area,
    names_point,
    of_each,
    points_sought,
    tells_trade,
)
from assistant.calculator.amounts import quantities
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.retrieval.place import Row
from assistant.text import TURN, fold
from assistant.types import Passage, Understanding
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words
from assistant.understanding.references import find_documents

__all__ = ["Things"]

_MOST = 0.5


class Things:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        # 价值创新园区方案里哪些任务 asks about a document, and about no parks.
        names = {fold(n) for m in corpus.documents.values() for n in (m.title, m.short, *m.aliases)}
        self._named = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
        self._groups = groups(corpus)
        self._districts = Districts(corpus)

    def find(self, what: Understanding, kept: Sequence[Passage]) -> Listed | None:
        """None if no several things of a kind are asked about, or nothing that tells some from the others.
        The clause that was found first may belong to none of the things, and rule for each."""
        best = kept[0].clause if kept else None
        own = what.text if what.after is None else asking().spell(fold(what.original.split(TURN)[-1]))
        # 价值创新园里哪几个 may name the document by its stem, and asks about the parks.
        short = find_documents(own, self._corpus)[1]
        kinds = [kind for group in self._groups for kind in group.kinds]
        text = short if any(list_words().asks_which(short, k) for k in kinds) else self._named.sub(" ", own)
        says = list_words().departments
        names_one = without_departments(own, self._corpus) != own
        if says["lead"].search(text) or (
            names_one and (says["named"].search(text) or says["part"].search(text))
        ):
            return None
        for group in self._groups:
            of_another = what.documents and _document(group) not in what.documents
            named = any(fold(row.name)[:-1] in text for row in group.rows)
            if of_another or named or not any(list_words().asks_which(text, kind) for kind in group.kinds):
                continue
            bare = _without_kind(group, text)
            other = best if best and not any(row.holds(best) for row in group.rows) else None
            one_for_all = of_each(bare) and not list_words().things["singly"].search(bare)
            if other and one_for_all:
                return None
            strange = other and _of_others(fold(other.text), group) and other.doc != _document(group)
            strange = strange and not _as_such(group, text)
            told = self._of(group, what, bare, fold(other.text) if other and strange else "")
            return told or (names(group, kept[0] if kept else None) if asks_names(bare) else None)
        return None

    def _of(self, group: Group, what: Understanding, text: str, strange: str) -> Listed | None:
        """``strange`` is what was found beside the things, that may say as well what is sought of them."""
        if most := _extreme(group, text):
            return most
        if any(names_point(p, group, text) for p in group.points):
            strange = ""
        if districts := self._districts.named(group, text):
            return self._in_districts(group, districts, what, text, strange=bool(strange))
        for point, sought in points_sought(group, what, text):
            if (
                strange
                and all(s.holds(strange) for s in sought)
                and not _of_these(point, sought, strange, text)
            ):
                continue
            if listed := self._at(group, point, sought, text):
                return listed
        return None

    def _in_districts(
        self, group: Group, districts: Sequence[str], what: Understanding, text: str, *, strange: bool
    ) -> Listed | None:
        """Those of the districts that hold what else is sought; if nothing is, where they lie. What is sought by its
        words may be of others there, where these are ``strange`` to what was found."""
        inside = [n for n, row in enumerate(group.rows) if lies_in(row, districts)]
        some = replace(
            group,
            name="、".join(districts) + (group.name or group.kinds[-1]),
            rows=[group.rows[n] for n in inside],
            points=tuple(replace(p, pieces=tuple(p.pieces[n] for n in inside)) for p in group.points),
        )
        where = next((p for p in some.points if tells_place(p)), None)
        if not inside or where is None:
            return None
        for district in districts:
            text = text.replace(district, "|")
        told_of = points_sought(some, what, text)
        if strange and any(s.words for _, sought in told_of for s in sought):
            return None
        for point, sought in told_of:
            told = sought or names_point(point, some, text) or tells_trade(point, text)
            if point is not where and told and (listed := self._at(some, point, sought, text)):
                return listed
        said = say("conditions.district", names="、".join(districts))
        found = [
            (row, [q for _, q in own if asking().holds(("place",), q) > 0] or [own[0][1]])
            for row, own in zip(some.rows, where.pieces, strict=True)
        ]
        return _listed(group.name or group.kinds[-1], where, said, found, text)

    def _at(self, group: Group, point: Point, sought: Sequence[Sought], text: str) -> Listed | None:
        """The things whose point holds all that is sought, or lacks it, where that is asked."""
        kind = group.name or group.kinds[-1]
        held = [
            (row, [quote for folded, quote in _whole(own, text) if all(s.holds(folded) for s in sought)])
            for row, own in zip(group.rows, point.pieces, strict=True)
        ]
        found = [(row, quotes) for row, quotes in held if quotes]
        said = "、".join(s.said for s in sought)
        if sought and _lacking(text) and 0 < len(found) < len(held):
            rest = [(row, [p[0][1]]) for (row, q), p in zip(held, point.pieces, strict=True) if not q]
            return _listed(kind, point, say("conditions.lacks", words=said), rest, text)
        # Where each prints such a figure, that none is so large is an answer, too.
        if found or _each_prints(point, sought):
            return _listed(kind, point, said, found, text)
        return None


def _each_prints(point: Point, sought: Sequence[Sought]) -> bool:
    """Whether nothing but figures of a sort is sought, and most things print such."""
    sorts = {s.sort for s in sought}
    printed = [{q.kind for folded, _ in own for q in quantities(folded)} for own in point.pieces]
    return bool(sorts) and "" not in sorts and sum(sorts <= kinds for kinds in printed) > _MOST * len(printed)


def _extreme(group: Group, text: str) -> Listed | None:
    """The thing, or those alike, with the largest or the smallest area, where that is asked."""
    says = list_words().things
    pick = max if says["most"].search(text) else min if says["least"].search(text) else None
    if pick is None or "area" not in asking().wanted(text):
        return None
    for point in group.points:
        shown = [
            (row, p, areas(p[0])[0])
            for row, own in zip(group.rows, point.pieces, strict=True)
            for p in own
            if areas(p[0])
        ]
        first = {row.name: (row, p, area) for row, p, area in reversed(shown)}
        if len(first) == len(group.rows):
            best = pick(area for _, _, area in first.values())
            found = [(row, [p[1]]) for row, p, area in list(first.values())[::-1] if area == best]
            said = say("conditions.most" if pick is max else "conditions.least")
            return _listed(group.name or group.kinds[-1], point, said, found, text)
    return None


def _listed(kind: str, point: Point, said: str, found: Sequence[tuple[Row, list[str]]], text: str) -> Listed:
    items = tuple(item_of(row, row.points[point.number], quotes) for row, quotes in found)
    head = (
        say("answer.list_things", conditions=point.title + said, kind=kind, count=len(items))
        if said
        else say("answer.list_each", kind=kind, title=point.title, count=len(items))
    )
    none = "" if items else say("answer.things_of", conditions=point.title + said, kind=kind)
    return Listed(head, say("answer.list_how_things"), items, none, echoes=text)


def _document(group: Group) -> str:
    return next(iter(group.rows[0].points.values())).doc


def _as_such(group: Group, text: str) -> bool:
    """Whether the text means just these things: by most of their name, or by how many they are."""
    name = next((name for name in _endings(group) if name in text), "")
    bare = text
    for kind in group.kinds:
        bare = bare.replace(kind, "|")
    return len(name) > 1 or bool(list_words().things["kind_before"].search(bare))


def _of_others(folded: str, group: Group) -> bool:
    """Whether another clause may speak of others of that kind (节能环保类园区): in its word, and naming none of
    these."""
    named = any(fold(row.name) in folded for row in group.rows)
    return not named and any(kind in folded for kind in group.kinds)


def _of_these(point: Point, sought: Sequence[Sought], strange: str, text: str) -> bool:
    """Whether what the things do for a living is asked, and no more of the words is printed elsewhere."""
    said = max((len(word) for s in sought for word in s.words), default=0)
    return tells_trade(point, text) and said >= max(map(len, runs(text, strange)), default=0)


def _endings(group: Group) -> list[str]:
    """The things' common name and what it ends in, as it is said for short: 价值创新园, 创新园."""
    short = [group.name[:2] + kind for kind in group.kinds] if group.name else []
    return [*short, *(group.name[n:] for n in range(len(group.name) - 1))]


def _without_kind(group: Group, text: str) -> str:
    """The text with a bar for each word that only says of what kind the things are."""
    for word in filter(None, (*_endings(group), *group.kinds)):
        text = text.replace(word, "|") if len(word) > 1 else text
    return text


def _whole(pieces: Sequence[tuple[str, str]], text: str) -> Sequence[tuple[str, str]]:
    """Of a thing whose area is asked by, the piece that says it first: those after it are of its phases."""
    return [p for p in pieces if areas(p[0])][:1] if asks_area(text) else pieces


def _lacking(text: str) -> bool:
    return bool(list_words().things["lacks"].search(text)) and not list_words().sums["stated"].search(text)
