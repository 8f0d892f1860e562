"""A rule applied to facts: pure, exact, and explained step by step. All amounts are Decimal 元 inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assistant.calculator.figures import parse_figure
from assistant.calculator.schema import Award, Cap, Level, Rule

__all__ = ["Facts", "Outcome", "Step", "evaluate", "in_wan"]

_WAN = Decimal(10000)
_YI = Decimal(10) ** 8
_HUNDRED = Decimal(100)
_PER = {
    "project": "单个项目",
    "enterprise": "单个企业",
    "enterprise_year": "每家企业每年度",
    "park": "单个园区",
    "item": "每项",
    "term": "政策期内",
}
_EACH = {"project", "item"}


@dataclass(frozen=True, slots=True)
class Facts:
    """``items``: one mapping of fact -> value for each project or set; quantities in base units, levels and
    flags as their names. ``received``: 元 already granted under the same cap this year, None if not told."""

    items: tuple[Mapping[str, Decimal | str], ...] = ({},)
    received: Decimal | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """``op``: award | cap | condition | prior | alternative | note. ``before`` and ``after`` in 元."""

    op: str
    text: str
    clause: str
    quote: str = ""
    before: Decimal | None = None
    after: Decimal | None = None
    binds: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """``result``: the rule's, or ``no_award`` (a condition is not met) or ``missing`` (``ask`` says which fact).

    ``amount`` in 元; None where no amount follows. ``paid`` is what remains to pay under a discount.
    """

    rule: Rule
    result: str
    amount: Decimal | None = None
    paid: Decimal | None = None
    ask: str | None = None
    steps: tuple[Step, ...] = field(default=())
    years: int | None = None


def in_wan(amount: Decimal) -> str:
    """元 as people say it: 亿元 where that is round, else 万元; sums below one 万 in 元."""
    if abs(amount) >= _YI and amount % (_YI / 100) == 0:
        return f"{_plain(amount / _YI)}亿元"
    if abs(amount) < _WAN and amount != 0:
        return f"{_plain(amount)}元"
    return f"{_plain(amount / _WAN)}万元"


def _plain(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.000001')).normalize():f}"


def evaluate(rule: Rule, facts: Facts, as_of: date | None = None) -> Outcome:
    """Never raises for facts that are missing or unsuitable: the outcome says what is needed."""
    steps: list[Step] = []
    if as_of and (
        (rule.effective_from and as_of < rule.effective_from)
        or (rule.effective_to and as_of > rule.effective_to)
    ):
        steps.append(Step("note", f"{as_of}不在执行期内，以下按条款计算", rule.clause))
    if rule.result == "discretionary" or rule.award is None:
        return Outcome(
            rule,
            "discretionary",
            steps=(*steps, Step("note", "由主管部门酌定", rule.clause, rule.discretion or "")),
        )
    for condition in rule.conditions:
        told = [item[condition.fact] for item in facts.items if condition.fact in item]
        for value in told:
            if not _holds(value, condition.at_least, condition.at_most, condition.equals):
                steps.append(Step("condition", condition.text, rule.clause, condition.quote))
                return Outcome(rule, "no_award", Decimal(0), steps=tuple(steps))
        state = "符合条件" if told else "以符合条件为前提"
        steps.append(Step("condition", f"{state}：{condition.quote}", rule.clause, condition.quote))
    if missing := _missing(rule, facts):
        return Outcome(rule, "missing", ask=missing, steps=tuple(steps))
    total, paid = Decimal(0), None
    for item in facts.items:
        amount, left, done = _award(rule.award, item, rule)
        steps.extend(done)
        for cap in (c for c in rule.caps if c.per in _EACH):
            amount = _capped(amount, cap, rule, steps)
        total += amount
        paid = left if left is None or paid is None else paid + left
    if len(facts.items) > 1:
        steps.append(Step("award", f"{len(facts.items)}项合计{in_wan(total)}", rule.clause, after=total))
    for cap in (c for c in rule.caps if c.per not in _EACH):
        room = parse_figure(cap.amount).value
        if cap.per == "enterprise_year" and facts.received:
            left_room = max(Decimal(0), room - facts.received)
            text = f"本年度已获{in_wan(facts.received)}，上限尚余{in_wan(left_room)}"
            steps.append(Step("prior", text, rule.clause, cap.quote, room, left_room))
            before, total = total, min(total, left_room)
            if total < before:
                steps.append(
                    Step("cap", f"按余额计为{in_wan(total)}", rule.clause, cap.quote, before, total, True)
                )
        else:
            total = _capped(total, cap, rule, steps)
            if cap.per == "enterprise_year" and facts.received is None:
                steps.append(Step("note", "假定本年度尚未获得同类补助", rule.clause, cap.quote))
    result = "limit" if rule.award.limit else rule.result
    return Outcome(rule, result, total, paid, steps=tuple(steps), years=rule.years)


def _holds(value: Decimal | str, at_least: str | None, at_most: str | None, equals: str | None) -> bool:
    if equals is not None:
        return value == equals
    assert isinstance(value, Decimal)
    return not (
        (at_least is not None and value < parse_figure(at_least).value)
        or (at_most is not None and value > parse_figure(at_most).value)
    )


def _missing(rule: Rule, facts: Facts) -> str | None:
    """The first fact that the award needs and nobody told."""
    assert rule.award is not None
    for name in rule.award.reads():
        if rule.facts[name].default is None and any(name not in item for item in facts.items):
            return name
    return None


def _award(
    award: Award, item: Mapping[str, Decimal | str], rule: Rule
) -> tuple[Decimal, Decimal | None, list[Step]]:
    """(amount, what remains to pay, steps) for one item."""

    def value(name: str) -> Decimal:
        told = item.get(name, rule.facts[name].default)
        return told if isinstance(told, Decimal) else parse_figure(str(told)).value

    def step(text: str, quote: str, after: Decimal) -> list[Step]:
        return [Step("award", text, rule.clause, quote, after=after)]

    if award.limit:
        figure = parse_figure(award.limit.amount or award.limit.percent or "")
        return (
            figure.value,
            None,
            step(award.limit.amount or award.limit.percent or "", award.limit.quote, figure.value),
        )
    if award.lump:
        amount = parse_figure(award.lump.amount or "").value
        return amount, None, step(f"给予{in_wan(amount)}", award.lump.quote, amount)
    if award.levels is not None:
        level = award.levels[str(item[award.by or ""])]
        return _level(award, level, str(item[award.by or ""]), value, step)
    if award.per_item:
        each, count = parse_figure(award.per_item["amount"]).value, value(award.per_item["of"])
        amount = each * count
        text = f"{in_wan(each)} × {_plain(count)} = {in_wan(amount)}"
        return amount, None, step(text, award.per_item["quote"], amount)
    if award.parts:
        amount, steps = Decimal(0), []
        for part in award.parts:
            share = value(part.of) * parse_figure(part.percent).value / _HUNDRED
            amount += share
            steps += step(
                f"{part.name}{in_wan(value(part.of))} × {part.percent} = {in_wan(share)}", part.quote, share
            )
        return amount, None, steps
    if award.change:
        base = value(award.change["of"])
        down = parse_figure(award.change["from"]).value - parse_figure(award.change["to"]).value
        amount = base * down / _HUNDRED
        text = f"{in_wan(base)} × （{award.change['from']} － {award.change['to']}） = {in_wan(amount)}"
        return amount, None, step(text, award.change["quote"], amount)
    if award.price:
        units, price = value(award.price["of"]), parse_figure(award.price["price"]).value
        amount = units * price / _HUNDRED
        text = f"{_plain(units)}千瓦时 × {_plain(price)}分/千瓦时 = {in_wan(amount)}"
        return amount, None, step(text, award.price["quote"], amount)
    if award.discount:
        base, pays = value(award.discount["of"]), parse_figure(award.discount["pays"]).value
        paid = base * pays / _HUNDRED
        text = f"{in_wan(base)} × {_plain(pays)}% = {in_wan(paid)}，节省{in_wan(base - paid)}"
        return base - paid, paid, step(text, award.discount["quote"], base - paid)
    rate = award.rate or award.share_off
    assert rate is not None
    amount = value(rate.of) * parse_figure(rate.percent).value / _HUNDRED
    text = f"{in_wan(value(rate.of))} × {rate.percent} = {in_wan(amount)}"
    return amount, None, step(text, rate.quote, amount)


def _level(
    award: Award,
    level: Level,
    name: str,
    value: Callable[[str], Decimal],
    step: Callable[[str, str, Decimal], list[Step]],
) -> tuple[Decimal, None, list[Step]]:
    if level.amount:
        amount = parse_figure(level.amount).value
        return amount, None, step(f"{name}：{in_wan(amount)}", level.quote, amount)
    base = value(award.of or "")
    amount = base * parse_figure(level.percent or "").value / _HUNDRED
    return (
        amount,
        None,
        step(f"{name}：{in_wan(base)} × {level.percent} = {in_wan(amount)}", level.quote, amount),
    )


def _capped(amount: Decimal, cap: Cap, rule: Rule, steps: list[Step]) -> Decimal:
    limit = parse_figure(cap.amount).value
    binds = amount > limit
    after = min(amount, limit)
    text = f"{_PER[cap.per]}最高{in_wan(limit)}，" + (f"按上限计为{in_wan(after)}" if binds else "未超过")
    steps.append(Step("cap", text, rule.clause, cap.quote, amount, after, binds))
    return after
