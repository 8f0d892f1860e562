"""Which of several figures told for one fact count towards it: a total, a part, or another matter's figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.calculator.amounts import Quantity
from assistant.calculator.facts import Fact
from assistant.calculator.sums import telling
from assistant.text import fold

__all__ = ["announced_and_come", "counted", "named", "totalled"]

# A total told last says what the figures before it come to.
_TOTAL = re.compile(r"(一共|合计|总共|总计|共计|加起来|加在一起|算下来|拢共|全部)[^，。；;]{0,8}$")
# 320万，其中设备200万: a part of what was told before.
_PART_OF = re.compile(r"(其中|当中|里面|里头|包括|含)[^，。；;]{0,8}$")
# One of several alike: 另一条600万, 第二期400万, 今年又投了300万, 设备500万、软件100万.
_ALIKE = re.compile(
    r"(另|又|再|还有|加上|分别|各|第[一二三四五\d](?!次)|[一二三四五]期|[今去前明]年|后来"
    r"|一[条个批台期单])[^，,。；;]{0,5}$|^[^，,。；;]{0,2}[、和与及]"
)
# What else a figure is of: 发了3亿的票子, 预付款收了600万, 总投5000万 beside the equipment alone.
# and what is left of a whole: 总盘子1.2亿, 其余8000万是别人出的.
_OF_ELSE = re.compile(
    r"[了过收付预欠][^，,。；;]{0,6}$|市值|估值|盘子|总(?:投|盘|额|预算|造价|规模)"
    r"|(?:剩下?|其余|余下|剩余|其它|其他)的?[^，,。；;]{0,4}$"
)
_OF_ANOTHER = re.compile(r"的[^，,。；;]")
_LAST_YEAR = re.compile(r"(?:[去前]年|上一?年度?|往年)[^，,。；;]{0,12}$")
_REACH = 14
_AFTER = 6


def counted(found: Sequence[Quantity], fact: Fact, folded: str, actual: bool = False) -> list[Quantity]:
    """Without the figures that no word of the fact stands by, where it stands by another of them.

    ``actual``: the clause reckons from what came, so that what was only announced gives way to it.
    """
    found = _of_this_year(found, fact, folded)
    if actual:
        found = _arrived(found, folded)
    own = [q for q, words in zip(found, _around(found, folded), strict=True) if named(fact, *words)]
    if fact.type != "money" or not own or len(own) == len(found):
        return list(found)
    part_named = any(_PART_OF.search(folded[: q.start]) for q in own)
    return [
        q
        for q, words in zip(found, _around(found, folded), strict=True)
        if q in own or not (part_named or _of_another_matter(*words))
    ]


def _of_this_year(found: Sequence[Quantity], fact: Fact, folded: str) -> Sequence[Quantity]:
    """Without what was last year's, where the fact is this year's and that was told, too."""
    if "当年" not in fact.name:
        return found
    last = [q for q in found if _LAST_YEAR.search(folded[: q.start])]
    return [q for q in found if q not in last] if len(last) < len(found) else found


def _arrived(found: Sequence[Quantity], folded: str) -> Sequence[Quantity]:
    announced, came = announced_and_come(found, folded)
    return [q for q in found if q not in announced] if came else found


def announced_and_come(
    found: Sequence[Quantity], folded: str
) -> tuple[Sequence[Quantity], Sequence[Quantity]]:
    """(what was approved, promised or agreed, what is said to have come or been paid)."""
    came = [
        q
        for q in found
        if telling().arrived.search(folded[: q.start]) or telling().arrived_after.match(folded, q.end)
    ]
    # 实际成交1500万，又签了900万: another one, and no earlier word of the same.
    announced = [
        q
        for q in found
        if q not in came
        and telling().announced.search(ahead := folded[: q.start])
        and not _ALIKE.search(ahead)
    ]
    return announced, came


def named(fact: Fact, before: str, after: str) -> bool:
    """Whether a word of the fact stands in what is said of a figure alone."""
    return any(fold(word) in before or fold(word) in after for word in (*fact.words, fact.name))


def _of_another_matter(before: str, after: str) -> bool:
    return not _ALIKE.search(before) and bool(_OF_ELSE.search(before) or _OF_ANOTHER.match(after))


def _around(found: Sequence[Quantity], folded: str) -> list[tuple[str, str]]:
    """The words that belong to each figure: since the one before it, and to the end of its breath."""
    starts = [0, *(a.end for a in found[:-1])]
    ends = [*(b.start for _, b in pairwise(found)), len(folded)]
    return [
        (
            folded[max(start, q.start - _REACH) : q.start],
            re.split("[，,。；;、?？]", folded[q.end : min(end, q.end + _AFTER)])[0],
        )
        for q, start, end in zip(found, starts, ends, strict=True)
    ]


def totalled(found: list[Quantity], folded: str) -> list[Quantity]:
    """The total alone where the last figure is one: 设备150万，连厂房一共190万."""
    last = found[-1]
    if len(found) == 1 or last.kind != "money":
        return found
    if _TOTAL.search(folded[: last.start]) and last.value >= max(q.value for q in found):
        return [last]
    whole = [q for q in found if not _PART_OF.search(folded[: q.start])]
    return whole or found
