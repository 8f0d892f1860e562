"""A rule applied to facts that are given by name, as the command line and the calculator form do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from assistant.calculator.amounts import quantities
from assistant.calculator.bind import Bound
from assistant.calculator.evaluate import Facts, evaluate
from assistant.calculator.facts import Fact, Value
from assistant.calculator.schema import Rule
from assistant.calculator.trace import traced
from assistant.calculator.ways import Rate
from assistant.corpus.store import Corpus
from assistant.errors import BadInput
from assistant.types import Calculation

__all__ = ["calculate"]

_PLAIN = {"count", "people", "energy", "money", "area", "share", "duration"}


def calculate(corpus: Corpus, rule_id: str, facts: Iterable[str], as_of: date) -> Calculation:
    """``facts`` are ``name=value``; a name given twice makes two items. Raises BadInput, in Chinese."""
    rule = corpus.rules.get(rule_id)
    if rule is None:
        raise BadInput(f"没有规则“{rule_id}”。用 rules 命令查看全部规则。")
    given: dict[str, list[Value]] = {}
    told: dict[str, str] = {}
    received: Decimal | None = None
    for pair in facts:
        name, equals, value = pair.partition("=")
        if not equals:
            raise BadInput(f"“{pair}”应写成 事实=值，例如 {next(iter(rule.facts), 'investment')}=2300万。")
        if name == "received":
            received = _amount(value, "money")
            continue
        if name not in rule.facts:
            raise BadInput(f"规则 {rule_id} 没有事实“{name}”，可填：{_names(rule)}。")
        given.setdefault(name, []).append(_value(value, rule.facts[name]))
        told[name] = f"{told[name]}、{value}" if name in told else value
    bound = Bound(Facts(_items(rule, given), received), told)
    return traced(corpus.rules, evaluate(rule, bound.facts, as_of), bound)


def _items(rule: Rule, given: dict[str, list[Value]]) -> tuple[dict[str, Value], ...]:
    way = rule.award.way if rule.award else None
    if isinstance(way, Rate) and way.first and way.of in given:
        added_up = tuple(v for v in given.pop(way.of) if isinstance(v, Decimal))
        given[way.of] = [added_up]
    length = max((len(v) for v in given.values()), default=1)
    return tuple({n: v[min(i, len(v) - 1)] for n, v in given.items()} for i in range(length))


def _names(rule: Rule) -> str:
    return "、".join(f"{n}（{f.name}）" for n, f in rule.facts.items()) or "无"


def _value(text: str, fact: Fact) -> Decimal | str:
    if fact.type in _PLAIN:
        return _amount(text, fact.type)
    allowed = tuple(fact.options) or ("是", "否")
    if text not in allowed:
        raise BadInput(f"“{fact.name}”应为 {'、'.join(allowed)} 之一，收到的是“{text}”。")
    return text


def _amount(text: str, kind: str) -> Decimal:
    """A quantity of the kind as people write it, or a bare number in base units (元, 千瓦时, 件)."""
    found = [q for q in quantities(text) if q.kind == kind]
    if len(found) == 1:
        return found[0].value
    try:
        value = Decimal(text.replace(",", ""))
    except ArithmeticError:
        raise BadInput(f"“{text}”无法识别，请写成 2300万、1.2亿 或以元为单位的数字。") from None
    if not value.is_finite() or value < 0:
        raise BadInput(f"“{text}”不是合适的数值，请填不小于零的数。")
    return value
