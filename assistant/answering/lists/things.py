"""Lists of things described alike (parks, fields), by what the same point of each prints: 哪几个园通地铁.

The point is the one that the question names by its title or by the sort of fact it asks for; the condition a
word, a year, an area or that a sum is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from assistant.answering.lists.listed import Item, Listed
from assistant.answering.lists.points import Group, Point, groups
from assistant.answering.lists.printed import quoted, runs, tells
from assistant.answering.wording import FIGURE
from assistant.calculator.amounts import quantities
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.retrieval.place import Row
from assistant.text import TURN, fold, words
from assistant.types import Clause, Evidence, Understanding
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words, number_of
from assistant.understanding.references import find_documents

__all__ = ["Things"]

_MOST = 0.5
# A word that nearly all things print tells none from another.
_COMMON = 0.9
_SORT = 2
_NEAR = 2
_SHOWN = 2


@dataclass(frozen=True, slots=True)
class _Sought:
    """What a thing's point must hold, and how that is said."""

    said: str
    holds: Callable[[str], bool]


class Things:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        # 价值创新园区方案里哪些任务 asks about a document, and about no parks.
        names = {fold(n) for m in corpus.documents.values() for n in (m.title, m.short, *m.aliases)}
        self._named = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
        self._groups = groups(corpus)

    def find(self, what: Understanding, best: Clause | None) -> Listed | None:
        """None if no several things of a kind are asked about, or nothing that tells some from the others.
        ``best`` is the clause that was found first: one that belongs to none of the things may rule for each."""
        own = what.text if what.after is None else asking().spell(fold(what.original.split(TURN)[-1]))
        # 价值创新园里哪几个 may name the document by its stem, and asks about the parks.
        short = find_documents(own, self._corpus)[1]
        kinds = [kind for group in self._groups for kind in group.kinds]
        text = short if any(list_words().asks_which(short, k) for k in kinds) else self._named.sub(" ", own)
        if list_words().departments["lead"].search(text):
            return None
        for group in self._groups:
            named = any(fold(row.name)[:-1] in text for row in group.rows)
            if not named and any(list_words().asks_which(text, kind) for kind in group.kinds):
                for word in filter(None, (group.name, *group.kinds)):
                    text = text.replace(word, "|") if len(word) > 1 else text
                of_things = best is None or any(best in row.points.values() for row in group.rows)
                one_for_all = _of_each(text) and not list_words().things["singly"].search(text)
                return self._of(group, what, text) if of_things or not one_for_all else None
        return None

    def _of(self, group: Group, what: Understanding, text: str) -> Listed | None:
        for point, sought in _asked(group, what, text):
            held = [
                (
                    row,
                    [quote for folded, quote in _whole(pieces, text) if all(s.holds(folded) for s in sought)],
                )
                for row, pieces in zip(group.rows, point.pieces, strict=True)
            ]
            found = [(row, quotes) for row, quotes in held if quotes]
            if sought and _lacking(text) and 0 < len(found) < len(held):
                said = say("conditions.lacks", words="、".join(s.said for s in sought))
                rest = [(row, [p[0][1]]) for (row, q), p in zip(held, point.pieces, strict=True) if not q]
                return self._listed(group.name or group.kinds[-1], point, said, rest, text)
            if found:
                said = "、".join(s.said for s in sought)
                return self._listed(group.name or group.kinds[-1], point, said, found, text)
        return None

    def _listed(
        self, kind: str, point: Point, said: str, found: Sequence[tuple[Row, list[str]]], text: str
    ) -> Listed:
        items = tuple(_item(row, row.points[point.number], quotes) for row, quotes in found)
        head = (
            say("answer.list_things", conditions=point.title + said, kind=kind, count=len(items))
            if said
            else say("answer.list_each", kind=kind, title=point.title, count=len(items))
        )
        return Listed(head, say("answer.list_how_things"), items, echoes=text)


def _item(row: Row, clause: Clause, quotes: Sequence[str]) -> Item:
    first = sorted(quotes, key=lambda q: not FIGURE.search(q))[:_SHOWN]
    shown = "；".join(q.rstrip("。；") for q in quotes if q in first)
    return Item(say("answer.subject_quote", subject=row.name, quote=shown), Evidence(clause.id, first[0]))


def _asked(group: Group, what: Understanding, text: str) -> list[tuple[Point, list[_Sought]]]:
    """The points that the question may mean, best first, each with what is sought of it."""
    if _of_each(text):
        told_of = [(_told(p, text) + _SORT * _prints_year(p, what), p) for p in group.points]
        return [(point, []) for told, point in sorted(told_of, key=lambda t: -t[0]) if told]
    bound = _area(text)
    out = []
    for point in group.points:
        told, terms = _told(point, text), _terms(point, text)
        sought = [bound] if bound else []
        if terms:
            said = say("conditions.printed", words=say("conditions.or").join(f"“{t}”" for t in terms))
            sought.append(_Sought(said, partial(_prints, terms)))
        sought += [*_year(point, what, text), *_sum(text)]
        if sought or (told and list_words().things["each"].search(text)):
            out.append((told, max(map(len, terms), default=0), point, sought))
    return [(point, sought) for _, _, point, sought in sorted(out, key=lambda o: o[:2], reverse=True)]


