"""Quantities in Chinese text, typed: money, energy, area, share, count, people, duration.

The patterns isolate a number and its unit; the numeral itself is read by cn2an. What carries no unit of a
kind (a year, a document number, 5G, 10.5代, a telephone number) is no quantity of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from assistant.text import fold

__all__ = ["Quantity", "numeral", "quantities", "without_quantities"]

_LOW = "一二两三四五六七八九"
_CN = f"〇零{_LOW}壹贰叁肆伍陆柒捌玖"
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_STEP = r"(?:[十拾百佰仟]|千(?![瓦米克伏]))"
_ARABIC = r"\d{1,3}(?: \d{3}){2,}(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_ONE = rf"(?:[零〇]?(?:{_ARABIC})(?:点\d+)?|[{_CN}]+(?:点[{_CN}]+)?)"
# Below 万: 2千3百, 一百零五, 十几, and 百 by itself.
_GROUP = rf"(?>(?:{_ONE}|半|(?={_STEP}))(?:{_STEP}(?:{_ONE}|几)?)*)"
_WAN = r"\s?[来多余]?个?(?:万|w(?![a-z]))"
_YI = r"\s?[来多余]?个?[来多余]?亿"
# A digit by itself after 万 or 亿 is of the next lower order, unless it counts what follows (500万3年).
_COUNTING = "台套个件项家款批份种辆颗单部次条人名位年月天日度平亩公期号类轮步层间座户支张季周档级倍代成折方"
_LAST = rf"(?:[\d二三四五六七八九](?!\s*[{_COUNTING}\d{_CN}十百千万亿w点%]|[.,]\d)|一(?=元|块|\W|$))"
_REST = (
    rf"(?:(?=[零〇][\d{_CN}十百千]|{_ONE}[千仟]){_GROUP}(?!\s?[来多余]?[万亿w\d])"
    rf"|\d{{4}}(?![\d.,万亿w台套个人])|{_LAST})?"
)
_BODY = (
    rf"(?>(?:{_GROUP}|(?<=[上过超近])(?=亿元))"
    rf"(?:(?:{_WAN})?{_YI}(?:{_GROUP}{_WAN}(?!\s?亿))?{_REST}|{_WAN}{_REST})?)"
)
_START = (
    rf"(?<!第)(?:(?<![\d.])(?=\d)|(?<![{_CN}十百千])(?=[{_CN}])(?!零[部件售])|(?<![上下前后多一])(?=半)"
    rf"|(?<![\d{_CN}十百千万亿几数])(?=[十拾百佰千仟亿]))"
)
# kind -> its units; what stands after ``(?!`` makes the word another one (500万项目, 三成立, 3平台).
_UNITS = {
    "money": r"(?:元|圆)(?![里锂桌])|块钱|块(?![地牌屏板区用])|蚊|rmb|cny|人民币",
    "energy": r"度电|度(?![假过])|千瓦小?时|kw[·.]?h|兆瓦时|mwh",
    "area": r"个?平方公里|个?平方千米|km2|公顷|亩|平方米|平米|个?平方|m2|个?平(?![台均板衡时等面价稳安])",
    "share": r"%|‰|个半?(?:百分)?点(?![子位])|(?<!统一)成(?![立本功员果都熟为交品长就绩套型份不百])",
    "people": r"人(?![民才工均次力事])|名(?![次义单额称誉优牌录])|号人|位(?=[员职博专院人])"
    r"|个?(?:研发|技术|科研|管理)?(?:人员|员工|职工|工人)|个人(?!所得|部分)",
    "duration": r"(?<![万亿w])(?<![万亿w]\s)(?:年(?![代度级底初末])|个月|个?(?:工作|自然)日|个?(?:季度|星期)"
    r"|个?天(?![使河然])|日(?![元币常本]))",
    "count": r"台(?![币式账湾阶风商])|套(?![现利])|个(?!亿|百分|体|别)|件|项(?!目)|家(?!电|具(?![有备])|里|庭)"
    r"|款(?![项式已没到还都打])|批次|批(?![复准下了文示给过到来])|份(?!额)|种(?![子植])|辆|颗(?!粒)"
    r"|支(?![持付出撑援行部队架])|只(?=[药针注片胶口基])"
    r"|单(?![个位项独笔台价一家])|部(?![分门级委队署])|次(?![性年级日于要])|条(?![件款例约])",
}
_SIZES = {
    "兆瓦时": Fraction(1000),
    "mwh": Fraction(1000),
    "平方公里": Fraction(10**6),
    "平方千米": Fraction(10**6),
    "km2": Fraction(10**6),
    "公顷": Fraction(10**4),
    "亩": Fraction(2000, 3),
    "成": Fraction(10),
    "‰": Fraction(1, 10),
}
# What makes a bare 万 or 亿 no sum of 元.
_OTHER_UNIT = (
    r"[美欧日港澳]元|美金|[日港台]币|英镑|欧|刀(?!具)|公里|千?米|吨|字|户|股(?![权东份本])|张(?!江)|页|片(?!区)|级|像素|用户"
    r"|粉丝|人次|箱|粒|伏|千?瓦|k?w|k?va|k?g(?![a-z])|k?m(?![a-z])|分(?=[即钱/\W]|$)|%"
)
_COUNTED = re.compile(r"(?:用户|粉丝|人口|[产销]量|(?:下载|浏览|访问)量?)[数量约达到有为超过近突破]{0,4}$")
# The unit of all the bare numbers of a text: （都是万元）, 单位：万元.
_DECLARED = re.compile(
    r"单位(?:都|均|全)?(?:是|为|:)?\s*(?P<unit>[万亿])元?|以(?P<by>[万亿])元?(?:为单位|计)"
    r"|(?:都|均|全|统一)(?:部|都)?(?:是|以|按|为)(?P<all>[万亿])元?(?:计|为单位|算)?(?=[),,。;]|$)"
)
# What makes a long bare number a sum of 元: the word for one before it and nothing counted after it.
_SUM_BEFORE = re.compile(
    r"(?:投资|投入|金额|总额|花[了费]?|费用?|款|价格?|资金|资本|股本|利息|合同|收入|营收|贷款?|基数|工资|月薪|薪酬)[额为是了约共计:]{0,3}\s*$"
)
_ORDERS = {"万": 10**4, "亿": 10**8}
_SUM = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?!20\d{6}$)(?!(?:19|20)\d\d$)\d{4,12}(?:\.\d+)?")
_COUNTED_AFTER = re.compile(rf"\s*[{_COUNTING}户股吨字位页瓦伏米千百a-z\d]")
_QUANTITY = re.compile(
    rf"(?P<sign>(?:人民币|rmb|cny|¥)\s*)?{_START}(?:(?P<of>{_BODY}|万)分之(?P<part>{_BODY})|(?P<body>{_BODY})\s*+"
    r"(?P<few>多(?![久少次项种年])|余(?![额款下热])|来(?=\s*[元块个台套人名平度亩家号年天]))?+\s*+(?:"
    + "|".join(f"(?P<{kind}>{units})" for kind, units in _UNITS.items())
    + rf"|(?!{_OTHER_UNIT}))(?P<half>(?<=[年成])半(?![年导])|(?<=成)[{_LOW[1:]}](?![{_CN}十百千万台套个家项年]))?"
    rf"(?:(?<=[元圆])(?P<jiao>[{_CN}\d])角)?(?:(?<=[元圆角])零?(?P<fen>[{_CN}\d])分(?![之/]))?)"
)
_ABOUT_BEFORE = re.compile(
    r"(?:(?<![签合违节契预集租条公])约|大概|大约|大致|差不多|将近|接近|(?<![最附])近|(?<![拿够达得领收])不到|不足|估计)(?P<gap>[是为有在要花投用了需得]{0,3})$"
)
_ABOUT_AFTER = re.compile(r"左右|上下(?!游)|出头|不到(?![位账期年])|的样子")
_AND_A_HALF = re.compile(rf"(?<![\d{_CN}十百千])(?P<n>[{_LOW}1-9])个(?:(?P<order>亿)半|半(?=[万亿]))")
_SETTLES = re.compile(r"[(（,，、\s]{0,2}(?:就|姑且|暂且|先|你)?(?:按|算作?|当作?|取|估作?)[是为成]?\s?")
_TO = re.compile(r"\s*(?:到|至|[~〜]|-{1,2})\s*")
# Two neighbouring digits in one breath, a range: 五六百万, 十七八台.
_EITHER = re.compile(
    rf"(?<![{_CN}点])(一二|一两|二三|两三|三四|四五|五六|六七|七八|八九|三五)(?=[十百千万亿个来多余]|$)"
)
# Shapes in which a number is a name or a date: blanked before anything is read.
_ORDINAL = r"[\d零一二三四五六七八九十百]+"
_NOT_ON = r"(?!\d|[.,]\d|\s*[十百千万亿元块度平%w])"
_NAMES = re.compile(
    "|".join(
        (
            r"(?:19|20)\d{2}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)?",
            rf"(?<!\d)(?:19|20)\d{{2}}\s*[-/.]\s*\d{{1,2}}(?:\s*[-/.]\s*\d{{1,2}}\s*[日号]?)?{_NOT_ON}",
            rf"(?<!\d)(?:19|20)\d{{2}}\s*(?:-{{1,2}}|~|至|到)\s*(?:19|20)\d{{2}}{_NOT_ON}年?",
            rf"[一二][〇零九][{_CN}]{{2}}年|[一二][〇零五六七八九]年",
            r"\d{1,2}月(?:\d{1,2}[日号])?|\d点\d*分|\d时\d+分",
            r"[〔\[(]?(?:19|20)\d{2}[〕\])]?\s*\d+号",
            rf"第\s*{_ORDINAL}\s*(?:[-~至到、]\s*{_ORDINAL}\s*)?[条款项点章节部期批代届名号]|前{_ORDINAL}名",
            r"\([\d一二三四五六七八九十]+\)",
            rf"(?:制造|工业|计划|战略)\s*20\d{{2}}{_NOT_ON}|(?<![\d{_CN}十百千万亿])[十百千万亿]+元?级",
            # Telephones, credit codes, sums in foreign money, watts, sizes and models.
            rf"(?<!\d)1[3-9]\d{{9}}{_NOT_ON}|(?<!\d)0\d{{2,3}}[- ]?\d{{7,8}}(?!\d)|(?<!\d)12345{_NOT_ON}",
            r"(?<![a-z\d])(?=\d*[a-z])[a-z\d]{15,}",
            r"(?:[$€£]|[美欧日港]元|美金|港币)\s*[\d.,]+\s*[百千]?[万亿w]?",
            r"功率\D{0,4}[\d.]+k?w|\d+w(?=电源|灯|功率|充电|快充|激光)",
            r"\d+(?:\.\d+)?\s*(?:代线?(?![理表建])|号(?!人)文?|英?寸|nm|[gk](?![a-z])|版)",
        )
    )
)


# 15 million yuan, RMB 3m, 500k yuan; a letter by itself is a size or a model unless money is named.
_ENGLISH = re.compile(
    r"(?<![a-z\d.,$€£])(?<![$€£] )(?<!usd )(?:(?P<sign>rmb|cny|¥)\s*)?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)\s*"
    r"(?:(?P<scale>thousand|million|billion)|(?P<letter>mn|bn|k|m))(?![a-z\d])"
    r"(?:\s*(?P<unit>yuan|rmb|cny|元|人民币|kwh))?"
    r"(?!\s*(?:u\.?s|dollar|eur|hk|yen|pound|people|user|visit|download|household|square|sqm|m2|unit|ton))"
)
_THOUSANDS = {"t": 3, "k": 3, "m": 6, "b": 9}


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
    plain = re.sub(r"^零+(?=[^点])", "", text.replace(",", "").replace("〇", "零"))
    if match := re.fullmatch(r"(\d+(?:\.\d+)?|.+点[^十百千]+)([十百千拾佰仟])", plain):
        return numeral(match[1]) * _TENS[match[2]]
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return Decimal(plain)
    if plain == "半":
        return Decimal("0.5")
    import cn2an

    try:
        return Decimal(str(cn2an.cn2an(f"一{plain}" if plain[:1] in _TENS else plain, "smart")))
    except (KeyError, IndexError, AttributeError) as error:
        raise ValueError(text) from error


@lru_cache(maxsize=512)
def quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities in the text, by position; a number belongs to one kind only."""
    folded = fold(text)
    english = list(_english(folded))
    plain = re.sub("参(?=[拾佰仟])", "叁", _blanked(folded, english, "|"))
    plain = _NAMES.sub(lambda m: "|" * len(m[0]), plain)
    # 两个半亿 and 两个亿半 are 2.5亿, in as many characters.
    plain = _AND_A_HALF.sub(lambda m: f"{numeral(m['n'])}.5{m['order'] or ''}", plain)
    out: list[Quantity] = []
    before: re.Match[str] | None = None
    for match in _QUANTITY.finditer(plain):
        quantity = _quantity(match, plain)
        if quantity is not None:
            if before and (low := _low_end(before, match, quantity)) is not None:
                if out and out[-1].end > before.start():
                    out.pop()
                quantity = replace(quantity, start=before.start(), low=low)
            quantity = _with_about(quantity, plain)
            out.append(replace(quantity, text=folded[quantity.start : quantity.end]))
        before = match
    found = sorted([*english, *out], key=lambda q: q.start)
    return tuple(
        q for n, q in enumerate(found) if not (found[n + 1 :] and _said_anew(q, found[n + 1], folded))
    )


