"""The several questions of one message."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.understanding.apart import asks_something, counted, numbered, taken_apart
from assistant.understanding.lists import list_words

__all__ = ["Senses", "questions_in"]

# Up to a mark of punctuation, a particle that ends a question, a gap between Chinese characters, or, without
# any of these, where the next thing is begun: …多少|失业险又是多少，…|还有消防怎么办，…|到2020年收入多少.
_SEGMENT = re.compile(
    r"[^？?；;。，,\n]+?(?:[？?；;。，,\n]+|(?<=[啊呀呢吗嘛])(?=[^？?；;。，,\n]{4,})"
    r"|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])"
    r"|(?<=多少)(?!.{0,2}的)(?=[^？?；;。，,\s]{2,}(?:多少|[几谁哪]|什么|[吗没]))|(?=(?:还有(?!效)|另外|顺便|此外|再就是)[^？?；;。，,\n]{4,})"
    r"|(?=到?20[12]\d年[^？?；;。，,\n]{4,})|$)"
)
_HARD = re.compile(r"[？?；;]\s*$|[\u4e00-\u9fff]\s+$")
_QUESTION_MARK = re.compile(r"[？?]\s*$")
# 契税那条又是谁牵头；生物医药到2019年底呢: the same is asked of another.
_ANOTHER = re.compile(r"又(?:是|给|要|补|定|排|降|收|按)|呢[？?。]?$")
# 主要做啥的？ asks for something, unlike 行吗？ and 最高呢？.
_ASKS_WHAT = re.compile(r"什么|啥|哪些|哪[几种类样]|谁")
_BESIDES = re.compile(r"^(?:还有(?!效)|另外|顺便|此外|再就是|其次)")
_COMMAS_IN = 80
_A_SENTENCE = 5
_FEW = 2


@dataclass(frozen=True, slots=True)
class Senses:
    """What can be told of a piece of text: ``names`` the subjects it names, ``words`` how many of its words
    carry meaning, ``sorts`` the sorts of answer it asks for (a department, an area, a deadline)."""

    names: Callable[[str], frozenset[str]]
    words: Callable[[str], int]
    sorts: Callable[[str], frozenset[str]]


def questions_in(text: str, senses: Senses) -> list[str]:
    """The pieces that each ask something of their own; just one for a single question.

    After a question mark a piece needs words of its own; after a comma, in a short message, a subject of its
    own or another sort of answer.
    """
    if items := numbered(text):
        return items
    each = counted(text)
    pieces: list[list[str]] = []
    for segment in _SEGMENT.findall(taken_apart(text, senses.names)):
        if pieces and not _asks("".join(pieces[-1])):
            pieces[-1].append(segment)
        else:
            pieces.append([segment])
    out: list[list[str]] = []
    for piece in pieces:
        whole = "".join(piece)
        if each or not out or _stands_alone(out[-1], whole, senses, short=len(text) <= _COMMAS_IN):
            out.append(piece)
        else:
            out[-1] = [*out[-1][:-1], out[-1][-1] + whole]
    return ["".join(piece) for piece in out]


def _asks(piece: str) -> bool:
    return asks_something(piece) or bool(_QUESTION_MARK.search(piece))


def _stands_alone(told: list[str], piece: str, senses: Senses, *, short: bool) -> bool:
    """``told`` is the question before by its segments, the last of which asks."""
    before = "".join(told)
    if not _asks(piece) or list_words().leaves_out.search(piece):
        return False
    mine, theirs = senses.names(piece), senses.names(told[-1]) or senses.names(before)
    sort, other = senses.sorts(piece), senses.sorts(before)
    hard = bool(_HARD.search(before))
    differs = bool(sort and not sort & other and (other or (hard and asks_something(before))))
    if differs and (hard or short):
        return senses.words(before) > 0
    another = _ANOTHER.search(piece) or _BESIDES.search(piece)
    if short and asks_something(before) and another and senses.words(piece) and senses.words(before):
        return True
    if _QUESTION_MARK.search(before) and _ASKS_WHAT.search(piece) and not sort:
        return bool(theirs) and (senses.words(piece) > 0 or len(piece) >= _A_SENTENCE)
    if not all(senses.words(p) > 1 or n for p, n in ((piece, mine), (before, theirs))):
        return False
    if hard:
        return True
    # A word or two is another matter only where the same is asked of it: …补多少，做芯片的补多少.
    if min(senses.words(piece), senses.words(before)) < _FEW and not sort & other:
        return False
    return short and bool(mine - theirs) and bool(theirs - mine)
