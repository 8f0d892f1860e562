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
# Two matters told and asked after at once: 买设备投了800万，另外软件卖了900万，各能补多少.
_BESIDES = re.compile(
    r"^(?P<one>.+?)[，,；;。]\s*(?P<other>(?:另外|还有|同时|此外|再有).+?)[，,；;。]\s*"
    r"(?P<asked>(?:各|分别|一共|总共|合起来|两项|两样|都)[^，,；;。]{1,16})$"
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
    if besides := _BESIDES.match(text):
        asked = _plain(besides["asked"])
        return f"{besides['one']}，{asked}；{besides['other']}，{asked}"
    match = _TOGETHER.match(text)
    if match is None or not names(match["one"]) or not names(match["other"]):
        return text
    asked = _plain(match["asked"])
    return f"{match['one']}{asked}；{match['other']}{asked}{text[match.end() :]}"


def _plain(asked: str) -> str:
    """What is asked of each, without the words for each."""
    return re.sub(r"^(?:各自?|分别|一共|总共|合起来|两项|两样|都)+[是有]?", "", asked)
