"""A rule applied to facts that are given by name, as the command line, the form and a model's tool do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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

__all__ = ["calculate", "itemised"]

_RECEIVED = "received"
_MOST = Decimal(10) ** 15
"""In base units; what is more can only be a slip."""


def itemised(pairs: Iterable[str]) -> list[dict[str, str]]:
    """``name=value`` words as items: a name given for the n-th time belongs to the n-th item.

    Raises BadInput, in Chinese, for a word without an equals sign.
    """
    columns: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise BadInput(f"“{pair}”应写成 事实=值，例如 investment=2300万。")
        columns.setdefault(name, []).append(value)
    length = max((len(v) for v in columns.values()), default=1)
    return [{n: v[min(i, len(v) - 1)] for n, v in columns.items()} for i in range(length)]


def calculate(corpus: Corpus, rule_id: str, items: Sequence[Mapping[str, str]], as_of: date) -> Calculation:
    """``items``: fact -> value as people write it, one mapping for each project; ``received`` among them is
    what was granted already. Raises BadInput, in Chinese, for what the rule can't read."""
    rule = corpus.rules.get(rule_id)
    if rule is None:
        raise BadInput(f"没有规则“{rule_id}”。用 rules 命令查看全部规则。")
    received: Decimal | None = None
    told: dict[str, str] = {}
    read: list[dict[str, Value]] = []
    for item in items:
        values: dict[str, Value] = {}
        for name, text in item.items():
            if name == _RECEIVED:
                received = _amount(text, "money")
                continue
            if name not in rule.facts:
                raise BadInput(f"规则 {rule_id} 没有事实“{name}”，可填：{_names(rule)}。")
            values[name] = _value(text, rule.facts[name])
            told[name] = f"{told[name]}、{text}" if name in told else text
        read.append(values)
    bound = Bound(Facts(tuple(_added_up(rule, read)), received), told)
    return traced(corpus.rules, evaluate(rule, bound.facts, as_of), bound)


def _added_up(rule: Rule, items: list[dict[str, Value]]) -> list[dict[str, Value]]:
    """One item with all the values, where the rule adds them up (前三个合同累计)."""
    way = rule.award.way if rule.award else None
    if not (isinstance(way, Rate) and way.first and len(items) > 1):
        return items
    values = tuple(v for item in items if isinstance(v := item.get(way.of), Decimal))
    return [{**items[0], way.of: values}]


def _names(rule: Rule) -> str:
    return "、".join(f"{n}（{f.name}）" for n, f in rule.facts.items()) or "无"


def _value(text: str, fact: Fact) -> Decimal | str:
    if not fact.chosen:
        return _amount(text, fact.type)
    allowed = tuple(fact.options) or ("是", "否")
    if text not in allowed:
        raise BadInput(f"“{fact.name}”应为 {'、'.join(allowed)} 之一，收到的是“{text}”。")
    return text


def _amount(text: str, kind: str) -> Decimal:
    """A quantity of the kind as people write it, or a bare number in base units (元, 千瓦时, 件)."""
    found = [q for q in quantities(text) if q.kind == kind]
    try:
        value = found[0].value if len(found) == 1 else Decimal(text.replace(",", ""))
    except ArithmeticError:
        raise BadInput(f"“{text}”无法识别，请写成 2300万、1.2亿 或以元为单位的数字。") from None
    if not value.is_finite() or not 0 <= value <= _MOST:
        raise BadInput(f"“{text}”不是合适的数值，请填不小于零、不过大的数。")
    return value
