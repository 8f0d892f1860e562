"""Numbers that open a paragraph in a Chinese official document.

Ranks follow the hierarchy fixed by 《党政机关公文格式》 (GB/T 9704) for notices and by 《立法技术规范》
for rules in 第X条 form: 编 > 章 > 节 > 条 > 一、 > （一） > 1. > （1） > ①. An 附件 stands above them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

__all__ = ["CN_NUMBER", "Marker", "chinese_number", "marker_at", "printed_number"]

CN_NUMBER = "[一二三四五六七八九十百零〇两]+"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("附件", re.compile(rf"附件\s*(\d{{1,2}}|{CN_NUMBER})?(?=\s*$|\s+[^。；：]{{1,60}}$)")),
    ("编", re.compile(rf"第({CN_NUMBER})编")),
    ("章", re.compile(rf"第({CN_NUMBER})章")),
    ("节", re.compile(rf"第({CN_NUMBER})节")),
    ("条", re.compile(rf"第({CN_NUMBER}|\d+)条")),
    ("一、", re.compile(rf"({CN_NUMBER})、(?!{CN_NUMBER}、)")),
    ("（一）", re.compile(rf"[（(]({CN_NUMBER})[）)]")),
    ("1.", re.compile(r"(\d{1,3})[.．、](?!\d(?!\d{3}年))")),
    ("（1）", re.compile(r"[（(](\d{1,3})[）)]")),
    ("①", re.compile(f"([{_CIRCLED}])")),
)
RANKS = {form: rank for rank, (form, _) in enumerate(_FORMS)}


@dataclass(frozen=True, slots=True)
class Marker:
    """``form`` is one of RANKS, ``printed`` the characters on the page, ``number`` their value."""

    form: str
    number: int
    printed: str

    @property
    def rank(self) -> int:
        return RANKS[self.form]


@cache
def chinese_number(text: str) -> int:
    """Value of an Arabic or Chinese numeral such as 35, 三十五 or ⑫. Raises ValueError."""
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if text.isdecimal():
        return int(text)
    import cn2an

    return int(cn2an.cn2an(text, "smart"))


def marker_at(line: str) -> Marker | None:
    """The marker that ``line`` starts with, or None for an unnumbered paragraph."""
    for form, pattern in _FORMS:
        if match := pattern.match(line):
            try:
                return Marker(form, chinese_number(match[1] or "1"), match[0].rstrip())
            except ValueError:  # 百、千、万亿级产业: numerals that are words
                continue
    return None


def printed_number(form: str, number: int) -> str:
    """``（十九）`` for ("（一）", 19): how a number of that form stands in print."""
    import cn2an

    chinese = cn2an.an2cn(number).removeprefix("一") if 10 <= number < 20 else cn2an.an2cn(number)
    return {
        "附件": f"附件{number}",
        "一、": f"{chinese}、",
        "（一）": f"（{chinese}）",
        "1.": f"{number}.",
        "（1）": f"（{number}）",
        "①": _CIRCLED[number - 1] if number <= len(_CIRCLED) else str(number),
    }.get(form, f"第{chinese}{form}")
