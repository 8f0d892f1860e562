"""A rule applied to facts: pure, exact, and explained step by step. All amounts are Decimal 元 inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from assistant.calculator.facts import MET, UNMET, Input, Told, Value
from assistant.calculator.figures import parse_figure
from assistant.calculator.schema import Cap, Condition, Rule
from assistant.calculator.terms import Term
from assistant.calculator.units import in_wan, shown

__all__ = ["Facts", "Outcome", "Step", "conditions_only", "evaluate"]

_PER = {
    "project": "单个项目",
    "enterprise": "单个企业",
    "enterprise_year": "每家企业每年度",
    "park": "单个园区",
    "item": "每项",
    "term": "政策期内",
}
_EACH = {"project", "item"}
_UNIT = {"元": Decimal(1), "万元": Decimal(10000)}


@dataclass(frozen=True, slots=True)
class Facts:
    """``items``: one mapping of fact -> value for each project or set; quantities in base units, several in
    one as a tuple, levels and flags as their names. ``received``: 元 already granted under the same cap, None
    if not told. ``unknown``: the facts that the asker says he doesn't know."""

    items: tuple[Mapping[str, Value], ...] = ({},)
    received: Decimal | None = None
    approximate: bool = False
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """``op``: validity | condition | premise (a condition not told) | award | cap | prior | rounding |
    assumption | note | choice | precedence.

    ``before`` and ``after`` in 元, or the base unit of what is worked out; ``binds`` whether the step changed
    the amount or refused it.
    """

    op: str
    text: str
    clause: str
    quote: str = ""
    before: Decimal | None = None
    after: Decimal | None = None
    binds: bool = False
    inputs: tuple[Input, ...] = ()
    expression: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``result``: the rule's, or ``no_award`` (a condition is not met), ``missing`` (``ask`` says which fact) or
    ``eligible`` (no amount was asked for).

    ``amount`` in 元, or the base unit of ``kind``; None where no amount follows. ``low`` is the lower end where
    the clause prints a range; ``paid`` what remains to pay under a discount; ``said`` the amount in words.
    """

    rule: Rule
    result: str
    amount: Decimal | None = None
    paid: Decimal | None = None
    ask: str | None = None
    steps: tuple[Step, ...] = field(default=())
    low: Decimal | None = None
    kind: str = "money"
    said: str = ""


def evaluate(rule: Rule, facts: Facts, as_of: date | None = None) -> Outcome:
    """Never raises for facts that are missing or unsuitable: the outcome says what is needed."""
    steps = list(_validity(rule, as_of))
    if rule.result == "discretionary" or rule.award is None:
        note = Step("note", "由主管部门酌定", rule.clause, rule.discretion or "")
        return Outcome(rule, "discretionary", steps=(*steps, note))
    items = [Told(rule.facts, item) for item in facts.items]
    fit = [item for item in items if not any(_holds(c, item) is False for c in rule.conditions)]
    for condition in rule.conditions:
        states = [_holds(condition, item) for item in items]
        if False in states:
            text = condition.said if not fit else f"{len(items) - len(fit)}项不计：{condition.said}"
            steps.append(Step("condition", text, rule.clause, condition.quote, binds=True))
        else:
            op, text = ("condition", "符合条件") if True in states else ("premise", "以符合条件为前提")
            steps.append(Step(op, f"{text}：{condition.said}", rule.clause, condition.quote))
    if not fit:
        return Outcome(rule, "no_award", Decimal(0), steps=tuple(steps))
    if missing := _wanting(rule, fit, facts.unknown):
        return Outcome(rule, "missing", ask=missing, steps=tuple(steps))
    total, terms, done = _total(rule, fit, facts, low=False)
    if not terms:
        steps.append(Step("condition", "未达到任何一档", rule.clause, binds=True))
        return Outcome(rule, "no_award", Decimal(0), steps=tuple(steps))
    low, _, _ = _total(rule, fit, facts, low=True)
    if rule.years:
        text = f"连续{rule.years.amount}，每年按当年数额计算"
        done.append(Step("note", text, rule.clause, rule.years.quote))
    if rule.result == "ceiling" and rule.award.rate and not rule.caps:
        done.append(Step("note", "条款没有写明金额上限", rule.clause, rule.award.rate.quote))
    paid = [t.paid for t in terms if t.paid is not None]
    if rule.result == "saving" and rule.award.rate:
        # What a fee is lowered by is asked for as often as what it comes to then.
        paid = [item.number(rule.award.rate.of) for item in fit] + [-total]
    result = "limit" if rule.award.limit else rule.result
    return Outcome(
        rule,
        result,
        total,
        sum(paid, Decimal(0)) if paid else None,
        steps=(*steps, *done),
        low=low if low < total else None,
        kind=terms[0].kind,
        said=terms[0].said if rule.award.limit else shown(total, terms[0].kind, terms[0].unit),
    )


def conditions_only(outcome: Outcome) -> Outcome:
    """What a missing outcome says where only the eligibility was asked: how the conditions stand."""
    assert outcome.rule.award is not None
    _, _, quote = next(iter(outcome.rule.award.way.figures()))
    said = "所说的条件都符合" + (
        "，另有待确认的条件" if any(s.op == "premise" for s in outcome.steps) else ""
    )
    award = Step("award", "", outcome.rule.clause, quote)
    return replace(outcome, result="eligible", ask=None, steps=(*outcome.steps, award), said=said)


def _validity(rule: Rule, as_of: date | None) -> Sequence[Step]:
    if as_of and rule.effective_from and as_of < rule.effective_from:
        return [Step("validity", f"{as_of}尚未施行，{rule.effective_from}起施行", rule.clause, binds=True)]
    if as_of and rule.effective_to and as_of > rule.effective_to:
        return [Step("validity", f"{as_of}已过有效期，有效期至{rule.effective_to}", rule.clause, binds=True)]
    return []


def _wanting(rule: Rule, items: Sequence[Told], unknown: frozenset[str]) -> str | None:
    """The fact to ask for: one that is said not to be known, else the first that the award can't do without."""
    assert rule.award is not None
    asked = [m for item in items if (m := rule.award.way.asks(item))]
    open_ones = (c for c in rule.conditions if any(_holds(c, item) is None for item in items))
    asked += [leaf.fact for c in open_ones for leaf in c.leaves() if leaf.fact in unknown]
    return next((name for name in asked if name in unknown), next(iter(asked), None))


