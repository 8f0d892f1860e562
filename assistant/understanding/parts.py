"""The several questions of one message."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from assistant.calculator.amounts import quantities
from assistant.types import Kind
from assistant.understanding.apart import asks_something, counted, head_and_items, taken_apart
from assistant.understanding.lists import list_words
from assistant.understanding.talking import several, turns

__all__ = ["Senses", "questions_in"]

_COMMAS_IN = 80
_A_SENTENCE = 5
_FEW = 2
_A_NAME = 18
_MARKS = " ，,。；;、"
# Sorts of question that take in several things themselves.
_AT_LARGE = frozenset({Kind.COMPARISON.value, Kind.LIST.value})


@dataclass(frozen=True, slots=True)
class Senses:
    """What can be told of a piece of text: ``names`` the subjects it names, ``words`` how many of its words
    carry meaning, ``sorts`` the sorts of answer it asks for (a department, an area, a deadline), ``frames``
    whether it names a document or a year, which then hold for all that is asked after it."""

    names: Callable[[str], frozenset[str]]
    words: Callable[[str], int]
    sorts: Callable[[str], frozenset[str]]
    frames: Callable[[str], bool]


def questions_in(text: str, senses: Senses) -> list[str]:
    """The pieces that each ask something of their own; just one for a single question.

    After a question mark a piece needs words of its own; after a comma, in a short message, a subject of its
    own or another sort of answer.
    """
    head, items = head_and_items(text)
    if items:
        first = items[0]
        told = senses.names(head) or any(q.kind == "money" for q in quantities(head))
        return [f"{head if senses.frames(head) or (told and item is first) else ''}{item}" for item in items]
    each = counted(text)
    pieces: list[list[str]] = []
    for segment in several().segment.findall(_asked_apart(text, senses)):
        if pieces and not _asks("".join(pieces[-1])):
            pieces[-1].append(segment)
        else:
            pieces.append([segment])
    out: list[list[str]] = []
    # A story told before the first question makes nothing of the questions long.
    asked = len(text) - sum(map(len, pieces[0][:-1]))
    for piece in pieces:
        whole = "".join(piece)
        if (
            each
            or not out
            or _stands_alone(out[-1], whole, senses, short=asked <= _COMMAS_IN, later=len(out) > 1)
        ):
            out.append(piece)
        else:
            out[-1] = [*out[-1][:-1], out[-1][-1] + whole]
    return ["".join(piece) for piece in out]


def _asked_apart(text: str, senses: Senses) -> str:
    """What is asked of several things at once asked of each; what is only named beside a question (医保费率，还有…打
    几折; …，还有社保) is asked, too."""
    pieces = several().besides_then.split(text)
    named = [several().beside.sub("", piece).strip(_MARKS) for piece in pieces]
    only = [
        len(n) <= _A_NAME and not (_asks(n) or several().told.search(n)) and bool(senses.names(n))
        for n in named
    ]
    if len(pieces) < 2 or not any(only):
        return taken_apart(text, senses.names, senses.frames)
    asked = [
        f"{piece.strip(_MARKS)}{'呢' if n else '是多少'}，" if bare else piece
        for n, (piece, bare) in enumerate(zip(pieces, only, strict=True))
    ]
    return "".join(taken_apart(piece, senses.names, senses.frames) for piece in asked)


def _asks(piece: str) -> bool:
    return asks_something(piece) or bool(several().question_mark.search(piece))


def _has_asked(piece: str) -> bool:
    """Whether a piece ends in what it asks; 几份文件写得不一样 doesn't."""
    return any(len(piece) - end.end() <= _FEW for end in several().ends.finditer(piece))


def _alike(before: str, piece: str) -> bool:
    """Whether the same words ask of one thing and of another: 技改能补多少，利息能补多少."""
    one, other = (re.sub(r"[，,；;。？?\s]+$", "", text) for text in (before, piece))
    same = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(one), reversed(other), strict=False))
    shared = "".join(a for a, _ in same)[::-1]
    return len(shared) > _FEW and asks_something(shared) and len(other) - len(shared) >= _FEW


def _stands_alone(told: list[str], piece: str, senses: Senses, *, short: bool, later: bool) -> bool:
    """``told`` is the question before by its segments, the last of which asks; ``later`` that another precedes it,
    which names what it asks of."""
    before = "".join(told)
    before = before if len(before) <= _COMMAS_IN else told[-1]
    if not _asks(piece) or list_words().leaves_out.search(piece):
        return False
    if several().counts.search(told[-1]) and several().elaborates.search(piece):
        return False
    mine, theirs = senses.names(piece), senses.names(told[-1]) or senses.names(before)
    sort, other = senses.sorts(piece), senses.sorts(before)
    hard = bool(several().hard.search(before))
    # Who it is up to, and by which clause, is asked of what was asked before, whatever that was.
    goes_on = asks_something(before) if hard else several().points_back.search(piece) and _has_asked(before)
    differs = bool(sort and not sort & other and (other or goes_on))
    if not hard and several().depends.search(piece):
        return False
    if differs and (hard or short):
        return senses.words(before) > 0 or later
    if short and senses.words(piece) and _alike(before, piece):
        return True
    besides, again = several().beside.search(piece), several().another.search(piece)
    if short and asks_something(before) and senses.words(piece) and (besides or again):
        return bool(besides or senses.words(before))
    if several().question_mark.search(before) and several().asks_what.search(piece) and not sort:
        return bool(theirs or senses.frames(before)) and (
            senses.words(piece) > 0 or len(piece) >= _A_SENTENCE
        )
    that = turns().that.match(piece)
    if short and that and asks_something(before) and senses.names(that["of"]) and that["of"] not in before:
        return True
    if not all(senses.words(p) > 1 or n for p, n in ((piece, mine), (before, theirs))):
        return False
    if hard:
        return True
    if short and sort & other - _AT_LARGE and min(senses.words(piece), senses.words(before)) >= _FEW:
        return True
    # A word or two is another matter only where the same is asked of it: …补多少，做芯片的补多少.
    if min(senses.words(piece), senses.words(before)) < _FEW and not sort & other:
        return False
    figures = all(map(several().ends.search, (before, piece)))
    if short and figures and mine and not theirs and senses.words(before) > _FEW:
        return True
    return short and bool(mine - theirs) and bool(theirs - mine)
