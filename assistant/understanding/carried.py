"""Which figures and words of an earlier message still hold beside those of a later one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.calculator.amounts import Quantity, quantities, without_quantities
from assistant.calculator.own import told_received
from assistant.calculator.sums import telling
from assistant.text import TURN, bigrams, fold
from assistant.understanding.asking import asking
from assistant.understanding.talking import turns

__all__ = ["asides", "narrowed", "told", "without_denied"]

_BREATH = re.compile(r"[^，,。；;？?！!\n]+[，,。；;？?！!]*")
_CLOSE = re.compile(r"[，,。；;？?！!\n]")
_OF_TIME = re.compile(r"[一二两三四五六七八九十今去年月日个]")
_A_STORY = 3
_FIGURES = frozenset({"money", "energy", "count", "people", "area", "duration", "share"})
_REACH = 12


def asides(text: str) -> tuple[str, bool]:
    """A later message without what it only tells of money received already, or of figures that stay the same
    (基数一样); and whether they do. All of it where nothing else is said."""
    kept, unchanged = [], False
    for breath in _BREATH.findall(text):
        folded = asking().spell(fold(breath))
        same = bool(turns().unchanged.search(folded))
        unchanged = unchanged or same
        if not same and not told_received(folded):
            kept.append(breath)
    return ("".join(kept).rstrip("，, ") or text), unchanged


def narrowed(story: str, focus: Collection[str]) -> tuple[str, str]:
    """What of a story a later question of the same message is about, by the words that both share, and the whole
    story without the figures of the rest; twice the story where it is short or shares none."""
    breaths = _BREATH.findall(story)
    words = {w for w in focus if not _OF_TIME.search(w)}
    about = [b for b in breaths if words & set(bigrams(fold(b)))]
    if len(breaths) < _A_STORY or not about:
        return story, story
    figures = "".join(b if b in about else without_quantities(fold(b), _FIGURES) for b in breaths)
    return "".join(about), figures if any(map(quantities, about)) else story


def told(earlier: str, mine: str, raw: str) -> str:
    """The words of both messages, one after the other, without the figures that the later one replaces.

    What is received, or added to what was told before, replaces nothing; one of several figures that is put
    right takes the place of the one it is named like, or that it is said not to be. ``raw`` is the later
    message folded, with the figures that it denies.
    """
    new = [q for q in quantities(raw) if q not in told_received(raw)]
    if not new or _adds(new, raw):
        return f"{earlier}{TURN}{mine}"
    earlier = asking().spell(fold(earlier))
    old = quantities(earlier)
    for one in [q for q in new if not _is_denied(q, raw)]:
        alike = [q for q in old if q.kind == one.kind]
        if len(alike) > 1 and (meant := _meant(one, alike, earlier, raw)):
            earlier = earlier[: meant.start] + one.text + earlier[meant.end :]
            return f"{earlier}{TURN}{without_quantities(fold(mine), {one.kind})}"
    kinds = {q.kind for q in new}
    # 一台卖600万 is a price, which two machines don't replace.
    if any(q.kind == "money" for q in old) and all(q.value == 1 for q in old if q.kind == "count"):
        kinds -= {"count"}
    return f"{without_quantities(earlier, kinds) if kinds else earlier}{TURN}{mine}"


def without_denied(text: str, correction: str) -> str:
    """The folded text without the words that a correction says it is not: 不是新上市，是迁来的.

    A figure that is denied stays: it shows which one is put right."""
    for match in turns().denied.finditer(correction):
        if not quantities(match["what"]):
            text = text.replace(match["what"], " ")
    return text


def _adds(new: Sequence[Quantity], mine: str) -> bool:
    """Whether a figure is said to be one more, and all are to be reckoned together."""
    for q in new:
        *_, ahead = _CLOSE.split(mine[max(0, q.start - _REACH) : q.start])
        # 前两份合计700万 is a total itself.
        if turns().added.search(ahead) and not turns().in_all.search(ahead):
            return bool(turns().in_all.search(mine, q.end))
    return False


def _is_denied(quantity: Quantity, mine: str) -> bool:
    return bool(telling().denied.search(mine[: quantity.start]))


def _meant(one: Quantity, alike: Sequence[Quantity], earlier: str, mine: str) -> Quantity | None:
    """The earlier figure that ``one`` takes the place of; none where that can't be told for sure."""
    denied = {q.value for q in quantities(mine) if q.kind == one.kind and _is_denied(q, mine)}
    if found := [q for q in alike if q.value in denied]:
        return found[0] if len(found) == 1 else None
    words = set(bigrams(mine[: one.start]))
    starts = [0, *(q.end for q in alike[:-1])]
    shared = [
        len(words & set(bigrams(earlier[start : q.start]))) for start, q in zip(starts, alike, strict=True)
    ]
    best = max(shared)
    return alike[shared.index(best)] if best and shared.count(best) == 1 else None
