"""Three things or more named in a row, of each of which the same is asked: 甲、乙、丙，单位这头各按什么交."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from assistant.understanding.talking import several

__all__ = ["in_series"]

_MANY = 4
_LONGEST = 10
_GAP = 2
_COMMA = re.compile("[，,：:]")


def in_series(
    text: str, names: Callable[[str], frozenset[str]], frames: Callable[[str], bool]
) -> tuple[list[str], str] | None:
    """Each of the things with all that is said of all of them, and what is asked of each; None where no such row
    is named, or its members are not different matters."""
    match = several().series.match(text)
    if match is None:
        return None
    front = (
        _marked(match["front"], names, frames) if several().asks.search(match["asked"]) else match["front"]
    )
    first, *rest = front.split("、")
    if not rest:
        return None
    ending: list[str] = several().last_two.split(rest[-1], maxsplit=1)
    frame, first = _framed(first, frames)
    others = [first, *rest[:-1], *ending[:-1]]
    last, said = _shared(ending[-1], others, names)
    members = [*others, last]
    told = [of for of in map(names, members) if of]
    if not 2 < len(members) <= _MANY or len(set(told)) < 2 or not all(members):
        return None
    return [f"{frame}{member}{said}" for member in members], match["asked"]


def _marked(front: str, names: Callable[[str], frozenset[str]], frames: Callable[[str], bool]) -> str:
    """With a mark between members that spaces alone keep apart, or nothing at all where known words follow one
    another: what is asked of each needs two at least."""
    if "、" in front or several().last_two.search(front):
        return front
    pieces = front.split(" ")
    named = [bool(names(piece)) for piece in pieces]
    if len(pieces) > 2 and all(named[:-1]):
        return "、".join(pieces) if named[-1] else "、".join(pieces[:-1]) + "，" + pieces[-1]
    starts: list[int] = []
    # A document's name stands before what it is asked of.
    at = next((n for n in range(2, len(front)) if frames(front[:n])), 0)
    end = 0
    while at < len(front) and (not starts or at <= end + _GAP):
        sizes = range(min(_LONGEST, len(front) - at), 1, -1)
        size = next((n for n in sizes if _is_spelling(front[at : at + n], names)), 0)
        if size:
            starts.append(at)
            end = at + size
        at += max(size, 1)
    cuts = [*starts, len(front)]
    members = [front[one:other] for one, other in pairwise(cuts)]
    return front[: cuts[0]] + "、".join(members)


def _is_spelling(word: str, names: Callable[[str], frozenset[str]]) -> bool:
    """Whether the whole of it stands for a matter, and not only a part of it."""
    return bool(names(word) - names(word[1:]) - names(word[:-1]))


def _framed(first: str, frames: Callable[[str], bool]) -> tuple[str, str]:
    """What stands before the first member and holds for all, a document or a year; chat is left out."""
    for mark in several().frame_ends.finditer(first):
        if frames(first[: mark.end()]) and first[mark.end() :]:
            return first[: mark.end()], first[mark.end() :]
    return "", _COMMA.split(first)[-1]


def _shared(last: str, others: list[str], names: Callable[[str], frozenset[str]]) -> tuple[str, str]:
    """The last member, and what is said behind it of all: behind a comma, a word for them all (这三块), 的 that the
    others lack, a year; else behind the shortest words that name a matter."""
    if grouped := several().grouped.search(last):
        return last[: grouped.start()].rstrip("，,"), last[grouped.end() :].lstrip("，,")
    if comma := _COMMA.search(last):
        return last[: comma.start()], last[comma.end() :]
    owned = last.find("的")
    if 0 < owned < len(last) - 1 and not any("的" in other for other in others):
        return last[:owned], last[owned:]
    if year := several().year.search(last):
        return last[: year.start()], last[year.start() :]
    ends = (n for n in range(2, len(last)) if names(last[:n]))
    end = next(ends, len(last))
    # 人工智能产业 is one name: what all the others lack is no part of what they share.
    return last[:end], last[end:]
