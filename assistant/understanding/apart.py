"""What is asked of several things in one sentence, as a question of each: 甲和乙各多大; ①…②…; 三个数：甲、乙、丙."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.corpus.numbering import CN_NUMBER

__all__ = ["asks_something", "counted", "numbered", "taken_apart"]

Names = Callable[[str], frozenset[str]]

_ASKS = re.compile(
    r"多少|[几哪谁啥吗呢]|么(?=[，。？?；;]|$)|(?<!不是)什么|怎么|咋|是否|能不能|可不可以|行不行|有没有|多[大长久高]"
    r"|说下|说一下|讲下|讲讲|说说|告诉我|(?P<verb>[\u4e00-\u9fff])[不没](?P=verb)|还是"
    r"|了[^，。？?；;]{0,8}没有?(?=[，。？?；;]|$)"
)
# 不论是补助还是奖励 asks nothing.
_WHATEVER = re.compile(r"(?:不论|不管|无论|甭管)[^，,。？?；;]*")
_EACH = r"(?:各自?|分别|哪[个笔条边](?=更|高|大|多|划算|好|$|[，。？?])|差在|差多少|相差|两个数|两样|一样吗)"
_DIFFERS = re.compile(r"差|相差|哪|两个数|两样|一样")
# 哪块地盘大些: what is asked of each is 地盘多大.
_MORE = re.compile(
    r"^哪[个块笔条项家份边](?P<of>[\u4e00-\u9fff]{2,4}?)(?:更|比较|要)?(?P<how>[大高长久])(?:些|点|一[些点])?$"
)
_TOGETHER = re.compile(
    rf"^(?P<one>[^。？?；;]{{2,40}}?)[，,]?(?:和|跟|与|、|同|以及|还是)(?P<other>[^。？?；;]{{2,40}}?)[，,]?"
    rf"(?P<asked>{_EACH}[^。，,？?；;]{{0,20}})"
)
# IC项目上限，超高清视频上限，两个分别是: what is asked of each stands with it.
_IN_A_ROW = re.compile(
    r"^(?P<one>[^。？?；;，,、]{3,20})[，,、](?P<other>[^。？?；;，,、]{3,20})[，,、]"
    r"(?:[这那]?[两二]([个样笔项种]|者))?(?P<asked>(?:各自?|分别|都)[^。？?；;，,]{0,6})[？?。]?$"
)
# Two matters told and asked after at once: 买设备投了800万，另外软件卖了900万，各能补多少.
_BESIDES = re.compile(
    r"^(?P<one>.+?)[，,；;。]\s*(?P<other>(?:另外|还有|同时|此外|再有|(?P<next>另?一[个笔项样]是?)).+?)[，,；;。]\s*"
    r"(?P<asked>(?:各|分别|一共|总共|合起来|两[项样笔个]|都)[^，,；;。]{1,16})(?:[，,。]?(?:麻烦|谢谢|多谢|劳驾)\S{0,4})?$"
)
# 三件事：…；园区2020年的三个指标：甲、乙、丙.
_ANNOUNCED = re.compile(r"^(?P<about>[^，。？?；;：:]{0,24})[：:](?P<rest>.+)$")
_FIGURES_OF = re.compile(
    r"^(?P<about>[^，。？?；;：:]{0,12}[两三四五六几][个样项][^，。？?；;：:]{0,10}(?:数字?|数据|指标|目标|数值))[，,：:](?P<rest>.+)$"
)
_ENUMERATED = re.compile(r"^[^、，。？?；;]{2,20}(?:、[^、，。？?；;]{2,20}){1,3}(?:[。？?，,].{0,4})?$")
_NUMBERED = re.compile(r"[两三四五六几][件个样]?(?:事|问题|点|样)")
# 琶洲园的面积、运营单位和2020年目标分别是什么.
_ATTRIBUTES_OF = re.compile(
    r"^(?P<about>[^，。？?；;、]{2,24}?)的(?P<items>[^，。？?；;]{3,40}?)(?:各|分别)(?:是|为)?(?:多少|什么|谁|哪些|怎样)[？?]?$"
)
_ITEM = rf"(?:第(?:{CN_NUMBER}|\d{{1,2}})条?|[（(](?:{CN_NUMBER}|\d{{1,2}})[）)])"
_TWO_ITEMS = re.compile(rf"(?P<one>{_ITEM})(?:和|跟|与|同|及|以及|、)(?P<other>{_ITEM}条?)")
# ① … ② …；1. … 2. …；一是……二是…….
_MARK = re.compile(
    r"(?:^|(?<=[\s。；;，,：:？?]))(?:(?P<ring>[①②③④])|[（(]?(?P<arabic>[1-4])[）).．、](?!\d)"
    r"|(?P<first>[一二三四])是|第(?P<nth>[一二三四])[，,、：:]|其(?P<among>[一二三四])[，,、：:])\s*"
)
_VALUES = {mark: n for row in ("①②③④", "1234", "一二三四") for n, mark in enumerate(row, 1)}
_IN_SUM = re.compile("一共|总共|合起来|合计|合共|共计|总计|加起来|加在一起|拢共|一起|都")
_MANY = 4
_SIDE = 4


def asks_something(text: str) -> bool:
    return bool(_ASKS.search(_WHATEVER.sub("", text)))


def numbered(text: str) -> list[str]:
    """The questions that the asker numbered, without their numbers, or those about two numbers of a document;
    none if it is neither."""
    if two := _TWO_ITEMS.search(text):
        before, after = text[: two.start()], re.sub(r"^各自?|^分别", "", text[two.end() :])
        return [f"{before}{two['one']}{after}", f"{before}{two['other']}{after}"]
    marks = list(_MARK.finditer(text))
    if len(marks) < 2 or [_VALUES[m[m.lastgroup or ""]] for m in marks] != list(range(1, len(marks) + 1)):
        return []
    ends = [*(m.start() for m in marks[1:]), len(text)]
    items = [text[m.end() : end].strip(" ，,；;") for m, end in zip(marks, ends, strict=True)]
    return items if all(len(item) > 1 for item in items) else []


def counted(text: str) -> bool:
    """Whether the message says beforehand how many things it asks."""
    announced = _ANNOUNCED.match(text)
    return announced is not None and bool(_NUMBERED.search(announced["about"]))


def taken_apart(text: str, names: Names) -> str:
    """The text with what it asks of several things at once asked of each, one after the other."""
    if announced := _FIGURES_OF.match(text) or _ANNOUNCED.match(text):
        about, rest = announced["about"], announced["rest"]
        if not _NUMBERED.search(about) and _ASKS.search(about.replace("几", "")):
            pass
        elif _ENUMERATED.match(rest):
            items = re.split("[、]", re.split("[。？?，,]", rest)[0])
            return "；".join(f"{about}{item}{'' if _ASKS.search(item) else '多少'}" for item in items)
        else:
            text = rest if not names(about) and text[len(about)] in "：:" else text
    if (of := _ATTRIBUTES_OF.match(text)) and names(of["about"]):
        items = re.split("[、和与及]|以及", of["items"])
        if 1 < len(items) <= _MANY and all(items):
            return "；".join(f"{of['about']}的{item}是多少" for item in items)
    in_a_row = text.split("、")
    if 1 < len(in_a_row) <= _MANY and all(map(_ASKS.search, in_a_row)):
        return "；".join(in_a_row)
    besides = _BESIDES.match(text)
    # 一个投了500万，一个投了2900万，一共能补多少 wants one sum.
    if besides and not (besides["next"] and _IN_SUM.search(besides["asked"])):
        asked = _plain(besides["asked"])
        return f"{besides['one']}，{asked}；{besides['other']}，{asked}"
    if (row := _IN_A_ROW.match(text)) and _two(row, names):
        asked = _plain(row["asked"])
        return f"{row['one']}{asked}；{row['other']}{asked}"
    match = _TOGETHER.match(text)
    if match is None or not _two(match, names):
        return text
    # 弹性出让与先租后让，年限差在哪里: the side that is compared stands with both.
    other, _, side = match["other"].rpartition("，")
    more = _MORE.match(side)
    if not other or (len(side) > _SIDE and not more):
        other, side = match["other"], ""
    asked = f"{more['of']}多{more['how']}" if more else side + _plain(match["asked"])
    return f"{match['one']}{asked}；{other}{asked}{text[match.end() :]}"


def _two(match: re.Match[str], names: Names) -> bool:
    one, other = names(match["one"]), names(match["other"])
    return bool(one and other and one != other)


def _plain(asked: str) -> str:
    """What is asked of each, without the words for each."""
    rest = re.sub(rf"^(?:{_EACH}|一共|总共|合起来|两[项样笔个]|都)+[是有更]?", "", asked)
    return rest if _ASKS.search(rest) and not _DIFFERS.match(asked) else "是多少"