def _said_anew(quantity: Quantity, after: Quantity, folded: str) -> bool:
    """Whether what was told roughly is settled by the figure after it: 三千多万（就按3200万）."""
    if not quantity.approximate or after.kind != quantity.kind:
        return False
    return bool(_SETTLES.fullmatch(folded[quantity.end : after.start]))


def without_quantities(folded: str, kinds: Collection[str] = ("money", "energy")) -> str:
    """Folded text with its quantities of these kinds blanked out."""
    return _blanked(folded, (q for q in quantities(folded) if q.kind in kinds), " ")


def _blanked(text: str, found: Iterable[Quantity], blank: str) -> str:
    for quantity in found:
        text = text[: quantity.start] + blank * (quantity.end - quantity.start) + text[quantity.end :]
    return text


def _english(folded: str) -> Iterator[Quantity]:
    for match in _ENGLISH.finditer(folded):
        if match["letter"] and not (match["sign"] or match["unit"]):
            continue
        kind, unit = ("energy", "kwh") if match["unit"] == "kwh" else ("money", "元")
        value = Decimal(match["number"].replace(",", "")).scaleb(
            _THOUSANDS[(match["scale"] or match["letter"])[0]]
        )
        yield Quantity(kind, value, match[0], match.start(), match.end(), unit)


