"""From the amount back to what it is worked out from: how much must be spent until the cap is reached."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from assistant.calculator.evaluate import Outcome, Step
from assistant.calculator.facts import Input, Told
from assistant.calculator.levels import Levels
from assistant.calculator.schema import Rule
from assistant.calculator.terms import HUNDRED, value_of
from assistant.calculator.units import in_wan
from assistant.calculator.ways import Rate

__all__ = ["base_for", "reversible"]

_GRANTS = {"ceiling", "fixed"}
_CENT = Decimal(100)


def reversible(rule: Rule, wanted: Decimal | None = None) -> bool:
    """Whether the rule grants a percentage of a sum of money, up to a cap or to the amount ``wanted``."""
    if rule.award is None or rule.result not in _GRANTS or not (rule.caps or wanted):
        return False
    way = rule.award.way
    return isinstance(way, Rate | Levels) and bool(way.of) and rule.facts[str(way.of)].type == "money"


def base_for(rule: Rule, told: Told, wanted: Decimal | None = None) -> Outcome:
    """The sum from which on the cap is reached, or that gives ``wanted`` (元) where the cap allows that.

    One sum for each level that has another percentage and was not ruled out by what was told.
    """
    assert rule.award is not None
    way = rule.award.way
    assert isinstance(way, Rate | Levels)
    cap = min(rule.caps, key=lambda c: value_of(c.amount), default=None)
    limit = value_of(cap.amount) if cap else None
    aim = wanted if limit is None or (wanted is not None and wanted <= limit) else limit
    assert aim is not None
    fact = rule.facts[str(way.of)].name
    steps, said = [], []
    first: Decimal | None = None
    for name, percent, quote in _percents(way, told):
        base = aim * HUNDRED / value_of(percent)
        first = first if first is not None else base
        named = f"{name}：" if name else ""
        expression = f"{in_wan(aim)} ÷ {percent}"
        inputs = (Input("所求金额", aim, "user") if aim == wanted else Input("上限", aim, "rule"),)
        text = f"{named}{expression} = {_rounded(base)}"
        steps.append(Step("award", text, rule.clause, quote, None, base, False, inputs, expression))
        said.append(f"{name}{_rounded(base)}")
    needs = f"所需的{fact}为{'、'.join(said)}"
    words = f"按最高比例要得到{in_wan(aim)}，{needs}，以审核结果为准"
    if cap and limit is not None:
        beyond = wanted is not None and wanted > limit
        steps.append(Step("cap", f"上限{in_wan(limit)}", rule.clause, cap.quote, wanted, limit, beyond))
        if aim == limit:
            words = f"达到上限{in_wan(limit)}{needs}，超出的部分不再增加"
        if wanted and beyond:
            words = f"最高{in_wan(limit)}，得不到{in_wan(wanted)}；{words}"
    return Outcome(rule, "base", first, steps=tuple(steps), said=words)


def _percents(way: Rate | Levels, told: Told) -> Iterator[tuple[str, str, str]]:
    """(level, percent, quote); without a level where there is but one."""
    if isinstance(way, Rate):
        yield "", way.up_to or way.percent, way.quote
        return
    chosen = str(told.values.get(way.by, ""))
    for name, level in way.table.items():
        if level.percent and chosen in {"", name}:
            yield name, level.percent, level.quote


def _rounded(base: Decimal) -> str:
    """To 100元, and said to be about where that is not exact."""
    near = (base / _CENT).quantize(Decimal(1), ROUND_HALF_UP) * _CENT
    return in_wan(base) if near == base else f"约{in_wan(near)}"
