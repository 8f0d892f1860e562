"""Asked backwards: from which sum on the cap is reached, and which sum gives an amount that is wanted."""

from __future__ import annotations

import pytest

from assistant import Assistant, Question
from assistant.types import Status


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("超高清视频项目投到多少钱补助就封顶了", "约1666.67万元"),
        ("工业互联网平台要总投资多少才能把上限拿满", "约1666.67万元"),
        ("引进国外技术在广州转化，一年的补助想顶格，技术交易额至少要做到多少", "2000万元"),
        ("首台套进了市目录，一套卖多少钱补助能封顶", "约3333.33万元"),
        ("军工科研项目合同额到了多少以后再多也没用", "约1666.67万元"),
        ("价值创新园区建公共服务平台，想拿到最高补助要投多少", "5亿元"),
        ("技改补助想拿240万，固定资产得投多少", "800万元"),
        ("区级担保公司想拿市里配资1000万，区财政要出多少", "2500万元"),
    ],
)
def test_base_is_computed_from_rate_and_cap(assistant: Assistant, text: str, said: str) -> None:
    answer = assistant.ask(Question(text))
    assert answer.calculation is not None
    assert answer.calculation.trace["result"] == "base"
    assert said in answer.answer
    assert "÷" in answer.answer


def test_more_than_the_cap_is_not_promised(assistant: Assistant) -> None:
    answer = assistant.ask(Question("大数据应用示范项目想拿到500万补助，总投资要多少")).answer
    assert "最高300万元，得不到500万元" in answer
    assert "1000万元" in answer


@pytest.mark.parametrize("text", ["技改补助上限是多少", "技改投了2000万最高能补多少"])
def test_what_the_cap_is_or_what_is_granted_is_not_asked_backwards(assistant: Assistant, text: str) -> None:
    answer = assistant.ask(Question(text))
    assert "500万元" in answer.answer
    assert answer.calculation is None or answer.calculation.trace["result"] != "base"


def test_without_a_matter_it_is_asked_back(assistant: Assistant) -> None:
    assert assistant.ask(Question("要投多少钱才能拿满补贴")).status is Status.CLARIFY
