"""Pinyin and characters that sound alike are read as the words they stand for; other words are left alone."""

from __future__ import annotations

import pytest

from assistant.understanding.sounds import Sounds

SOUNDS = Sounds(["技改", "首版次", "软件", "一致性评价", "失业保险", "补助", "面积", "多少", "新三板"])


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("shou ban ci ruan jian bu zhu duo shao", "首版次 软件 补助 多少"),
        ("jigai buzhu duoshao", "技改 补助 多少"),
        ("记改补助多少", "技改补助多少"),
        ("我想搞记改", "我想搞技改"),
        ("手版次软件", "首版次软件"),
        ("心三板挂牌", "新三板挂牌"),
    ],
)
def test_heard(text: str, heard: str) -> None:
    assert SOUNDS.heard(text) == heard


@pytest.mark.parametrize(
    "text",
    [
        "is there a subsidy for listing abroad",
        "what discount do trucks get",
        "技改补助多少",
        "面机器设备",
        "明天天气怎么样",
        "",
    ],
)
def test_left_alone(text: str) -> None:
    assert SOUNDS.heard(text) == text