def _kind(match: re.Match[str]) -> str:
    return "share" if match["of"] else next((kind for kind in _UNITS if match[kind]), "")


def _quantity(match: re.Match[str], plain: str) -> Quantity | None:
    """The number with its unit; None where the unit is wanting or the words are another thing."""
    kind, start = _kind(match), match.start()
    end = start + len(match[0].rstrip())
    if match["of"]:
        whole, part = _value(match["of"]), _value(match["part"])
        return Quantity(kind, part * 100 / whole, "", start, end, "%") if whole and part is not None else None
    body, unit = match["body"], match[kind] if kind else ""
    unit = unit.removeprefix("个") if kind == "area" else unit
    bare = body[0] in "百佰千仟亿"
    reached = bare and bool(re.search("(?<!以)[上过超近]$", plain[:start]))
    low, value = _values(body)
    if value is None:
        return None
    if not kind:
        sum_of_money = (
            re.search("[万亿w]", body) and (reached or not bare) and not _COUNTED.search(plain[:start])
        )
        written_out = (
            _SUM.fullmatch(body)
            and _SUM_BEFORE.search(plain[:start])
            and not _COUNTED_AFTER.match(plain, end)
        )
        if declared := _DECLARED.search(plain) if body.replace(".", "").isascii() else None:
            if _COUNTED_AFTER.match(plain, end):
                return None
            value *= _ORDERS[declared["unit"] or declared["by"] or declared["all"]]
        elif not (match["sign"] or sum_of_money or written_out):
            return None
        kind = "money"
    elif _names_no_amount(unit, body, bare, value, plain, match.end()):
        return None
    if "半" in unit:  # 六个半点
        value += Decimal("0.5")
    if half := match["half"]:
        value += Decimal("0.5") if half == "半" else numeral(half) / 10
    size = _SIZES.get(unit, Fraction(1))
    value, low = (None if v is None else v * size.numerator / size.denominator for v in (value, low))
    assert value is not None
    for coin, part_of in (("jiao", 10), ("fen", 100)):
        value += numeral(match[coin]) / part_of if match[coin] else 0
    about = reached or low is not None or bool(match["few"] or re.search("[来多余几]", body))
    return Quantity(kind, value, "", start, end, "元" if kind == "money" else unit, about, low)


