"""Quantities in Chinese text, typed: money, energy, area, share, count, people, duration.

The patterns isolate a number and its unit; the numeral itself is read by cn2an. What carries no unit of a
kind (a year, a document number, 5G, 10.5代, a telephone number) is no quantity of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.text import fold

__all__ = ["Quantity", "numeral", "quantities", "without_quantities"]

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_DIGITS = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMBER = rf"(?:{_ARABIC}|[{_DIGITS}半][{_DIGITS}点半]*)"
# An amount may mix figures, numerals and magnitudes: 2千3百万, 1亿2, 0.8个亿, 一百五十来万, 1000万零5000.
_BODY = rf"[\d{_DIGITS}半](?:[\d.{_DIGITS}万亿点w]|(?<=\d),(?=\d{{3}}(?!\d))|个(?=亿)|[来多余几](?=个?[千百万亿w]))*"
_SCALE = {"亿": Decimal(10) ** 8, "万": Decimal(10) ** 4, "w": Decimal(10) ** 4}
_ABOUT = r"约|大约|大概|差不多|将近|接近|近|不到"
_MAGNITUDE = r"万|亿|w"
_NOT_MONEY = (
    r"(?!\s*(?:度|千瓦|kwh|平|㎡|亩|公顷|人|名|台|套|个|家|公里|吨|辆|条|次|片|颗|户|年|月|天|日|美元|美金|欧元|港币|港元"
    r"|日元|日币|英镑|欧|刀|号|代|级|股|张|件|只|美|千米|米|字|页|部|种|款|分(?![之])|%|点|g|k|m))"
)
_MONEY = re.compile(
    rf"(?P<about>{_ABOUT})?(?:人民币|rmb|¥)?\s*(?:(?P<low>{_BODY})元?\s*(?:到|至|-|~)\s*)?(?P<body>{_BODY})\s*"
    rf"(?P<wide>{_MAGNITUDE})?(?P<few>[来多余几])?{_NOT_MONEY}\s*(?P<unit>元|块钱|块|圆|rmb)?(?P<about2>左右|上下)?"
)
_OTHERS: tuple[tuple[str, str, dict[str, Decimal]], ...] = (
    ("energy", r"度电?|千瓦时|kwh", {}),
    (
        "area",
        r"平方公里|平方千米|公顷|亩|平方米|平米|平方|㎡|平",
        {
            "平方公里": Decimal(10) ** 6,
            "平方千米": Decimal(10) ** 6,
            "公顷": Decimal(10) ** 4,
            "亩": Decimal(2000) / 3,
        },
    ),
    ("share", r"%|个点|个百分点", {}),
    ("people", r"人|名(?:员工|职工|工人)|个(?:人|员工|职工|工人)", {}),
    ("duration", r"年|个月|个工作日|个?天|日(?!元)", {}),
    (
        "count",
        r"台|套|个(?!亿|月|点|工作|百分|人|员工|职工|工人)|件|项|家|款|批次?|份|种|辆|颗|单|部|次|条",
        {},
    ),
)
_PATTERNS = tuple(
    (
        kind,
        re.compile(
            rf"(?<![\d.第])(?P<number>{_NUMBER})\s*(?P<few>[来多余几])?(?P<scale>{_MAGNITUDE})?(?P<few2>[多余])?"
            rf"\s*(?P<unit>{unit})"
        ),
        sizes,
    )
    for kind, unit, sizes in _OTHERS
)
_PERCENT_WORDS = re.compile(
    rf"百分之(?P<number>{_NUMBER}|\d+(?:\.\d+)?)|(?P<tenths>[一二两三四五六七八九半])成"
)
# Shapes in which a number is a name or a date: blanked before anything is read.
_NAMES = re.compile(
    r"(?:19|20)\d{2}\s*(?:年|-|/|\.)\s*(?:\d{1,2}\s*(?:月|-|/|\.)\s*(?:\d{1,2}\s*[日号]?)?)?"
    r"|〔?\[?\(?(?:19|20)\d{2}[〕\])]?\s*\d+号|第\s*[\d零一二三四五六七八九十百]+\s*[条款项点章节部期批代届名号]"
    r"|[（(][\d一二三四五六七八九十]+[)）]|\d{1,2}月\d{0,2}[日号]?|(?:制造|工业|计划|战略)\s*20\d{2}"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)|(?<!\d)12345(?!\d|\.\d|\s*[万亿元])"
    r"|\d+(?:\.\d+)?\s*(?:代线?|号文?|号线|nm|g\b|k\b|寸|英寸|版|点\d*分|时\d+分|g(?=[^a-z]|$)|k(?=[^a-z]|$))"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """``value`` in base units: 元, 千瓦时, 平方米, percent, pieces, people; durations in their ``unit``.

    ``low`` is the lower end of a range, ``approximate`` whether the words say about. ``start`` and ``end``
    are positions in the folded text.
    """

    kind: str
    value: Decimal
    text: str
    start: int
    end: int
    unit: str = ""
    approximate: bool = False
    low: Decimal | None = None


@lru_cache(maxsize=2048)
def numeral(text: str) -> Decimal:
    """Value of an Arabic, Chinese or mixed numeral below 万, without its unit. Raises ValueError."""
    plain = text.replace(",", "").replace("〇", "零")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return Decimal(plain)
    if plain == "半":
        return Decimal("0.5")
    import cn2an

    return Decimal(str(cn2an.cn2an(f"一{plain}" if plain[0] in "百千" else plain, "smart")))


def quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities in the text, by position; a number belongs to one kind only."""
    folded = _NAMES.sub(lambda m: "\n" * len(m[0]), fold(text))
    found = [*_money(folded), *_percent_words(folded)]
    for kind, pattern, sizes in _PATTERNS:
        for match in pattern.finditer(folded):
            value = _value(match["number"] + (match["scale"] or ""))
            if value is not None:
                size = sizes.get(match["unit"], Decimal(1))
                about = bool(match["few"] or match["few2"])
                found.append(
                    Quantity(kind, value * size, match[0].strip(), *match.span(), match["unit"], about)
                )
    found.sort(key=lambda q: (q.start, q.start - q.end))
    out: list[Quantity] = []
    for quantity in found:
        if not out or quantity.start >= out[-1].end:
            out.append(quantity)
    return tuple(out)


