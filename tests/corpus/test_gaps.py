"""Numbers that a text skips are found; front matter and text must agree about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.corpus.check import check
from assistant.corpus.parser import Parsed

CASES = {
    "item left out": (
        ["一、支持标准", "（一）贴息。", "（二）补助。", "（三）奖励。", "（五）其他。"],
        "（四）",
    ),
    "articles left out": (["第五条　甲。", "第七条　乙。"], "第一条 第二条 第三条 第四条 第六条"),
    "article left out between chapters": (
        ["第一章　总则", "第一条　甲。", "第二章　附则", "第三条　乙。"],
        "第二条",
    ),
    "first item of a list that starts again": (
        ["一、甲", "（一）甲。", "（二）乙。", "（三）丙。", "二、乙", "（二）乙。"],
        "（一）",
    ),
    "numbers run on through chapters": (
        ["一、甲", "（一）甲。", "（二）乙。", "二、乙", "（三）丙。", "（四）丁。"],
        "",
    ),
    "hole where numbers run on": (
        ["一、甲", "（一）甲。", "（二）乙。", "二、乙", "（五）戊。"],
        "（三） （四）",
    ),
    "chapters start again at one": (
        ["一、甲", "（一）甲。", "（二）乙。", "二、乙", "（一）丙。", "（二）丁。"],
        "",
    ),
    "Arabic numbers run on below two ranks": (
        [
            "一、甲",
            "（一）创新",
            "1.甲。",
            "2.乙。",
            "（二）企业",
            "3.丙。",
            "二、乙",
            "（一）政策",
            "1.丁。",
        ],
        "",
    ),
    "chapter heading lost": (["一、甲", "（一）甲。", "三、丙", "（一）丙。"], "二、"),
    "annex left out": (["一、甲。", "附件1", "标准表。", "附件3", "清单。"], "附件2"),
}


@pytest.mark.parametrize(("paragraphs", "missing"), CASES.values(), ids=CASES)
def test_found(parsed: Callable[..., Parsed], paragraphs: list[str], missing: str) -> None:
    assert parsed(*paragraphs).gaps == tuple(missing.split())


def test_numbers_out_of_order_are_reported(add_document: Callable[..., Path]) -> None:
    folder = add_document("一、甲", "（一）甲。", "（三）丙。", "（二）乙。")
    assert any("yzs-2024" in c and "（二）倒序" in c for c in check(folder))


GAPPED = ("一、甲", "（一）甲。", "（四）丁。")


def test_declared_gap_is_accepted(add_document: Callable[..., Path]) -> None:
    assert check(add_document(*GAPPED, gaps=[{"numbers": ["（二）—（三）"], "note": "缺页"}])) == []


@pytest.mark.parametrize(
    ("declared", "complaint"),
    [
        ([], "缺少（二），文件头的 gaps 没有写明"),
        (["（二）"], "缺少（三），文件头的 gaps 没有写明"),
        (["（二）—（四）"], "gaps 写明缺少（四），但正文中编号并不缺"),
        (["（二）", "（三）", "二、"], "gaps 写明缺少二、，但正文中编号并不缺"),
    ],
)
def test_text_and_front_matter_must_agree(
    add_document: Callable[..., Path], declared: list[str], complaint: str
) -> None:
    folder = add_document(*GAPPED, gaps=[{"numbers": declared, "note": "缺页"}])
    assert any(c.startswith("yzs-2024：") and c.endswith(complaint) for c in check(folder))


def test_clause_cut_by_lost_pages_must_be_declared(add_document: Callable[..., Path]) -> None:
    cut = ("一、甲", "（一）在项目立项、规划、用地、施工", "[[缺页]]", "（二）乙。")
    (complaint,) = check(add_document(*cut))
    assert "yzs-2024/1.1 因缺页不完整" in complaint
    assert check(add_document(*cut, gaps=[{"clause": "yzs-2024/1.1", "note": "后半缺页"}])) == []


def test_reason_of_an_incomplete_clause_comes_from_the_front_matter(parsed: Callable[..., Parsed]) -> None:
    gap = {"clause": "yzs-2024/1.1", "note": "“施工”之后的后半缺页"}
    first, second = parsed("一、甲", "（一）规划、用地、施工", "[[缺页]]", "（二）乙。", gaps=[gap]).clauses
    assert (first.complete, first.missing) == (False, "“施工”之后的后半缺页")
    assert (second.complete, second.missing) == (True, "")