def _of_each(text: str) -> bool:
    """Whether the same is asked of all things, and not which of them it holds for."""
    says = list_words().things
    return bool(says["each"].search(text)) and not (says["which"].search(text) or says["lacks"].search(text))


def _prints_year(point: Point, what: Understanding) -> bool:
    """Whether most things print there the year that is asked about."""
    years = [f"{year}年" for year in what.years]
    held = [any(_prints(years, folded) for folded, _ in own) for own in point.pieces]
    return sum(held) > _MOST * len(held)


def _told(point: Point, text: str) -> int:
    """How well the question tells the point: by words of its title, or by a sort of fact that most things
    have there."""
    named = sum(map(len, _title_words(point, text)))
    wants = asking().wanted(text)
    holds = [any(asking().holds((w,), q) > 0 for _, q in own) for own in point.pieces for w in wants]
    return named + _SORT * (bool(holds) and sum(holds) > _MOST * len(holds))


def _title_words(point: Point, text: str) -> list[str]:
    """The words of a title that the text says; not those of 八大重点领域, which only say of what things."""
    bare = list_words().things["kind_before"].sub("|", text)
    return [w for w in words(fold(point.title)) if w in bare and w not in asking().filler]


def _terms(point: Point, text: str) -> tuple[str, ...]:
    """The words of the question by which some things' points differ from the others': one, or those said with
    “or” between them."""
    bare = list_words().things["asks"].sub("|", text)
    for word in sorted((*runs(fold(point.title)),), key=len, reverse=True):
        bare = bare.replace(word, "|")
    printed = ["\n".join(folded for folded, _ in own) for own in point.pieces]

    def count(word: str) -> int:
        return sum(word in own for own in printed)

    known = {w for w in runs(bare) if 0 < count(w) < _COMMON * len(printed)}
    if marked := [q for q in quoted(text) if q in known]:
        return tuple(marked)
    telling = set(filter(tells, known)) or {w for w in known if not {w[0], w[-1]} & list_words().edges}
    best = max(telling, key=lambda w: (len(w), count(w)), default="")
    if not best:
        return ()
    others = [w for w in telling if w != best and _either(bare, best, w)]
    return (best, *sorted(others, key=len, reverse=True)[:1])


def _either(text: str, one: str, other: str) -> bool:
    """Whether “or” and nothing else stands between the words."""
    return any(
        re.search(f"{re.escape(a)}.{{0,{_NEAR}}}(?:或者?|、|/).{{0,{_NEAR}}}{re.escape(b)}", text)
        for a, b in ((one, other), (other, one))
    )


def _whole(pieces: Sequence[tuple[str, str]], text: str) -> Sequence[tuple[str, str]]:
    """Of a thing whose area is asked by, the piece that says it first: those after it are of its phases."""
    return [p for p in pieces if _areas(p[0])][:1] if _area(text) else pieces


def _area(text: str) -> _Sought | None:
    q = next((q for q in quantities(text) if q.kind == "area"), None)
    if q is None:
        return None
    bound = list_words().bound(text, q.start, q.end, q.value)
    said = say("conditions.area") + say(f"conditions.{bound.test}", figure=number_of(q.text))
    return _Sought(said, lambda folded: any(bound.meets(v) for v in _areas(folded)[:1]))


def _prints(terms: Sequence[str], folded: str) -> bool:
    return any(term in folded for term in terms)


def _areas(folded: str) -> list[Decimal]:
    return [q.value for q in quantities(folded) if q.kind == "area"]


def _year(point: Point, what: Understanding, text: str) -> list[_Sought]:
    """A year that the point of some things names."""
    years = [str(y) for y in what.years if str(y) in text]
    named = [y for y in years if any(f"{y}年" in folded for own in point.pieces for folded, _ in own)]
    return [_Sought(say("conditions.year", year=y), partial(_prints, (f"{y}年",))) for y in named[:1]]


def _sum(text: str) -> list[_Sought]:
    if not list_words().sums["stated"].search(text):
        return []
    return [
        _Sought(
            say("conditions.stated"),
            lambda folded: any(q.kind in {"money", "share"} for q in quantities(folded)),
        )
    ]


def _lacking(text: str) -> bool:
    return bool(list_words().things["lacks"].search(text)) and not list_words().sums["stated"].search(text)
