"""Quantities as owners, accountants and callers write and say them, and numbers that are no quantity."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import cn2an
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.calculator.amounts import Quantity, quantities, without_quantities
from assistant.text import fold

CASES = yaml.safe_load(Path(__file__).with_name("amounts.yaml").read_text("utf-8"))
READ = [next(iter(case.items())) for case in CASES["read"]]
CENT = Decimal("0.01")


def told(quantity: Quantity) -> str:
    """The quantity as the file writes it: kind, value, unit of a duration, low end, whether about."""
    words = [quantity.kind, _plain(quantity.value)]
    if quantity.kind == "duration":
        words.append(quantity.unit)
    if quantity.low is not None:
        words += ["low", _plain(quantity.low)]
    if quantity.approximate:
        words.append("about")
    return " ".join(words)


def _plain(value: Decimal) -> str:
    return f"{value.quantize(CENT).normalize():f}"


def _as_written(entry: str) -> str:
    words = entry.split()
    return " ".join(_plain(Decimal(w)) if w[0].isdigit() else w for w in words)


@pytest.mark.parametrize(("text", "expected"), READ, ids=[text for text, _ in READ])
def test_read(text: str, expected: list[str]) -> None:
    assert [told(q) for q in quantities(text)] == [_as_written(e) for e in expected]


@pytest.mark.parametrize("text", CASES["other"])
def test_no_amount(text: str) -> None:
    assert [q for q in quantities(text) if q.kind in {"money", "energy", "share"}] == []


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "2300万",
            "2300万元",
            "23000000元",
            "23,000,000元",
            "0.23亿",
            "两千三百万",
            "2千3百万",
            "2300W",
            "2.3千万",
        ),
        ("1.2亿", "12000万", "1亿2", "一亿二", "一亿两千万", "1亿2千万", "120000000元", "1.2个亿"),
        ("50万", "五十万元", "伍拾万元整", "500000元", "¥500,000", "0.005亿", "50w"),
        ("100万度", "1000000千瓦时", "一百万度电", "100万kWh", "1000兆瓦时"),
        ("15亩", "1公顷", "10000平方米", "1万平", "10000㎡", "0.01平方公里"),
        ("30%", "３０％", "百分之三十", "百分之30", "三成", "30个点", "30个百分点"),
    ],
    ids=lambda spellings: spellings[0],
)
def test_spellings_of_one_value(spellings: tuple[str, ...]) -> None:
    assert len({(q.kind, q.value) for text in spellings for q in quantities(text)}) == 1
    assert all(len(quantities(text)) == 1 for text in spellings)


@settings(deadline=None, max_examples=300)
@given(st.integers(1, 10**9))
def test_one_amount_in_figures_separators_wan_and_numerals(amount: int) -> None:
    spellings = (
        f"{amount}元",
        f"{amount:,}元",
        f"{Decimal(amount) / 10000:f}万元",
        f"{Decimal(amount) / 10**8:f}亿",
        f"{cn2an.an2cn(amount)}元",
        f"{cn2an.an2cn(amount, 'up')}元整",
    )
    for text in spellings:
        assert [(q.kind, q.value) for q in quantities(f"投了{text}，能补吗")] == [("money", amount)], text


@settings(deadline=None, max_examples=300)
@given(
    st.text(
        alphabet="0123456789.,一二两三十百千万亿零半点个多来几元度%成年人台平约到-w块第（） ", max_size=16
    )
)
def test_any_text_is_read_in_order_and_by_its_position(text: str) -> None:
    found, folded, end = quantities(text), fold(text), 0
    for quantity in found:
        assert end <= quantity.start < quantity.end <= len(folded)
        assert quantity.text == folded[quantity.start : quantity.end].strip()
        assert quantity.value >= 0
        assert quantity.low is None or quantity.low < quantity.value
        end = quantity.end
    assert len(without_quantities(folded)) == len(folded)


@pytest.mark.parametrize(
    ("text", "amount"), [("再投两个半亿", "2.5"), ("投了一个半亿", "1.5"), ("投了3个亿半", "3.5")]
)
def test_and_a_half_before_the_order(text: str, amount: str) -> None:
    assert [q.value for q in quantities(text)] == [Decimal(amount) * 10**8]


def test_what_is_told_roughly_is_settled_by_the_figure_after_it() -> None:
    assert [q.value for q in quantities("收入三千多万（就按3200万）")] == [Decimal(32_000_000)]
    assert len(quantities("收入三千多万，投了3200万")) == 2
