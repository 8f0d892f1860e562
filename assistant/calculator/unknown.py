"""What the asker says he doesn't know (价格还没定, 不清楚是哪一级): asked back, and never reckoned with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.calculator.facts import Fact
from assistant.calculator.schema import Rule
from assistant.text import fold

__all__ = ["said_unknown", "without_unknown"]

_UNKNOWN = re.compile(
    r"(?:还|都|暂时|仲|尚)?(?:没有?|未|冇)(?:完全|最后|最终)?(?:定|确定|统计|谈好|谈拢|谈妥|谈下来|敲定|批下来|出来|落实|核算|算(?![进上在入到作是]))"
    r"|待定|[不唔]清楚|[不唔]知|[不唔]晓得|[不唔]确定|搞不清|弄不清|不太清|不大清|[不唔]记得|记不[得清住起]|忘了|忘记|没留意|没注意"
    r"|没印象|没查|说不[准好清上]|没个?数|拿不准|不详|没概念"
)
_BREATH = re.compile(r"[，。,；;？?！!\n]")
# 不清楚能补多少: that is the question itself.
_ASKS = re.compile(r"能不?能?|可不?可以?|补|奖|拿|领|享受|给多少|给几|怎么|如何|政策|应该|该")
_BY_ITSELF = 3


def said_unknown(rule: Rule, folded: str) -> set[str]:
    """The facts of the rule that are said not to be known."""
    unknown: set[str] = set()
    last = ""
    for breath in _breaths(folded):
        if match := _UNKNOWN.search(breath):
            before, after = breath[: match.start()], breath[match.end() :]
            # 还没定呢 by itself is said of what came just before.
            spoken = (before, "" if _ASKS.search(after) else after, last if len(before) < _BY_ITSELF else "")
            found = next((n for words in spoken if (n := _nearest(rule, words))), None)
            unknown |= {found} if found else set()
        last = breath
    return unknown


def without_unknown(folded: str) -> str:
    """The text without the breaths that say that something is not known: they name no level."""
    for breath in _breaths(folded):
        if _UNKNOWN.search(breath) and not _ASKS.search(breath):
            folded = folded.replace(breath, " " * len(breath), 1)
    return folded


def _breaths(folded: str) -> Iterator[str]:
    return (breath for breath in _BREATH.split(folded) if breath.strip())


def _nearest(rule: Rule, words: str) -> str | None:
    ends = {name: end for name, fact in rule.facts.items() if (end := _end(fact, words)) > 0}
    return max(ends, key=lambda name: ends[name], default=None)


def _end(fact: Fact, text: str) -> int:
    """Where the last word for the fact ends in the text; 又称 are words that name it and tell nothing of it."""
    words = map(fold, (*fact.words, fact.name, *fact.options, *fact.like.get("又称", ())))
    return max((at + len(w) for w in words if (at := text.rfind(w)) >= 0), default=0)
