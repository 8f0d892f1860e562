"""Facts given by name: read as people write them, refused where they are no single amount."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.calculator.manual import calculate, read_amount
from assistant.corpus.store import Corpus
from assistant.errors import BadInput


@pytest.mark.parametrize(
    ("text", "kind", "unit", "value"),
    [
        ("三千万", "money", "", "30000000"),
        ("1,000", "money", "", "1000"),
        ("约2300万元", "money", "", "23000000"),
        ("18个月", "duration", "年", "1.5"),
        ("20个工作日", "duration", "天", "20"),
        ("12", "duration", "年", "12"),
        ("2亩", "area", "", None),
    ],
)
def test_amounts_as_people_write_them(text: str, kind: str, unit: str, value: str | None) -> None:
    read = read_amount(text, kind, unit)
    assert read == Decimal(value) if value else round(read) == 1333


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-5万", "不小于零"),
        ("负500万", "不小于零"),
        ("-5", "不小于零"),
        ("500-800万", "只填一个数"),
        ("1e99", "太大"),
        ("9999999999亿", "太大"),
        ("Infinity", "不小于零"),
    ],
)
def test_what_is_no_single_amount_is_refused(corpus: Corpus, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        calculate(corpus, "support-2018.tech-renovation", [{"investment": text}], date(2020, 1, 1))


def test_a_duration_keeps_to_the_unit_of_the_rule(corpus: Corpus) -> None:
    with pytest.raises(BadInput, match="以年为单位"):
        calculate(corpus, "cost-2018.land-lease-term", [{"term": "200天"}], date(2020, 1, 1))
