"""Numbers are compared as numbers, words as words."""

from __future__ import annotations

import pytest

from evals.numbers import numbers, says


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("最高不超过500万元。", "500万"),
        ("按30％给予补助", "30%"),
        ("按百分之三十给予", "30%"),
        ("补助三成", "30％"),
        ("给予三千万元", "3000万元"),
        ("投资2,300万元", "2300万"),
        ("共0.05亿元", "500万元"),
        ("面积2.1平方公里", "2.1平方公里"),
        ("享受八五折优惠", "八五折"),
        ("由市金融局牵头", "金融局"),
        ("给予“全链条”支持", "全链条支持"),
        ("一次性补助", "一次|单次"),
        ("降低2.33分/千瓦时", "2.33分"),
    ],
)
def test_says(text: str, wanted: str) -> None:
    assert says(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("最高不超过1500万元", "500万"),
        ("最高不超过5000万元", "500万"),
        ("补助130%", "30%"),
        ("补助30.5%", "30%"),
        ("12.5%", "2.5%"),
        ("共20个月", "20年"),
        ("第500号", "500万"),
        ("", "500万"),
    ],
)
def test_does_not_say(text: str, wanted: str) -> None:
    assert not says(text, wanted)


def test_numbers_have_one_form() -> None:
    assert numbers("2,000元、2000.0元；０８月") == {"2000", "8"}
