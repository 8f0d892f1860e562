"""The written forms of English that are read before its words are: sums, years, clause numbers, endings."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

__all__ = ["stem", "with_figures_in_chinese"]

_POWERS = {"thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9, "trillion": 12}
_SUM = re.compile(
    r"(?<![a-z\d.,$€£])(?:(?P<sign>rmb|cny|¥)\s*)?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)"
    r"(?:[\s-]*(?P<power>thousand|million|billion|trillion|mn|bn|k|m)(?![a-z\d]))?"
    r"(?:[\s-]*(?P<unit>yuan|rmb|cny)(?![a-z]))?"
    r"(?!\s*(?:u\.?s|dollar|usd|eur|hk|yen|pound|%)|[\d.,]*\d)"
)
_FOREIGN = re.compile(r"(?:[$€£]|usd|eur|hkd)\s*$")
_NUMBERS = {
    **{
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
    },
    **{
        "eleven": 11,
        "twelve": 12,
        "thirteen": 13,
        "fourteen": 14,
        "fifteen": 15,
        "sixteen": 16,
        "seventeen": 17,
    },
    **{"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50},
}
_TENS = re.compile(r"\b(twenty|thirty|forty|fifty)[ -](one|two|three|four|five|six|seven|eight|nine)\b")
_COUNTING = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b")
# What is matched -> how Chinese writes it, one after the other.
_FORMS = [
    (re.compile(pattern), right)
    for pattern, right in (
        (r"'s\b|'(?=\s|$)", ""),
        (r"\b(no|nr)\.\s*(?=\d)", "no "),
        (
            r"\b(?:article|clause|section|item|provision|point|paragraph)\s+(?:no\s+)?\(?(\d{1,2})\)?",
            r" 第\1条 ",
        ),
        (r"\b(?:(?:by|before|at|until) )?(?:the )?end[ -](?:of )?(?:the year )?(20[12]\d)\b", r" 到\1年底 "),
        (r"\b(?:by|until|before) (?:the year )?(20[12]\d)\b", r" 到\1年 "),
        (r"(?<!china )(?<!mic )(?<![\d.,])(20[12]\d)\b(?![\d,.]\d|年)", r" \1年 "),
        (r"(\d)\s*(?:percent|per cent|pct)\b", r"\1%"),
        (r"(\d)\s*(?:square kilomet(?:er|re)s?|sq\.? ?km|km2)\b", r"\1平方公里 "),
        (r"\btop (\d+)\b", r" 前\1名 "),
        (r"(?<=[a-z\d])-(?=[a-z\d])|[/\"()]", " "),
    )
]


def with_figures_in_chinese(folded: str) -> str:
    """The text with its sums of money, years and numbers of clauses as Chinese writes them."""
    text = _TENS.sub(lambda m: str(_NUMBERS[m[1]] + _NUMBERS[m[2]]), folded)
    text = _COUNTING.sub(lambda m: str(_NUMBERS[m[0]]), text)
    text = _SUM.sub(_sum, text)
    for pattern, right in _FORMS:
        text = pattern.sub(right, text)
    return text


def _sum(match: re.Match[str]) -> str:
    """A bare number is left as it is; 3 million is a sum of 元, 3k only with the currency named."""
    named, power = match["sign"] or match["unit"], match["power"]
    if _FOREIGN.search(match.string[: match.start()]) or not (
        named or power in {"million", "billion", "trillion"}
    ):
        return match[0]
    value = Decimal(match["number"].replace(",", "")).scaleb(_POWERS.get(power or "", 0))
    return f" {_plain(value)}元 " if value < 10**4 else f" {_plain(value / 10**4)}万元 "


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without the ending by which its forms differ."""
    word = re.sub("is(?=(ed?|ing|es|ations?)$)", "iz", word) if len(word) > 6 else word
    if len(word) <= 3:
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if re.search("(x|ch|sh|ss|z)es$", word):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if (
            word.endswith(ending)
            and len(word) - len(ending) >= 3
            and re.search("[aeiouy]", word[: -len(ending)])
        ):
            word = word[: -len(ending)]
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "lsze" else word
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word