def _names_no_amount(unit: str, body: str, bare: bool, value: Decimal, plain: str, end: int) -> bool:
    """A degree that is not of electricity, a yuan that begins a word (一元化), an achievement read as tenths."""
    if unit == "度":
        return bare or (value < 1000 and not re.search("用电|电[量价费]|千瓦", plain))
    if unit == "块" and body in _LOW:
        return True  # 基金这一块, 分三块: only 三块钱 is money
    if unit in {"元", "圆"}:
        return body in _LOW and not re.match(r"[/每]|[^\w]|$", plain[end:])
    return unit == "成" and not re.fullmatch(rf"\d|[{_LOW}]+", body)


def _low_end(before: re.Match[str], match: re.Match[str], quantity: Quantity) -> Decimal | None:
    """The number before, where both make a range: 500到800万, 三到五百万, 3-5年, 500万元至800万元."""
    shared = _kind(before) in {"", "money"} and _kind(before) in {"", quantity.kind}
    if match["of"] or not shared or not _TO.fullmatch(match.string[before.end() : match.start()]):
        return None
    tail = re.search(r"([十百千拾佰仟]*)([万亿w]*)$", match["body"])
    assert tail is not None
    orders = [""]
    if not re.search("[万亿w]", before["body"]):
        orders = [tail[2], ""]
        if not re.search("[十百千拾佰仟]", before["body"]):
            orders.insert(0, tail[0])
    size = _SIZES.get(quantity.unit, Fraction(1))
    for order in orders:
        low = _value(before["body"] + order)
        if low is not None and (low := low * size.numerator / size.denominator) < quantity.value:
            return low
    return None


