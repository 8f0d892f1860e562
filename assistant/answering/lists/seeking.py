"""What a question seeks of things described alike: which of their points, and what must be printed there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import combinations

from assistant.answering.lists.points import Group, Point
from assistant.answering.lists.printed import quoted, runs, tells
from assistant.calculator.amounts import quantities
from assistant.messages import say
from assistant.text import cut, fold, words
from assistant.types import Understanding
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words, number_of

__all__ = [
    "Sought",
    "areas",
    "asks_area",
    "names_point",
    "of_each",
    "points_sought",
    "prints_trade",
    "tells_trade",
]

_MOST = 0.5
# A word that nearly all things print tells none from another.
_COMMON = 0.9
_SORT = 2
_NEAR = 2


@dataclass(frozen=True, slots=True)
class Sought:
    """What a thing's point must hold, and how that is said: one of the ``words``, or a figure of the ``sort`` (area,
    money) that compares as asked."""

    said: str
    holds: Callable[[str], bool]
    words: tuple[str, ...] = ()
    sort: str = ""


def points_sought(group: Group, what: Understanding, text: str) -> list[tuple[Point, list[Sought]]]:
    """The points that the question may mean, best first, each with what is sought of it."""
    if of_each(text):
        told_of = [(_told(p, group, text) + _SORT * _prints_year(p, what), p) for p in group.points]
        return [(point, []) for told, point in sorted(told_of, key=lambda t: -t[0]) if told]
    bound, stated = _bound(text), _sum(text)
    out = []
    for point in group.points:
        told, terms = _told(point, group, text), _terms(point, group, text)
        sought = [bound] if bound else []
        if terms:
            said = say("conditions.printed", words=say("conditions.or").join(f"“{t}”" for t in terms))
            sought.append(Sought(said, partial(_prints, terms), words=terms))
        sought += [*_year(point, what, text), *stated]
        if sought or (told and list_words().things["each"].search(text)):
            out.append((told, max(map(len, terms), default=0), point, sought))
    return [(point, sought) for _, _, point, sought in sorted(out, key=lambda o: o[:2], reverse=True)]


def of_each(text: str) -> bool:
    """Whether the same is asked of all things, and not which of them it holds for."""
    says = list_words().things
    return bool(says["each"].search(text)) and not (says["which"].search(text) or says["lacks"].search(text))


def _prints_year(point: Point, what: Understanding) -> bool:
    """Whether most things print there the year that is asked about."""
    years = [f"{year}年" for year in what.years]
    held = [any(_prints(years, folded) for folded, _ in own) for own in point.pieces]
    return sum(held) > _MOST * len(held)


def names_point(point: Point, group: Group, text: str) -> bool:
    """Whether the text says most of the point's title: 主导产业."""
    return sum(map(len, _title_words(point, group, text))) > _MOST * len(point.title)


def _told(point: Point, group: Group, text: str) -> int:
    """How well the question tells the point: by words of its title, or by a sort of fact that most things
    have there."""
    named = sum(map(len, _title_words(point, group, text))) + _SORT * tells_trade(point, text)
    wants = asking().wanted(text)
    holds = [any(asking().holds((w,), q) > 0 for _, q in own) for own in point.pieces for w in wants]
    return named + _SORT * (bool(holds) and sum(holds) > _MOST * len(holds))


def tells_trade(point: Point, text: str) -> bool:
    """Whether the point prints what each does for a living, and just that is asked."""
    return prints_trade(point) and bool(list_words().things["trade"].search(text))


def prints_trade(point: Point) -> bool:
    return bool(list_words().things["trade_titled"].search(point.title))


def _title_words(point: Point, group: Group, text: str) -> list[str]:
    """The words of a title that the text says; not those of 八大重点领域, which only say of what things, nor the
    发展 of 发展基金, which another point prints."""
    bare = list_words().things["kind_before"].sub("|", text)
    others = "\n".join(f for p in group.points if p is not point for own in p.pieces for f, _ in own)
    return [
        w
        for w in words(fold(point.title))
        if w in bare and w not in asking().filler and not _compounds(w, bare, others)
    ]


