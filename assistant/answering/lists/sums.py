"""Conditions on figures: what is granted at most or in all, at which rate, and that a figure is named at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from assistant.answering.lists.conditions import Condition
from assistant.answering.lists.pieces import Piece
from assistant.calculator.amounts import quantities
from assistant.calculator.figures import printed_figures
from assistant.messages import say
from assistant.text import fold
from assistant.understanding.lists import Bound, list_words, number_of

__all__ = ["Amount", "amounts_in", "names_figure", "of_figures"]

_SEGMENT = re.compile(r"[，；。,;]")
_YUAN = frozenset({"money"})

Amount = tuple[Decimal, bool]


def of_figures(text: str) -> Condition | None:
    """That one piece grants every amount, and at every rate, that the text asks by."""
    says = list_words().sums
    sums: dict[Decimal, Bound] = {}
    rates: dict[Decimal, Bound] = {}
    shown: list[str] = []
    for q in quantities(text):
        segment = _SEGMENT.split(text[: q.start])[-1], _SEGMENT.split(text[q.end :])[0]
        if q.kind not in {"money", "share"} or says["told"].search(segment[0]):
            continue
        bound = list_words().bound(text, q.start, q.end, q.value, q.low)
        beside = says["granted"].search(segment[0][-10:] + "|" + segment[1][:10])
        # 一千万乃至更高的扶持: compared with, a figure tells which grants are meant wherever it stands.
        if not beside and (bound.test == "equal" or not says["helped"].search(text)):
            continue
        held = sums if q.kind in _YUAN else rates
        if q.value not in held:
            held[q.value] = bound
            shown.append(say(f"conditions.{held[q.value].test}", figure=number_of(q.text)))
    if not shown:
        return None
    grants = says["given"].search(text)
    capped = bool(says["ceiling_asked"].search(text)) and all(b.test == "equal" for b in sums.values())

    def holds(piece: Piece) -> bool:
        granted = [value for value, ceiling in amounts_in(piece.quote) if ceiling or not capped]
        if rates and grants and not says["given"].search(piece.plain):
            return False
        printed = [f.value for f in printed_figures(piece.quote) if f.kind == "share"]
        return all(any(map(b.meets, granted)) for b in sums.values()) and all(
            any(map(b.meets, printed)) for b in rates.values()
        )

    names = [say("conditions.ceiling" if capped else "conditions.amount")] if sums else []
    if rates:
        names.append(say("conditions.rate"))
    return Condition("、".join(names) + "、".join(shown), piece=holds)


def names_figure(text: str) -> Condition | None:
    """That an amount or a rate is given, where the text wants none without."""
    if not list_words().sums["stated"].search(text):
        return None

    def holds(piece: Piece) -> bool:
        shares = any(f.kind == "share" for f in printed_figures(piece.quote))
        return bool(amounts_in(piece.quote)) or shares

    return Condition(say("conditions.stated"), piece=holds)


@lru_cache(maxsize=2048)
def amounts_in(quote: str) -> tuple[Amount, ...]:
    """The sums in 元 that the words grant to somebody, each with whether it is a ceiling; neither a pot, nor a
    threshold, nor a target."""
    return tuple(_amounts(fold(quote)))


def _amounts(text: str) -> Iterator[Amount]:
    says = list_words().sums
    ceiling, given = False, False
    for q in quantities(text):
        if q.kind != "money":
            continue
        start = max((m.end() for m in _SEGMENT.finditer(text[: q.start])), default=0)
        end = next((q.end + m.start() for m in _SEGMENT.finditer(text[q.end :])), len(text))
        before = text[start : q.start]
        # 分别给予最高1亿元、2000万元: what is said of the first of a row is of the others too.
        row = quantities(text[start : q.start]) and before.rstrip().endswith(("、", "和", "或"))
        if not row:
            ceiling = bool(says["ceiling"].search(before))
            given = bool(says["given"].search(text[start:end])) and not says["pot"].search(before)
        if ceiling or given:
            yield q.value, ceiling
            if q.low is not None:
                yield q.low, ceiling
