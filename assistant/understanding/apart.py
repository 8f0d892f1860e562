"""What is asked of several things in one sentence, as a question of each: 甲和乙各多大; ①…②…; 三个数：甲、乙、丙."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from assistant.corpus.numbering import CN_NUMBER
from assistant.understanding.series import in_series
from assistant.understanding.talking import several

__all__ = ["PIECES", "asking_pieces", "asks_something", "counted", "head_and_items", "taken_apart"]

Names = Callable[[str], frozenset[str]]

PIECES = re.compile(r"[，。；！!？?,;\n、 ]+")
_ITEM = rf"(?:第(?:{CN_NUMBER}|\d{{1,2}})条?|第?[（(](?:{CN_NUMBER}|\d{{1,2}})[）)]条?)"
_TWO_ITEMS = re.compile(rf"(?P<one>{_ITEM})(?:和|跟|与|同|及|以及|、)(?P<other>{_ITEM})")
_VALUES = {mark: n for row in ("①②③④", "1234", "一二三四") for n, mark in enumerate(row, 1)}
_MANY = 4
_SIDE = 4
_ENDING = 2


def asks_something(text: str) -> bool:
    return bool(several().asks.search(several().whatever.sub("", text)))


def asking_pieces(text: str) -> list[str]:
    """The pieces of a sentence that ask something; none where none does by itself."""
    return [p for p in PIECES.split(text) if p and asks_something(p)]


def head_and_items(text: str) -> tuple[str, list[str]]:
    """What stands before the questions that the asker numbered, and these without their numbers; or those about
    two numbers of a document. None of it if it is neither."""
    if two := _TWO_ITEMS.search(text):
        before, after = text[: two.start()], re.sub(r"^各自?|^分别", "", text[two.end() :])
        return "", [f"{before}{two['one']}{after}", f"{before}{two['other']}{after}"]
    marks = list(several().mark.finditer(text))
    if len(marks) < 2 or [_VALUES[m[m.lastgroup or ""]] for m in marks] != list(range(1, len(marks) + 1)):
        return "", []
    ends = [*(m.start() for m in marks[1:]), len(text)]
    items = [text[m.end() : end].strip(" ，,；;") for m, end in zip(marks, ends, strict=True)]
    return (text[: marks[0].start()], items) if all(len(item) > 1 for item in items) else ("", [])


def counted(text: str) -> bool:
    """Whether the message says beforehand how many things it asks."""
    announced = several().announced.match(text)
    return announced is not None and bool(several().counted.search(announced["about"]))


def taken_apart(text: str, names: Names, frames: Callable[[str], bool]) -> str:
    """The text with what it asks of several things at once asked of each, one after the other."""
    words = several()
    if announced := words.figures_of.match(text) or words.announced.match(text):
        about, rest = announced["about"], announced["rest"]
        listed = words.enumerated.match(rest)
        said = (listed and listed["said"]) or ""
        frame = f"{said}，" if len(said) > _SIDE and frames(said) and not words.asks.search(said) else ""
        if not words.counted.search(about) and words.asks.search(about.replace("几", "")):
            pass
        elif listed and (frame or len(said) <= _SIDE):
            return "；".join(
                f"{frame}{about}{item}{'' if words.asks.search(item) else '多少'}"
                for item in listed["items"].split("、")
            )
        else:
            text = rest if not names(about) and text[len(about)] in "：:" else text
    if (of := words.attributes_of.match(text)) and names(of["about"]):
        items = re.split("[、和与及]|以及", of["items"])
        if 1 < len(items) <= _MANY and all(items):
            return "；".join(f"{of['about']}的{item}是多少" for item in items)
    in_a_row = text.split("、")
    # 能贴息多久、多少 asks two things of one; 各能贴多久、多少封顶 is asked of each.
    bare = [words.asks.sub("", p).strip("？?。 ") for p in in_a_row]
    of_each = words.each.search(text)
    each_asks = all(bare) and all(map(words.asks.search, in_a_row))
    if 1 < len(in_a_row) <= _MANY and each_asks and not of_each:
        return "；".join(in_a_row)
    # 一个投了500万，一个投了2900万，一共能补多少 wants one sum, unless they are different matters.
    if besides := _beside(text, names):
        asked = _plain(besides["asked"])
        return f"{besides['one']}，{asked}；{besides['other']}，{asked}"
    if members := in_series(text, names, frames):
        about, asked = members
        return "；".join(f"{one}{_plain(asked)}" for one in about)
    if (row := words.in_a_row.match(text)) and (_two(row, names) or _parallel(row)):
        asked = _plain(row["asked"])
        return f"{row['one']}{asked}；{row['other']}{asked}"
    match = words.together.match(text)
    if match is None or not _two(match, names):
        return _running().sub(lambda m: m["end"] + "，", text)
    # 弹性出让与先租后让，年限差在哪里: the side that is compared stands with both.
    other, _, side = match["other"].rpartition("，")
    more = words.more.match(side)
    if not other or (names(side) and not more):
        other, side = match["other"], ""
    asked = f"{more['of']}多{more['how']}" if more else side + _plain(match["asked"])
    return f"{match['one']}{asked}；{other}{asked}{text[match.end() :]}"


@cache
def _running() -> re.Pattern[str]:
    """The end of a question in running text that another one follows: 养老交几个点|失业交几个点."""
    words = several()
    ahead = (
        rf"(?=(?!来着|左右|上下|[的啊呀呢嘛吗吧])[^？?；;。，,、\s]{{2,}}?(?:{words.ends.pattern}|吗|没有))"
    )
    return re.compile(rf"(?P<end>{words.ends.pattern})(?:{words.joins.pattern})?{ahead}")


def _beside(text: str, names: Names) -> re.Match[str] | None:
    """Two matters told and asked after at once; none where one sum of alike ones is wanted."""
    items, besides = several().item_and_item.match(text), several().besides.match(text)
    if items and _two(items, names):
        return items
    if besides and several().in_sum.search(besides["asked"]):
        # 一个投了500万，一个投了2900万，一共能补多少 wants one sum.
        return besides if not besides["next"] and _two(besides, names) else None
    return besides


def _two(match: re.Match[str], names: Names) -> bool:
    one, other = names(match["one"]), names(match["other"])
    return bool(one and other and one != other)


def _parallel(match: re.Match[str]) -> bool:
    """Whether two things end in the same words, by which both are asked: IC项目上限，超高清视频上限."""
    one, other = match["one"], match["other"]
    return one[-_ENDING:] == other[-_ENDING:] and one != other


def _plain(asked: str) -> str:
    """What is asked of each, without the words for each."""
    words = several()
    rest = re.sub(rf"^(?:{words.each.pattern}|{words.each_way.pattern})+(?:[是更]|有(?![几哪]))?", "", asked)
    return rest if words.asks.search(rest) and not words.differs.match(asked) else "是多少"
