"""The several questions of one message."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Senses", "asks_something", "questions_in"]

# Up to a mark of punctuation, a particle that ends a question, or a gap between Chinese characters.
_SEGMENT = re.compile(
    r"[^？?；;。，,\n]+?(?:[？?；;。，,\n]+|(?<=[啊呀呢吗嘛])(?=[^？?；;。，,\n]{4,})"
    r"|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|$)"
)
_HARD = re.compile(r"[？?；;]\s*$")
_QUESTION_MARK = re.compile(r"[？?]\s*$")
_ASKS = re.compile(
    r"多少|[几哪谁啥吗呢]|么(?=[，。？?；;]|$)|(?<!不是)什么|怎么|咋|是否|能不能|可不可以|行不行|有没有|多[大长久高]"
    r"|说下|说一下|讲下|讲讲|说说|告诉我|(?P<verb>[\u4e00-\u9fff])[不没](?P=verb)|还是"
)
_EACH = r"(?:各自?|分别|哪[个笔条边](?=更|高|大|多|划算|好|$|[，。？?])|差在|差多少|相差|两个数|两样|一样吗)"
_DIFFERS = re.compile(r"差|相差|哪|两|一样")
# 哪块地盘大些: what is asked of each is 地盘多大.
_MORE = re.compile(
    r"^哪[个块笔条项家份边](?P<of>[\u4e00-\u9fff]{2,4}?)(?:更|比较|要)?(?P<how>[大高长久])(?:些|点|一[些点])?$"
)
_TOGETHER = re.compile(
    rf"^(?P<one>[^。？?；;]{{2,40}}?)[，,]?(?:和|跟|与|、|同|以及|还是)(?P<other>[^。？?；;]{{2,40}}?)[，,]?"
    rf"(?P<asked>{_EACH}[^。，,？?；;]{{0,20}})"
)
# Two matters told and asked after at once: 买设备投了800万，另外软件卖了900万，各能补多少.
_BESIDES = re.compile(
    r"^(?P<one>.+?)[，,；;。]\s*(?P<other>(?:另外|还有|同时|此外|再有).+?)[，,；;。]\s*"
    r"(?P<asked>(?:各|分别|一共|总共|合起来|两项|两样|都)[^，,；;。]{1,16})$"
)
# 三件事：…；园区2020年的三个指标：甲、乙、丙.
_ANNOUNCED = re.compile(r"^(?P<about>[^，。？?；;：:]{0,24})[：:](?P<rest>.+)$")
_ENUMERATED = re.compile(r"^[^、，。？?；;]{2,14}(?:、[^、，。？?；;]{2,14}){1,3}[。？?]?$")
_NUMBERED = re.compile(r"[两三四五六几][件个样]?(?:事|问题|点|样)")
# 契税那条又是谁牵头；生物医药到2019年底呢: the same is asked of another.
_ANOTHER = re.compile(r"又(?:是|给|要|补|定|排|降|收|按)|呢[？?。]?$")
# 琶洲园的面积、运营单位和2020年目标分别是什么.
_ATTRIBUTES_OF = re.compile(
    r"^(?P<about>[^，。？?；;、]{2,24}?)的(?P<items>[^，。？?；;]{3,40}?)(?:各|分别)(?:是|为)?(?:多少|什么|谁|哪些|怎样)[？?]?$"
)
_MANY = 4
_COMMAS_IN = 80
_SIDE = 4


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
    announced = _ANNOUNCED.match(text)
    counted = announced is not None and bool(_NUMBERED.search(announced["about"]))
    pieces: list[str] = []
    for segment in _SEGMENT.findall(_apart(text, senses)):
        begun = pieces and not _asks(pieces[-1])
        if begun or not pieces:
            pieces[-1:] = [(pieces[-1] if pieces else "") + segment]
        else:
            pieces.append(segment)
    out: list[str] = []
    for piece in pieces:
        alone = counted or not out or _stands_alone(out[-1], piece, senses, short=len(text) <= _COMMAS_IN)
        if not alone:
            out[-1] += piece
        else:
            out.append(piece)
    return out


def _asks(piece: str) -> bool:
    return bool(_ASKS.search(piece) or _QUESTION_MARK.search(piece))


def asks_something(text: str) -> bool:
    return bool(_ASKS.search(text))


def _stands_alone(before: str, piece: str, senses: Senses, *, short: bool) -> bool:
    if not _asks(piece):
        return False
    mine, theirs = senses.names(piece), senses.names(before)
    sort, other = senses.sorts(piece), senses.sorts(before)
    differs = bool(sort and not sort & other and (other or (_HARD.search(before) and _ASKS.search(before))))
    if differs and (_HARD.search(before) or short):
        return senses.words(before) > 0
    if (
        short
        and _ASKS.search(before)
        and _ANOTHER.search(piece)
        and senses.words(piece)
        and senses.words(before)
    ):
        return True
    if not all(senses.words(p) > 1 or n for p, n in ((piece, mine), (before, theirs))):
        return False
    if _HARD.search(before):
        return True
    if senses.words(piece) < 2 or senses.words(before) < 2:
        return False
    return short and bool(mine - theirs) and bool(theirs - mine)


def _apart(text: str, senses: Senses) -> str:
    """What is asked of several subjects at once (甲和乙各多大) as a question of each."""
    if (announced := _ANNOUNCED.match(text)) and not _ASKS.search(announced["about"]):
        about, rest = announced["about"], announced["rest"]
        if _ENUMERATED.match(rest):
            return "；".join(f"{about}{item}多少" for item in re.split("、", rest.rstrip("。？?")))
        text = rest if not senses.names(about) else text
    if (of := _ATTRIBUTES_OF.match(text)) and senses.names(of["about"]):
        items = re.split("[、和与及]|以及", of["items"])
        if 1 < len(items) <= _MANY and all(items):
            return "；".join(f"{of['about']}的{item}是多少" for item in items)
    in_a_row = text.split("、")
    if 1 < len(in_a_row) <= _MANY and all(map(_ASKS.search, in_a_row)):
        return "；".join(in_a_row)
    if besides := _BESIDES.match(text):
        asked = _plain(besides["asked"])
        return f"{besides['one']}，{asked}；{besides['other']}，{asked}"
    match = _TOGETHER.match(text)
    if match is None or not _two(match, senses):
        return text
    # 弹性出让与先租后让，年限差在哪里: the side that is compared stands with both.
    other, _, side = match["other"].rpartition("，")
    if more := _MORE.match(side):
        asked = f"{more['of']}多{more['how']}"
    elif other and len(side) <= _SIDE:
        asked = side + _plain(match["asked"])
    else:
        other, asked = match["other"], _plain(match["asked"])
    return f"{match['one']}{asked}；{other}{asked}{text[match.end() :]}"


def _two(match: re.Match[str], senses: Senses) -> bool:
    one, other = senses.names(match["one"]), senses.names(match["other"])
    return bool(one and other and one != other)


def _plain(asked: str) -> str:
    """What is asked of each, without the words for each."""
    rest = re.sub(rf"^(?:{_EACH}|一共|总共|合起来|两项|都)+[是有更]?", "", asked)
    return rest if _ASKS.search(rest) and not _DIFFERS.match(asked) else "是多少"
