"""Personal numbers made unreadable: mobile and landline, identity card, bank card and account.

Chinese characters stand directly beside digits, so a number ends where digits end, not at a word's edge. A
masked text is as long as it was, and masking it again changes nothing: asterisks count as digits at an edge.
In doubt a number is hidden, unless it is an amount: one with a unit behind it or a currency before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from stdnum import luhn, numdb
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

__all__ = ["mask"]

_GAP = r"[ \-]{0,2}"
_LEFT, _RIGHT = r"(?<![\d*])", r"(?![\d*])"
_ID = re.compile(rf"(?a){_LEFT}[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx]{_RIGHT}")
_OLD_ID = re.compile(rf"(?a){_LEFT}[1-9](?:{_GAP}\d){{14}}{_RIGHT}")
# Longest first: of a card's number in groups the first groups may pass for a whole one.
_CARDS = tuple(re.compile(rf"(?a){_LEFT}[3-69](?:{_GAP}\d){{{n - 1}}}{_RIGHT}") for n in range(19, 14, -1))
_ACCOUNT = re.compile(rf"(?a){_LEFT}\d(?:{_GAP}\d){{8,29}}{_RIGHT}")
_COUNTRY = rf"(?:(?:\+|00)?86{_GAP})?"
_MOBILE = re.compile(
    rf"(?a){_LEFT}{_COUNTRY}0?(?P<own>1(?:[3-9]\d\.\d{{4}}\.\d{{4}}|{_GAP}[3-9](?:{_GAP}\d){{9}})){_RIGHT}"
)
_AREA = r"0(?:10|2\d|[3-9]\d\d)|(?<=86)(?:10|2\d|[3-9]\d\d)|(?<=86[ -])(?:10|2\d|[3-9]\d\d)"
_LANDLINE = re.compile(
    rf"(?a){_LEFT}{_COUNTRY}(?:{_AREA})[)）]?{_GAP}(?P<own>[2-9](?:{_GAP}\d){{6,7}}){_RIGHT}"
)
_LOCAL = re.compile(rf"(?a){_LEFT}(?P<own>[2-9]\d{{2,3}}{_GAP}\d{{4}}){_RIGHT}")
_DAY = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")

_PHONE_TOLD = re.compile(r"(?:电话|座机|固话|手机|微信|致电|拨打|来电|联系|传真|号码)[^\d*]{0,8}$")
_ACCOUNT_TOLD = re.compile(r"(?:账号|帐号|账户|帐户|卡号|银行卡|开户)[^\d*]{0,12}$")
_TOLD_WITHIN = 16
_UNIT = re.compile(
    r" ?(?:元(?![旦月])|万(?!先生|女士|总)|[亿块]|[美港欧日]元|人民币|%|吨|千瓦|平方)|\.\d{1,2}(?!\d)"
)
_MONEY = re.compile(r"(?:[¥￥$]|人民币|金额) ?$")

_SPELT = re.compile(r"[〇零一二两三四五六七八九幺]{11,}")
_SPELT_DIGITS = str.maketrans("〇零一二两三四五六七八九幺", "0012234567891")
_DASHES = dict.fromkeys("‐‑‒–—―－﹣−_", "-")

# Of each number: how many digits stay at its head, how many at its tail.
_KEPT_ID, _KEPT_CARD, _KEPT_MOBILE, _KEPT_LANDLINE = (4, 4), (4, 4), (3, 4), (0, 4)


def mask(text: str) -> str:
    """The text with the middle of each personal number as asterisks: 138****8000."""
    if not re.search(r"\d", text) and not _SPELT.search(text):
        return text
    marked = _Marked(text)
    marked.hide(_ID, _is_identity, _KEPT_ID)
    marked.hide(_OLD_ID, _is_old_identity, _KEPT_ID)
    for card in _CARDS:
        marked.hide(card, _is_checked_card, _KEPT_CARD)
    for card in _CARDS:
        marked.hide(card, _is_union_card, _KEPT_CARD)
    marked.hide(_MOBILE, _is_phone, _KEPT_MOBILE)
    marked.hide(_LANDLINE, _is_phone, _KEPT_LANDLINE)
    marked.hide(_LOCAL, _is_local, _KEPT_LANDLINE)
    marked.hide(_ACCOUNT, _is_account, _KEPT_CARD)
    return marked.text


class _Marked:
    """The text, and ``plain``: the same with one kind of digit, dash and space, character by character."""

    def __init__(self, text: str) -> None:
        self.text = text
        plain = _SPELT.sub(lambda found: found[0].translate(_SPELT_DIGITS), text)
        self.plain = "".join(map(_plain, plain))

    def hide(
        self, pattern: re.Pattern[str], accepts: Callable[[str, int, int], bool], kept: tuple[int, int]
    ) -> None:
        hidden: set[int] = set()
        for start, end in self._found(pattern, accepts):
            digits = [at for at in range(start, end) if self.plain[at] in "0123456789Xx"]
            hidden.update(digits[kept[0] : len(digits) - kept[1]])
        if hidden:
            self.text, self.plain = (_starred(text, hidden) for text in (self.text, self.plain))

    def _found(
        self, pattern: re.Pattern[str], accepts: Callable[[str, int, int], bool]
    ) -> Iterator[tuple[int, int]]:
        """Where one candidate is refused, another may begin inside it."""
        at, own = 0, "own" if "own" in pattern.groupindex else 0
        while found := pattern.search(self.plain, at):
            if accepts(self.plain, *found.span(own)):
                yield found.span(own)
                at = found.end()
            else:
                at = found.start() + 1


def _starred(text: str, hidden: set[int]) -> str:
    return "".join("*" if at in hidden else char for at, char in enumerate(text))


def _plain(char: str) -> str:
    if char in _DASHES:
        return "-"
    if char.isspace():
        return " " if char not in "\r\n" else char
    one = unicodedata.normalize("NFKC", char)
    return one if len(one) == 1 and one.isascii() else char


def _number(plain: str, start: int, end: int) -> str:
    return re.sub(r"[^\dXx]", "", plain[start:end]).upper()


def _is_amount(plain: str, start: int, end: int) -> bool:
    return bool(_UNIT.match(plain, end) or _MONEY.search(plain[max(0, start - _TOLD_WITHIN) : start]))


def _is_identity(plain: str, start: int, end: int) -> bool:
    """By its birthday alone: a number with one wrong digit is still somebody's."""
    try:
        return 1850 < ric.get_birth_date(_number(plain, start, end)).year < 2100
    except ValidationError:
        return False