def _with_about(quantity: Quantity, plain: str) -> Quantity:
    """Approximate, where 约 or 左右 stands by the quantity, and then as part of it."""
    start, end, about = quantity.start, quantity.end, quantity.approximate
    if (word := _ABOUT_BEFORE.search(plain[:start])) and (word[0] != "近" or quantity.kind != "duration"):
        about, start = True, start if word["gap"] else word.start()
    if word := _ABOUT_AFTER.match(plain, end):
        about, end = True, word.end()
    return replace(quantity, start=start, end=end, approximate=about)


def _values(body: str) -> tuple[Decimal | None, Decimal | None]:
    """(low end, value) of a number; 五六百万 has both."""
    if either := _EITHER.search(body):
        low, high = (_value(body[: either.start()] + digit + body[either.end() :]) for digit in either[0])
        return low, high
    return None, _value(body)


def _value(body: str) -> Decimal | None:
    """The parts before 亿 and 万 and the rest; a lone digit after one of them is of the next lower order."""
    plain = re.sub(r"几[十百千]?|[来多余个,\s]", "", body).replace("w", "万")
    match = re.fullmatch(r"(?:(?P<yi>[^亿]*)亿)?(?:(?P<wan>[^亿]*)万)?(?P<rest>[^亿]*)", plain)
    if match is None:
        return None
    yi, wan, rest = match["yi"], match["wan"], match["rest"]
    if yi is not None and wan is None and len(rest) > 1 and rest[0] not in "零〇":
        wan, rest = rest, ""  # 1亿2千
    try:
        total = numeral(rest) if rest else Decimal(0)
        if len(rest) == 1 and plain[-2:-1] in {"亿", "万"}:
            total *= 10**7 if plain[-2] == "亿" else 10**3
        if wan is not None:
            total += numeral(wan or "一") * 10**4
        if yi is not None:
            total += (_value(yi) or 0 if yi else 1) * 10**8
        return total
    except (ValueError, TypeError):
        return None