def _holds(condition: Condition, item: Told) -> bool | None:
    """Whether the condition is met; None where that was not told."""
    if condition.any_of:
        states = [_holds(c, item) for c in condition.any_of]
        return True if True in states else None if None in states else False
    if condition.none_of:
        states = [_holds(c, item) for c in condition.none_of]
        return False if True in states else None if None in states else True
    assert condition.fact is not None
    if condition.fact not in item.values:
        return None
    if condition.equals is not None:
        return item.choice(condition.fact) == condition.equals
    if (told := item.values[condition.fact]) in {MET, UNMET}:
        return told == MET
    value = item.number(condition.fact)
    low, high = condition.at_least, condition.at_most
    return not ((low and value < parse_figure(low).value) or (high and value > parse_figure(high).value))


def _total(
    rule: Rule, items: Sequence[Told], facts: Facts, *, low: bool
) -> tuple[Decimal, list[Term], list[Step]]:
    """(amount of all items within the caps, their terms, the steps that led there)."""
    assert rule.award is not None
    way = rule.award.way
    total, every, steps = Decimal(0), list[Term](), list[Step]()
    for item in items:
        terms = way.reckon(item, low)
        every += terms
        steps += (
            Step("award", t.text, rule.clause, t.quote, None, t.amount, False, t.inputs, t.expression)
            for t in terms
        )
        if not terms:
            continue
        amount = way.combine(terms)
        if len(terms) > 1 and amount < sum(t.amount for t in terms):
            steps.append(Step("award", f"取最高者{in_wan(amount)}", rule.clause, after=amount, binds=True))
        if provisos := way.provisos(item):
            steps.append(Step("assumption", f"且不得低于{'、'.join(provisos)}（未告知）", rule.clause))
        for cap in (c for c in rule.caps if c.per in _EACH):
            amount = _capped(amount, cap, rule, items=(item,), steps=steps)
        total += amount
    if len(items) > 1:
        steps.append(Step("award", f"{len(items)}项合计{in_wan(total)}", rule.clause, after=total))
    for cap in (c for c in rule.caps if c.per not in _EACH):
        total = _within(total, cap, rule, items, facts.received, steps)
    if rule.rounding:
        unit, before = _UNIT[rule.rounding.unit], total
        total = (total / unit).to_integral_value(ROUND_FLOOR) * unit
        text = f"不足1{rule.rounding.unit}的部分不计，为{in_wan(total)}"
        steps.append(Step("rounding", text, rule.clause, rule.rounding.quote, before, total, total < before))
    return total, every, steps


def _within(
    total: Decimal, cap: Cap, rule: Rule, items: Sequence[Told], received: Decimal | None, steps: list[Step]
) -> Decimal:
    """The amount within a cap that counts everything granted, less what was received under it already."""
    if not received:
        total = _capped(total, cap, rule, items, steps)
        if received is None:
            when = "本年度" if cap.per == "enterprise_year" else "此前"
            text = f"假定{when}尚未获得同类补助"
            prior = Input("已获金额", Decimal(0), "default")
            steps.append(Step("assumption", text, rule.clause, cap.quote, inputs=(prior,)))
        return total
    room = parse_figure(cap.amount).value
    left = max(Decimal(0), room - received)
    when = "本年度已获" if cap.per == "enterprise_year" else "此前已获"
    prior = Input("已获金额", received, "user")
    text = f"{when}{in_wan(received)}，上限{in_wan(room)}尚余{in_wan(left)}"
    steps.append(Step("prior", text, rule.clause, cap.quote, room, left, False, (prior,)))
    if total > left:
        text = f"按余额计为{in_wan(left)}"
        steps.append(Step("cap", text, rule.clause, cap.quote, total, left, True))
    return min(total, left)


def _capped(amount: Decimal, cap: Cap, rule: Rule, items: Sequence[Told], steps: list[Step]) -> Decimal:
    if cap.unless and all(item.values.get(cap.unless) == "是" for item in items):
        text = f"{items[0].facts[cap.unless].name}，不受{in_wan(parse_figure(cap.amount).value)}上限限制"
        steps.append(Step("note", text, rule.clause, cap.quote))
        return amount
    limit = parse_figure(cap.amount).value
    binds = amount > limit
    after = min(amount, limit)
    text = f"{_PER[cap.per]}最高{in_wan(limit)}，" + (f"按上限计为{in_wan(after)}" if binds else "未超过")
    steps.append(Step("cap", text, rule.clause, cap.quote, amount, after, binds))
    return after
