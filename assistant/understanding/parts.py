"""The several questions of one message."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["questions_in"]

_SEGMENT = re.compile(r"[^？?；;。，,\n]+[？?；;。，,\n]*")
_HARD = re.compile(r"[？?；;]\s*$")
_ASKS = re.compile(
    r"多少|[几哪谁啥吗呢]|么(?=[，。？?；;]|$)|(?<!不是)什么|怎么|咋|是否|能不能|可不可以|行不行|有没有|多[大长久高]|说下|说一下|讲下|讲讲|说说|告诉我"
)
_TOGETHER = re.compile(
    r"^(?P<one>[^，。？?；;]{2,12}?)(?:和|跟|与|、|同)(?P<other>[^，。？?；;和跟与、]{2,12}?)(?P<asked>(?:各自?|分别)[^，。？?；;]+)"
)
_COMMAS_IN = 80


def questions_in(text: str, names: Callable[[str], frozenset[str]], words: Callable[[str], int]) -> list[str]:
    """The pieces that each ask something of their own; just one for a single question.

    ``names`` gives the subjects that a piece names, ``words`` how many words of it carry meaning. After a
    question mark a piece needs words of its own; after a comma, in a short message, a subject of its own.
    """
    pieces: list[str] = []
    for segment in _SEGMENT.findall(_apart(text, names)):
        begun = pieces and not _ASKS.search(pieces[-1])
        if begun or not pieces:
            pieces[-1:] = [(pieces[-1] if pieces else "") + segment]
        else:
            pieces.append(segment)
    out: list[str] = []
    for piece in pieces:
        if out and not _stands_alone(out[-1], piece, names, words, short=len(text) <= _COMMAS_IN):
            out[-1] += piece
        else:
            out.append(piece)
    return out


def _stands_alone(
    before: str,
    piece: str,
    names: Callable[[str], frozenset[str]],
    words: Callable[[str], int],
    *,
    short: bool,
) -> bool:
    mine, theirs = names(piece), names(before)
    if not _ASKS.search(piece) or not all(words(p) > 1 or n for p, n in ((piece, mine), (before, theirs))):
        return False
    if _HARD.search(before):
        return True
    if words(piece) < 2 or words(before) < 2:
        return False
    return short and bool(mine - theirs) and bool(theirs - mine)


def _apart(text: str, names: Callable[[str], frozenset[str]]) -> str:
    """What is asked of two subjects at once (甲和乙各多大) as a question of each."""
    match = _TOGETHER.match(text)
    if match is None or not names(match["one"]) or not names(match["other"]):
        return text
    asked = match["asked"].lstrip("各自分别").lstrip("是有")
    return f"{match['one']}{asked}；{match['other']}{asked}{text[match.end() :]}"