def without_quantities(folded: str) -> str:
    """Folded text with its sums of money and amounts of energy blanked out."""
    for quantity in quantities(folded):
        if quantity.kind in {"money", "energy"}:
            folded = folded[: quantity.start] + " " * (quantity.end - quantity.start) + folded[quantity.end :]
    return folded


def _money(folded: str) -> Iterator[Quantity]:
    for match in _MONEY.finditer(folded):
        body = match["body"] + (match["wide"] or "")
        if not (match["unit"] or re.search(r"[万亿w]", body)):
            continue
        value = _value(body)
        if value is None:
            continue
        low = _value(match["low"]) if match["low"] else None
        if low is not None and not re.search(r"[万亿w]", match["low"]):
            low *= _SCALE.get(body[-1], Decimal(1))
        about = bool(re.search(r"[来多余几]", body)) or any(match[g] for g in ("about", "few", "about2"))
        yield Quantity("money", value, match[0].strip(), *match.span(), "元", about, low)


def _percent_words(folded: str) -> Iterator[Quantity]:
    for match in _PERCENT_WORDS.finditer(folded):
        value = numeral(match["number"]) if match["number"] else numeral(match["tenths"]) * 10
        yield Quantity("share", value, match[0], *match.span(), "%")


def _value(body: str) -> Decimal | None:
    """The parts before 亿 and 万 and the rest; a lone digit after one of them is of the next lower order."""
    plain = re.sub(r"[来多余几个]", "", body).replace("w", "万").strip("零〇.,")
    match = re.fullmatch(r"(?:(?P<yi>[^亿]*)亿)?[零〇]?(?:(?P<wan>[^万]*)万)?[零〇]?(?P<rest>.*)", plain)
    if match is None:
        return None
    try:
        total = Decimal(0)
        for group, size in (("yi", Decimal(10) ** 8), ("wan", Decimal(10) ** 4)):
            if match[group] is not None:
                total += numeral(match[group] or "一") * size
        rest = match["rest"]
        if len(rest) == 1 and plain[-2:-1] in _SCALE:
            return total + numeral(rest) * _SCALE[plain[-2]] / 10
        return total + numeral(rest) if rest else total
    except ValueError:
        return None
