"""Responsible units in every form in which documents print them."""

from __future__ import annotations

import pytest

from assistant.corpus.departments import find_groups, union

ONE_BRACKET = [
    ("（责任单位：市财政局、国税局，各区政府）", "市财政局 国税局 各区政府", ""),
    ("（责任单位:市财政局,各区政府）", "市财政局 各区政府", ""),
    ("(责任单位：市财政局、国税局)", "市财政局 国税局", ""),
    ("（责任部门：市数据局）", "市数据局", ""),
    ("（主管部门：市教育局）", "市教育局", ""),
    ("（责任单位：市科技局；配合单位：市财政局、教育局）", "市科技局", "市财政局 教育局"),
    ("（牵头单位：各区政府，配合单位：市交委、环保局）", "各区政府", "市交委 环保局"),
    ("（牵头单位：市国土规划委，各区政府；配合单位：市发展改革委）", "市国土规划委 各区政府", "市发展改革委"),
    ("（牵头部门：市科技局；协办部门：市财政局）", "市科技局", "市财政局"),
    ("（牵头单位：市科技局；责任单位：市财政局、商务局）", "市科技局", "市财政局 商务局"),
    ("（牵头：市科技局；配合：市财政局）", "市科技局", "市财政局"),
    (
        "（市工业和信息化委牵头，市商务委、财政局，各区政府配合）",
        "市工业和信息化委",
        "市商务委 财政局 各区政府",
    ),
    ("（市科技局牵头；市财政局、教育局参与）", "市科技局", "市财政局 教育局"),
    ("（市科技局牵头负责，市财政局配合）", "市科技局", "市财政局"),
    ("（市发展改革委、市商务局牵头，各有关部门按职责分工负责）", "市发展改革委 市商务局", "各有关部门"),
    ("（市发展改革委、财政局按职责分工负责）", "市发展改革委 财政局", ""),
    ("（由市财政局负责）", "市财政局", ""),
    ("（责任单位：市委宣传部（市文明办、新闻办）、市财政局）", "市委宣传部 市财政局", ""),
    ("（责任单位：市财政局、各区政府；完成时限：2024年12月底）", "市财政局 各区政府", ""),
    ("（市科技局牵头，2025年底前完成）", "市科技局", ""),
    (
        "（牵头单位：广州供电局；配合单位：广州地铁集团、人民银行广州分行）",
        "广州供电局",
        "广州地铁集团 人民银行广州分行",
    ),
]


@pytest.mark.parametrize(("bracket", "lead", "cooperate"), ONE_BRACKET)
def test_printed_bracket(bracket: str, lead: str, cooperate: str) -> None:
    (group,) = find_groups(f"鼓励企业实施技术改造。{bracket}")
    assert group.departments.lead == tuple(lead.split())
    assert group.departments.cooperate == tuple(cooperate.split())
    assert group.raw == bracket, "raw is removed from the clause word for word"


@pytest.mark.parametrize(
    ("text", "raw", "lead", "cooperate"),
    [
        (
            "首批开放1000个数据集。责任单位：市数据局，各区政府。",
            "责任单位：市数据局，各区政府",
            "市数据局 各区政府",
            "",
        ),
        (
            "1.给予补助。\n牵头单位：市科技局\n配合单位：市财政局、教育局",
            "牵头单位：市科技局\n配合单位：市财政局、教育局",
            "市科技局",
            "市财政局 教育局",
        ),
        (
            "1.给予补助。\n牵头单位：市科技局；配合单位：市财政局。\n逾期不予受理。",
            "牵头单位：市科技局；配合单位：市财政局",
            "市科技局",
            "市财政局",
        ),
    ],
)
def test_responsibility_without_brackets(text: str, raw: str, lead: str, cooperate: str) -> None:
    (group,) = find_groups(text)
    assert (group.raw, group.departments.lead) == (raw, tuple(lead.split()))
    assert group.departments.cooperate == tuple(cooperate.split())


@pytest.mark.parametrize(
    ("bracket", "names"),
    [
        (
            "（牵头单位：市科技局；配合单位：市教育局、财政局等，各区政府）",
            "市科技局 市教育局 财政局 各区政府",
        ),
        ("（责任单位：市工业和信息化局、市财政局等有关部门）", "市工业和信息化局 市财政局"),
        ("（责任单位：市商务局等单位）", "市商务局"),
        ("（市科技局牵头，市财政局、教育局等配合）", "市科技局 市财政局 教育局"),
    ],
)
def test_open_list_keeps_its_names_clean_and_says_that_it_is_open(bracket: str, names: str) -> None:
    (group,) = find_groups(bracket)
    assert group.open_ended
    assert (*group.departments.lead, *group.departments.cooperate) == tuple(names.split())
    (closed,) = find_groups("（责任单位：市财政局、各区政府）")
    assert not closed.open_ended


@pytest.mark.parametrize(
    "text",
    [
        "根据《广州制造2025战略规划》（国发〔2016〕48号）制定。",
        "IAB（新一代信息技术、人工智能、生物医药）产业",
        "最高不超过500万元（事后奖补等普惠性政策除外）",
        "所需费用（由企业自行负责）不予补助。",
        "重大事项（含跨区项目）报市政府审定。",
        "由制造业龙头企业、电信运营商等牵头或联合开展研发。",
        "各牵头单位（第一个责任单位为牵头单位）要制定实施细则。",
        "明确责任单位、任务分工和建设进度节点。",
    ],
)
def test_other_words_name_nobody(text: str) -> None:
    assert find_groups(text) == ()


def test_first_leads_only_where_the_document_says_so() -> None:
    text = "（责任单位：各区政府，市住房城乡建设委、环保局）"
    (plain,) = find_groups(text)
    (ranked,) = find_groups(text, first_is_lead=True)
    assert plain.departments.lead == ("各区政府", "市住房城乡建设委", "环保局")
    assert ranked.departments.lead == ("各区政府",)
    assert ranked.departments.cooperate == ("市住房城乡建设委", "环保局")


def test_groups_of_a_clause_stand_in_printed_order_and_are_united() -> None:
    text = (
        "采取弹性年期出让（牵头单位：各区政府，配合单位：市国土规划委）。研究设定新型产业用地分类"
        "（牵头单位：市国土规划委；配合单位：市工业和信息化委，各区政府）。责任单位：市城市更新局。"
    )
    groups = find_groups(text)
    assert [text.index(g.raw) for g in groups] == sorted(text.index(g.raw) for g in groups)
    both = union(groups)
    assert both.lead == ("各区政府", "市国土规划委", "市城市更新局")
    assert both.cooperate == ("市国土规划委", "市工业和信息化委", "各区政府")