def _is_old_identity(plain: str, start: int, end: int) -> bool:
    """Fifteen digits have no check digit, so the place must exist as well."""
    number = _number(plain, start, end)
    is_place = any("county" in told for _, told in numdb.get("cn/loc").info(number[:6]))
    return is_place and _is_identity(f"{number[:6]}19{number[6:]}0", 0, 18)


def _is_checked_card(plain: str, start: int, end: int) -> bool:
    return bool(luhn.is_valid(_number(plain, start, end))) and not _is_amount(plain, start, end)


def _is_union_card(plain: str, start: int, end: int) -> bool:
    """Cards of the country's own system are recognised with a wrong digit too."""
    number = _number(plain, start, end)
    return number.startswith("62") and len(number) >= 16 and not _is_amount(plain, start, end)


def _is_phone(plain: str, start: int, end: int) -> bool:
    told = _PHONE_TOLD.search(plain[max(0, start - _TOLD_WITHIN) : start])
    return bool(told) or not _is_amount(plain, start, end)


def _is_local(plain: str, start: int, end: int) -> bool:
    """Seven or eight digits are a number to ring only where that is said."""
    told = _PHONE_TOLD.search(plain[max(0, start - _TOLD_WITHIN) : start])
    is_day = _DAY.fullmatch(_number(plain, start, end))
    return bool(told) and not is_day and not _is_amount(plain, start, end)


def _is_account(plain: str, start: int, end: int) -> bool:
    told = _ACCOUNT_TOLD.search(plain[max(0, start - _TOLD_WITHIN) : start])
    return bool(told) and not _is_amount(plain, start, end)
