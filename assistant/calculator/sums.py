"""What a sum is said to be of: a loan, a year's takings, a grant of the state. Word data is in telling.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from assistant.calculator.amounts import Quantity, quantities
from assistant.calculator.facts import Fact
from assistant.text import fold

__all__ = ["Telling", "family_of", "of_another", "paid_as", "per_head", "sum_of", "telling"]

_REACH = 14
# Between a word and the figure it is said of: 利息是80万.
_LINK = 3
_BREATH = re.compile(r"[，,。；;、?？！!：:\n()]")
_BEHIND = re.compile(r"的?(?P<words>[^，,。；;、?？！!\d]{1,6})")


@dataclass(frozen=True)
class Telling:
    """Patterns apply to folded text: those named ``before`` or ending in $ to what stands before a figure."""

    sums: Mapping[str, str]
    parts: Mapping[str, frozenset[str]]
    givers: Mapping[str, str]
    ranks: Mapping[str, re.Pattern[str]]
    given: re.Pattern[str]
    granted: re.Pattern[str]
    expected: re.Pattern[str]
    ceiling_before: re.Pattern[str]
    ceiling_after: re.Pattern[str]
    given_before: re.Pattern[str]
    given_after: re.Pattern[str]
    received_before: re.Pattern[str]
    received_after: re.Pattern[str]
    left_out_before: re.Pattern[str]
    left_out_after: re.Pattern[str]
    deducted: re.Pattern[str]
    denied: re.Pattern[str]
    slip: re.Pattern[str]
    planned: re.Pattern[str]
    done: re.Pattern[str]
    actual: re.Pattern[str]
    announced: re.Pattern[str]
    arrived: re.Pattern[str]
    arrived_after: re.Pattern[str]
    differs: re.Pattern[str]
    per_head: re.Pattern[str]
    paid: re.Pattern[str]
    every_year: re.Pattern[str]
    over_years: re.Pattern[str]
    by_now: re.Pattern[str]
    enough: re.Pattern[str]
    not_enough: re.Pattern[str]


@cache
def telling() -> Telling:
    data = yaml.safe_load((files("assistant.calculator") / "telling.yaml").read_text(encoding="utf-8"))
    sums, parts, givers, ranks = (data.pop(key) for key in ("sums", "parts", "givers", "ranks"))
    by = ranks.pop("by")
    return Telling(
        sums={fold(word): family for family, words in sums.items() for word in words},
        parts={whole: frozenset(of) for whole, of in parts.items()},
        givers={fold(word): giver for giver, words in givers.items() for word in words},
        ranks={level: re.compile(who + by) for level, who in ranks.items()},
        **{key: re.compile(pattern) for key, pattern in data.items()},
    )


def of_another(quantity: Quantity, fact: Fact, folded: str) -> bool:
    """Whether the words said with a sum make it another than the fact: 收入3000万, 区里奖过200万.

    A word of the fact's own that stands nearer says that it is the fact's all the same.
    """
    if fact.type != "money":
        return False
    ahead = _BREATH.split(folded[max(0, quantity.start - _REACH) : quantity.start])[-1]
    own = tuple(map(fold, (*fact.words, fact.name)))
    end, family = _last(ahead, telling().sums)
    if paid := paid_as(quantity, folded):
        own_paid = any(paid.startswith(w) for w in own)
        other = not own_paid and _first(paid, telling().sums)[1] not in _families(own)
        return other or _given_by_another(fact, ahead)
    if not family and (behind := _BEHIND.match(folded, quantity.end)):
        family = _first(behind["words"], telling().sums)[1]
        if any(w in behind["words"] or w in ahead for w in own):
            return False
    else:
        nearest = max((ahead.rfind(w) + len(w) for w in own if w in ahead), default=0)
        # 设备投了3000万: what was spent on the part.
        whole = telling().parts.get(family, frozenset()) & _families(own)
        if nearest >= end or (nearest and whole):
            return _given_by_another(fact, ahead)
    return bool(family and family not in _families(own)) or _given_by_another(fact, ahead)


def paid_as(quantity: Quantity, folded: str) -> str:
    """The words right behind a sum that was paid as what they say, whatever was said before it: 借钱付了78万利息.

    Nothing where another figure follows, which they are said of, or where they say no sum."""
    if not telling().paid.search(folded[max(0, quantity.start - _REACH) : quantity.start]):
        return ""
    behind = _BEHIND.match(folded, quantity.end)
    end, _ = _first(behind["words"], telling().sums) if behind else (0, "")
    if behind is None or not end:
        return ""
    after = behind.start("words") + end
    figures = (q.start for q in quantities(folded) if q.kind == quantity.kind)
    return "" if any(after <= start <= after + _LINK for start in figures) else behind["words"]


def family_of(quantity: Quantity, folded: str) -> str:
    """The family of sums that is said right before a quantity, or nothing."""
    ahead = _BREATH.split(folded[max(0, quantity.start - _REACH) : quantity.start])[-1]
    return _last(ahead, telling().sums)[1]


def per_head(folded: str) -> bool:
    """Whether a sum is told for one of several people."""
    return bool(telling().per_head.search(folded))


def sum_of(fact: Fact) -> str:
    """The family of sums that a fact's first such word belongs to, or nothing."""
    return next((telling().sums[w] for w in map(fold, fact.words) if w in telling().sums), "")


def _families(words: Iterable[str]) -> frozenset[str]:
    """The families of a fact by its words, with those that are parts of them."""
    found = {telling().sums[w] for w in words if w in telling().sums}
    return frozenset(found).union(*(telling().parts.get(f, ()) for f in found))


def _given_by_another(fact: Fact, ahead: str) -> bool:
    """Whether the sum is what the asker was given or hopes for, and not by the one whose grant the fact is."""
    givers = {telling().givers[w] for w in map(fold, fact.words) if w in telling().givers}
    if telling().expected.search(ahead):
        return not givers
    if not telling().given.search(ahead):
        return False
    _, giver = _last(ahead, telling().givers)
    return giver not in givers if giver else not givers and bool(telling().granted.search(ahead))


def _first(text: str, words: Mapping[str, str]) -> tuple[int, str]:
    """(where it ends, what it stands for) of the longest of the words that the text begins with."""
    word = max((w for w in words if text.startswith(w)), key=len, default="")
    return len(word), words.get(word, "")


def _last(text: str, words: Mapping[str, str]) -> tuple[int, str]:
    """(where it ends, what it stands for) of the word of them that the text ends with most nearly."""
    ends = ((at + len(w), len(w), w) for w in words if (at := text.rfind(w)) >= 0)
    end, _, word = max(ends, default=(0, 0, ""))
    return end, words.get(word, "")
