"""What a sentence as a whole asks for, where no phrase of it says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.calculator.amounts import quantities
from assistant.types import Kind, Understanding
from assistant.understanding.apart import asks_something
from assistant.understanding.asking import asking
from assistant.understanding.talking import turns

__all__ = ["AIMED", "CERTAIN", "SURE", "aimed"]

# The probability at which a sentence is taken to ask for what no phrase in it says.
SURE = 0.6
CERTAIN = 0.9
_DOUBTFUL = 0.08
_LIKELY = 0.45
AIMED = (Kind.DEPARTMENT, Kind.LIST, Kind.VALIDITY, Kind.COMPARISON)
_FACTUAL = (Kind.FACT, Kind.LIST)


def aimed(mine: Understanding, aims: Mapping[str, float]) -> Understanding:
    """What the sentence as a whole asks for, where no phrase of it says so."""
    if asking().seeks_base(mine.text):
        return replace(mine, kind=Kind.FACT, asks_for=())
    kinds = {kind: aims.get(kind.value, 0.0) for kind in AIMED}
    kinds[Kind.LIST] += aims.get("duties", 0.0)
    if {*mine.wants} - {"duration"}:
        kinds[Kind.VALIDITY] = 0.0  # 医保2020年前降到哪 asks when, and not of the document.
    kind = max(kinds, key=lambda k: kinds[k])
    if aims.get("duties", 0.0) >= _LIKELY:
        mine = replace(mine, kind=Kind.LIST, duties=True)
    asks = mine.focus and asks_something(turns().particle.sub("", mine.text))
    # 条条都给我数数 asks, too, where nearly nothing else could be meant.
    if (
        mine.kind is Kind.FACT
        and not mine.during
        and (asks or kinds[kind] >= CERTAIN)
        and kinds[kind] >= _LIKELY
    ):
        mine = replace(mine, kind=kind)
    never = {name: aims.get(name, 0.0) for name, _, _ in asking().never}
    named = 1 - aims.get("vague", 0.0)  # 要交什么材料 names no matter, and asks for papers all the same.
    if mine.asks_for and sum(never.values()) < _DOUBTFUL * named:
        # 刷的微信没办卡，能打折吗: the word is there, and nobody asks for a contact.
        mine = replace(mine, asks_for=tuple(name for name in mine.asks_for if name not in aims))
    # 可以申请哪些钱 says by itself that it wants a list.
    listed = asking().kind(mine.text) is Kind.LIST
    plain = (
        mine.kind in _FACTUAL
        and not listed
        and not (mine.asks_for or mine.during)
        and not asking().who_may.search(mine.text)
        and not asking().ceiling.search(mine.text)
    )
    # Who tells a figure and asks for a sum, or tells a sum, wants it reckoned with.
    told = {q.kind for q in quantities(mine.original)}
    plain = plain and not (_sums(mine) or (told and "money" in mine.wants))
    # 重大项目又是几年 asks what was asked before, which is not told by the words that are left of it.
    plain = plain and not turns().again.search(mine.text)
    if plain and sum(never.values()) >= SURE:
        mine = replace(mine, asks_for=(max(never, key=lambda n: never[n]),))
    # 按合同利率还是按LPR compares nothing that a document holds.
    if mine.kind in (Kind.VALIDITY, Kind.COMPARISON) and mine.asks_for and not mine.documents:
        mine = replace(mine, kind=Kind.FACT)
    return mine


def _sums(mine: Understanding) -> bool:
    return any(q.kind in {"money", "energy"} for q in quantities(mine.original))
