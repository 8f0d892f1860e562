"""Which paragraphs open with a number of the document, and which with a number of its matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.numbering import chinese_number, marker_at, printed_number


@pytest.mark.parametrize(
    ("line", "form", "number", "printed"),
    [
        ("第一编　总则", "编", 1, "第一编"),
        ("第三章　支持对象和标准", "章", 3, "第三章"),
        ("第二节　资金拨付", "节", 2, "第二节"),
        ("第十二条　本办法由市财政局负责解释。", "条", 12, "第十二条"),
        ("第12条 本办法由市财政局负责解释。", "条", 12, "第12条"),
        ("第一百零三条　附则", "条", 103, "第一百零三条"),
        ("二十一、保障措施", "一、", 21, "二十一、"),
        ("（三十五）自印发之日起施行", "（一）", 35, "（三十五）"),
        ("(一)网上申报", "（一）", 1, "(一)"),
        ("1.创建实施阶段（2017年1月—2018年7月）", "1.", 1, "1."),
        ("12．深化城市治理的融合应用", "1.", 12, "12．"),
        ("3、项目竣工验收报告", "1.", 3, "3、"),
        ("3.2023年1月1日以前支付的款项不计入", "1.", 3, "3."),
        ("（1）营业执照复印件", "（1）", 1, "（1）"),
        ("(10)完税证明", "（1）", 10, "(10)"),
        ("⑫其他材料", "①", 12, "⑫"),
        ("附件2", "附件", 2, "附件2"),
        ("附件", "附件", 1, "附件"),
        ("附件三　申报材料清单", "附件", 3, "附件三"),
    ],
)
def test_marker(line: str, form: str, number: int, printed: str) -> None:
    marker = marker_at(line)
    assert marker is not None
    assert (marker.form, marker.number, marker.printed) == (form, number, printed)


@pytest.mark.parametrize(
    "line",
    [
        "2018年确保主体工程基本建成",
        "10.5代线项目达产",
        "3.5平方公里低空经济先导区",
        "1.65∶1∶0.25的比价",
        "（国发〔2016〕48号）",
        "（2018-2022年）",
        "（含跨区项目）报市政府审定",
        "一是鼓励企业实施技术改造",
        "一、二、三等奖分别奖励30万元、20万元、10万元",
        "百、千、万亿级产业集群",
        "十大价值创新园区",
        "第一批试点园区",
        "附件1所列标准",
        "附件：1.支持标准表",
        "——产业规模快速壮大",
        "·集成电路",
        "",
    ],
)
def test_no_marker(line: str) -> None:
    assert marker_at(line) is None


def test_ranks_follow_the_official_hierarchy() -> None:
    lines = ["附件1", "第一编", "第一章", "第一节", "第一条", "一、甲", "（一）甲", "1.甲", "（1）甲", "①甲"]
    ranks = [marker.rank for line in lines if (marker := marker_at(line))]
    assert len(ranks) == len(lines)
    assert ranks == sorted(set(ranks))


@given(
    st.sampled_from(["编", "章", "节", "条", "一、", "（一）", "1.", "（1）", "附件"]),
    st.integers(1, 99),
)
def test_printed_number_is_read_back(form: str, number: int) -> None:
    marker = marker_at(printed_number(form, number))
    assert marker is not None
    assert (marker.form, marker.number) == (form, number)


@pytest.mark.parametrize(
    ("text", "value"), [("三十五", 35), ("十", 10), ("两", 2), ("一百零三", 103), ("⑫", 12), ("35", 35)]
)
def test_value_of_a_numeral(text: str, value: int) -> None:
    assert chinese_number(text) == value
