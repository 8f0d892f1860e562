"""One figure has many spellings; two figures have none in common."""

from __future__ import annotations

import pytest

from assistant.agent.figures import figures, stands_in


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("三千万元", "给予3000万元一次性补助"),
        ("30,000,000元", "给予3000万元一次性补助"),
        ("百分之三十", "按不高于固定资产投资额的30％给予补助"),
        ("三成", "按不高于固定资产投资额的30％给予补助"),
        ("八五折", "享受八五折优惠"),
        ("85折", "享受八五折优惠"),
        ("四分之一", "再压减1/4以上"),
        ("2.33分/千瓦时", "统一降低2.33分/千瓦时"),
        ("2018年8月", "2018年8月28日印发"),
        ("两年", "贴息期限最多不超过2年"),
        ("一亿元", "最高不超过1亿元"),
        ("10000万元", "最高不超过1亿元"),
        ("1000到2000万元", "1000—2000万元"),
    ],
)
def test_the_same_figure_is_found(said: str, printed: str) -> None:
    assert figures(said)
    assert all(stands_in(f, figures(printed)) for f in figures(said))


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("500元", "最高不超过500万元"),
        ("500万元", "最高不超过1500万元"),
        ("30万元", "按30％给予补助"),
        ("30％", "补助30万元"),
        ("三亿元", "给予3000万元"),
        ("八折", "享受八五折优惠"),
        ("2019年8月", "2018年8月28日印发"),
        ("2018年9月", "2018年8月28日印发"),
        ("3年", "贴息期限最多不超过2年"),
        ("2个月", "贴息期限最多不超过2年"),
        ("0.233分", "统一降低2.33分/千瓦时"),
        ("三分之一", "再压减1/4以上"),
        ("3.5平方公里", "占地面积约5平方公里"),
    ],
)
def test_another_figure_is_not(said: str, printed: str) -> None:
    assert figures(said)
    assert not all(stands_in(f, figures(printed)) for f in figures(said))