def _compounds(word: str, text: str, printed: str) -> bool:
    """Whether the text says the word only as the first half of longer words that are printed."""
    after = [text[m.end() : m.end() + len(word)] for m in re.finditer(re.escape(word), text)]
    return all(len(rest) == len(word) and word + rest in printed for rest in after)


def _terms(point: Point, group: Group, text: str) -> tuple[str, ...]:
    """The words of the question by which some things' points differ from the others': one, or those said with
    “or” between them; none that any point's title says."""
    bare = list_words().things["asks"].sub("|", text)
    for q in quantities(bare)[::-1]:
        bare = f"{bare[: q.start]}|{bare[q.end :]}"
    titled = {w for p in group.points for w in words(fold(p.title))}
    for word in sorted({*runs(fold(point.title)), *titled}, key=len, reverse=True):
        bare = bare.replace(word, "|")
    printed = ["\n".join(folded for folded, _ in own) for own in point.pieces]

    def count(word: str) -> int:
        return sum(word in own for own in printed)

    known = {w for w in runs(bare) if 0 < count(w) < _COMMON * len(printed)}
    if marked := [q for q in quoted(text) if q in known]:
        return tuple(marked)
    whole = _whole(bare)
    telling = {w for w in known if (tells(w) and len(w) > _SORT) or w in whole}
    best = max(telling, key=lambda w: (len(w), count(w), w), default="")
    if not best:
        return ()
    others = [w for w in telling if w != best and _either(bare, best, w)]
    return (best, *sorted(others, key=len, reverse=True)[:1])


def _whole(text: str) -> frozenset[str]:
    """The text's words, and several of them in a row; 区管 of 开发区管委会 is none."""
    pieces = cut(text)
    rows = ("".join(pieces[i:j]) for i, j in combinations(range(len(pieces) + 1), 2))
    return frozenset((*words(text), *rows))


def _either(text: str, one: str, other: str) -> bool:
    """Whether “or” and nothing else stands between the words."""
    return any(
        re.search(f"{re.escape(a)}.{{0,{_NEAR}}}(?:或者?|、|/).{{0,{_NEAR}}}{re.escape(b)}", text)
        for a, b in ((one, other), (other, one))
    )


def asks_area(text: str) -> bool:
    return any(q.kind == "area" for q in quantities(text))


def _bound(text: str) -> Sought | None:
    """That the first area, or the first sum, is as the question compares it with its own."""
    for q in quantities(text):
        if q.kind not in {"area", "money"}:
            continue
        bound = list_words().bound(text, q.start, q.end, q.value, q.low)
        if q.kind == "money" and bound.test == "equal":
            continue
        said = say("conditions.area") if q.kind == "area" else say("conditions.sum")
        said += say(f"conditions.{bound.test}", figure=number_of(q.text))
        return Sought(said, partial(_meets, bound.meets, q.kind), sort=q.kind)
    return None


def _meets(meets: Callable[[Decimal], bool], kind: str, folded: str) -> bool:
    return any(map(meets, [q.value for q in quantities(folded) if q.kind == kind][:1]))


def _prints(terms: Sequence[str], folded: str) -> bool:
    return any(term in folded for term in terms)


def areas(folded: str) -> list[Decimal]:
    """In square metres."""
    return [q.value for q in quantities(folded) if q.kind == "area"]


def _year(point: Point, what: Understanding, text: str) -> list[Sought]:
    """A year that the point of some things names."""
    years = [str(y) for y in what.years if str(y) in text]
    named = [y for y in years if any(f"{y}年" in folded for own in point.pieces for folded, _ in own)]
    return [Sought(say("conditions.year", year=y), partial(_prints, (f"{y}年",))) for y in named[:1]]


def _sum(text: str) -> list[Sought]:
    if not list_words().sums["stated"].search(text):
        return []
    return [
        Sought(
            say("conditions.stated"),
            lambda folded: any(q.kind in {"money", "share"} for q in quantities(folded)),
        )
    ]
