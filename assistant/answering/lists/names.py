"""Which there are of things described alike, where nothing else is asked of them: 八大重点领域分别是什么."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.lists.listed import Item, Listed
from assistant.answering.lists.points import Group
from assistant.answering.lists.printed import tells
from assistant.answering.lists.seeking import prints_trade
from assistant.answering.wording import FIGURE
from assistant.calculator.amounts import quantities
from assistant.messages import say
from assistant.retrieval.place import Row
from assistant.text import cut, fold
from assistant.types import Clause, Evidence, Passage
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words

__all__ = ["asks_names", "item_of", "names"]

_SHOWN = 2
_MOST = 0.5
# A figure of these sorts is what the things are asked by.
_COMPARED = frozenset({"area", "money", "share"})


def asks_names(text: str) -> bool:
    """``text`` has a bar for the word for the things; nothing else in it may tell one of them from another."""
    says = list_words().things
    if not says["names"].search(text) or any(q.kind in _COMPARED for q in quantities(text)):
        return False
    bare = text
    for words in ("kind_before", "names", "asks", "each"):
        bare = says[words].sub("|", bare)
    rest = asking().without_filler(bare)
    return not any(len(word) > 1 and tells(word) for word in cut(rest) if word.strip("|，,。？? "))


def names(group: Group, best: Passage | None) -> Listed:
    """The clause that was found first if it names most of them; else each by what it does for a living, or its first
    point."""
    if best and best.evidence and _names_most(group, fold(best.clause.text)):
        told = best.evidence[0]
        items = [Item(say("answer.subject_quote", subject=told.subject, quote=told.quote), told)]
    else:
        point = next(filter(prints_trade, group.points), group.points[0])
        of_each = zip(group.rows, point.pieces, strict=True)
        items = [item_of(row, row.points[point.number], [own[0][1]]) for row, own in of_each]
    head = say("answer.list_names", kind=group.name or group.kinds[-1], count=len(group.rows))
    return Listed(head, say("answer.list_how_things"), tuple(items))


def item_of(row: Row, clause: Clause, quotes: Sequence[str]) -> Item:
    """A thing with what its clause prints, figures first."""
    first = sorted(quotes, key=lambda q: not FIGURE.search(q))[:_SHOWN]
    shown = "；".join(q.rstrip("。；") for q in quotes if q in first)
    return Item(say("answer.subject_quote", subject=row.name, quote=shown), Evidence(clause.id, first[0]))


def _names_most(group: Group, folded: str) -> bool:
    return sum(fold(row.name) in folded for row in group.rows) > _MOST * len(group.rows)
