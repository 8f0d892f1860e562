"""A rule applied to facts that are given by name, as the command line, the form and a model's tool do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from assistant.calculator.amounts import Quantity, quantities
from assistant.calculator.bind import Bound
from assistant.calculator.evaluate import Facts, evaluate
from assistant.calculator.facts import Fact, Value
from assistant.calculator.items import YEARS
from assistant.calculator.schema import Rule
from assistant.calculator.trace import traced
from assistant.calculator.ways import Rate
from assistant.corpus.store import Corpus
from assistant.errors import BadInput
from assistant.text import fold
from assistant.types import Calculation

__all__ = ["RECEIVED", "calculate", "itemised", "read_amount", "read_value"]

RECEIVED = "received"
"""The name under which an amount granted already is given, beside the facts."""
# Beyond any sum of these policies; exact arithmetic holds far above it.
_LARGEST = Decimal(10) ** 16
# For each kind: how it may be written, and what a bare number counts.
_EXAMPLES = {
    "money": ("2300万、1.2亿", "元"),
    "energy": ("50万度", "千瓦时"),
    "area": ("3000平方米、2亩", "平方米"),
    "share": ("30％", "％"),
    "people": ("20人", "人"),
    "count": ("3个", "个"),
    "duration": ("5年、20天", ""),
}


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
            if name == RECEIVED:
                received = read_amount(text, "money")
                continue
            if name not in rule.facts:
                raise BadInput(f"规则 {rule_id} 没有事实“{name}”，可填：{_names(rule)}。")
            values[name] = read_value(text, rule.facts[name])
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


def read_value(text: str, fact: Fact, bare: str = "") -> Decimal | str:
    """A fact's value in base units, or its level, 是 or 否. Raises BadInput, in Chinese, for anything else;
    ``bare`` is what it says a number alone would count, the base unit if nothing else is given."""
    if not fact.chosen:
        return read_amount(text, fact.type, fact.unit, bare)
    allowed = tuple(fact.options) or ("是", "否")
    if text not in allowed:
        raise BadInput(f"“{fact.name}”应为 {'、'.join(allowed)} 之一，收到的是“{text}”。")
    return text


def read_amount(text: str, kind: str, unit: str = "", bare: str = "") -> Decimal:
    """A quantity of the kind as people write it, or a bare number in base units (元, 千瓦时, 件); a duration in
    ``unit``. Raises BadInput, in Chinese, for what is no single amount of it."""
    found = [q for q in quantities(text) if q.kind == kind]
    if len(found) == 1:
        value = _single(found[0], text, unit)
    else:
        try:
            value = Decimal(text.replace(",", ""))
        except ArithmeticError:
            example, base = _EXAMPLES[kind]
            counts = f"以{bare or unit or base}为单位的"
            raise BadInput(f"“{text}”无法识别，请写成 {example} 或{counts}数字。") from None
    if not value.is_finite() or value < 0:
        raise BadInput(f"“{text}”不是合适的数值，请填不小于零的数。")
    if value > _LARGEST:
        raise BadInput(f"“{text}”太大，请核对数值和单位。")
    return value


def _single(found: Quantity, text: str, unit: str) -> Decimal:
    """What is beside the quantity must not change it: a sign, a second number, the other end of a range."""
    folded = fold(text)
    if found.low is not None:
        raise BadInput(f"“{text}”是一个范围，请只填一个数。")
    if re.search(r"[-\d负]", folded[: found.start] + folded[found.end :]):
        raise BadInput(f"“{text}”不是合适的数值，请只填一个不小于零的数。")
    if unit == "年" and found.unit in YEARS:
        return found.value * YEARS[found.unit]
    if unit and not found.unit.endswith({"天": ("天", "日")}.get(unit, unit)):
        raise BadInput(f"“{text}”请改以{unit}为单位填写。")
    return found.value
