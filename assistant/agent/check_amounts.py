"""Figures of a sentence: whether its sources have them, of the same thing, and whether a limit is told as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from assistant.agent.align import Levels, OfLevel, misplaced
from assistant.agent.figures import Figure, figures, stands_in
from assistant.agent.said import PIECE, Given, Said, bare_of_numbering
from assistant.agent.sources import Source
from assistant.agent.wording import finding, holds, words
from assistant.calculator.amounts import quantities
from assistant.calculator.schema import Rule
from assistant.calculator.units import in_wan
from assistant.text import fold

__all__ = ["calculated", "grounded", "placed", "result"]

_NEAR = 14
_POINTS, _POINT = 10, re.compile("[种条项个类点步只方处情件家]")


def grounded(said: Said, given: Given) -> Iterable[str]:
    """Every figure stands in a source or was the asker's; a limit is told as a limit."""
    shown = "、".join(f"[{s.token}]" for s in said.sources) or "（无）"
    text = bare_of_numbering(said.text)
    for name in (n for s in said.sources for n in s.names):
        text = text.replace(name, "　")
    ground = [f for s in said.sources for f in figures(f"{s.text}\n{s.dates}")]
    # A day that our own answer names was worked out from what was asked.
    days = [f for told in given.told for f in figures(told) if f.kind == "date"]
    for figure in figures(text):
        if not stands_in(figure, ground) and not _only_counts(figure, ground):
            if not stands_in(figure, [*given.figures, *days]) or _granted(figure, said.text, given):
                yield finding("figure", text=figure.text.strip(), tokens=shown)
        elif _limited(figure, said.sources) and not holds(said.text, "ceiling"):
            yield finding("ceiling", text=figure.text.strip())


def placed(said: Said, given: Given) -> Iterable[str]:
    """Figures told of another thing than in the clause; what a calculation tells is judged by its result."""
    clauses = [s for s in said.sources if s.clause]
    reckoned = [s for s in said.sources if s.calculation]
    ids = {s.clause.id for s in clauses if s.clause}
    rules = [r for r in given.corpus.rules.values() if r.clause in ids and r.award and r.award.levels]
    steps = [f for s in reckoned for f in figures(s.text)]
    told = [("".join(s.names), s.text) for s in clauses]
    found = [at for at in misplaced(said.text, told, [*map(_levels, rules)]) if not stands_in(at[0], steps)]
    found += misplaced(said.text, [("", s.text.partition("。")[0]) for s in reckoned])
    for figure, right in found:
        yield finding("misplaced", text=figure.text.strip(), right=right.strip())


def calculated(said: Said, given: Given) -> Iterable[str]:
    """A sentence about a calculation tells its result, not only a step of it; a ceiling as one."""
    told = [f for f in figures(said.text) if f.kind == "money"]
    for source in said.sources:
        if not (amount := result(source)):
            continue
        steps = [f for f in figures(source.text) if not stands_in(f, figures(amount))]
        inner = [f for f in told if stands_in(f, steps) and not stands_in(f, given.figures)]
        has = all(stands_in(f, told) for f in figures(amount))
        if not has and any(_granted(f, said.text, given) for f in inner):
            yield finding("calculation", text=amount)
        ceiling = source.calculation is not None and source.calculation.trace["result"] == "ceiling"
        if has and ceiling and not _near_ceiling(said.text, amount):
            yield finding("ceiling", text=amount)


def result(source: Source) -> str:
    """The amount that a calculation came to; empty for a clause and for a calculation without one."""
    trace = source.calculation.trace if source.calculation else {}
    return in_wan(Decimal(str(trace["amount_yuan"]))) if trace.get("amount_yuan") is not None else ""


def _near_ceiling(text: str, amount: str) -> bool:
    """Whether the words for a ceiling stand with the amount or right after it."""
    pieces, wanted = PIECE.findall(text), figures(amount)
    at = [i for i, piece in enumerate(pieces) if all(stands_in(f, figures(piece)) for f in wanted)]
    return any(holds("，".join(pieces[i : i + 2]), "ceiling") for i in at)


def _granted(figure: Figure, text: str, given: Given) -> bool:
    """Whether the figure is told as what the policy grants, or as right though the asker was wrong."""
    if figure.same in given.denied:
        return not holds(text, "denials")
    before = fold(text).partition(figure.text)[0][-_NEAR:]
    return any(before.endswith(w) or f"{w}为" in before[-len(w) - 2 :] for w in words()["awards"])


def _limited(figure: Figure, sources: Sequence[Source]) -> bool:
    """Whether the figure is a limit wherever the sources have it."""
    if figure.kind not in {"money", "share"} or any(s.calculation for s in sources):
        return False
    limits = [at for s in sources for at in _limits(s.text) if at[0] == figure.same]
    return bool(limits) and all(limit for _, limit in limits)


@lru_cache(maxsize=512)
def _limits(text: str) -> tuple[tuple[tuple[str, str], bool], ...]:
    """Each amount and share of a clause, and whether words before it (or 以内 after it) make it a limit."""
    folded, out = fold(text), []
    for q in quantities(folded):
        if q.kind in {"money", "share"}:
            before, after = folded[max(0, q.start - _NEAR) : q.start], folded[q.end : q.end + 3]
            before = re.split(r"[，,。；;]", before)[-1]
            limit = any(w in before for w in words()["limits"]) or after.startswith(("以内", "之内"))
            out += [(figure.same, limit) for figure in figures(q.text)]
    return tuple(out)


def _only_counts(figure: Figure, ground: Iterable[Figure]) -> bool:
    """Whether a small number only tells how many points are being made (三种情形, 一条): the sources count
    nothing in that unit, so that it can't be mistaken for a count of theirs."""
    kind, _, unit = figure.kind.partition(":")
    if kind not in {"count", "duration"} or Decimal(figure.value) > (1 if unit else _POINTS):
        return False
    if not unit and not _POINT.search(figure.text[-1:]):
        return False
    return not any(g.kind == figure.kind and g.text[-1:] == figure.text[-1:] for g in ground)


def _levels(rule: Rule) -> Levels:
    assert rule.award is not None
    assert rule.award.levels is not None
    options = rule.facts[rule.award.levels.by].options
    return {
        name: OfLevel(tuple(options.get(name, ())), figures(level.amount or f"{level.percent}"))
        for name, level in rule.award.levels.table.items()
    }
