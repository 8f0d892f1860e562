"""Whatever is altered by hand in a document, ``check`` names the document and what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus.check import check
from assistant.corpus.documents import EDITORIAL, read_body
from assistant.corpus.reconstruct import Source, prove
from assistant.errors import CorpusError

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SOURCE = Source.load(CORPUS / "source")
BODIES = {path.stem: read_body(path) for path in sorted((CORPUS / "documents").glob("*.md"))}


def complaints_after(folder: Path, name: str, old: str, new: str) -> list[str]:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    try:
        return check(folder)
    except CorpusError as error:
        return [str(error)]


def test_the_copy_is_green(documents_copy: Path) -> None:
    assert check(documents_copy) == []


TEXT = {
    "character deleted, mic2025 1.1": (
        "mic2025-2018",
        "着力打造全国重要的",
        "着力打造国重要的",
        "着力打造全国重要的",
    ),
    "character added, cost 4.13": ("cost-2018", "统一降低2.33分", "统一降低12.33分", "2.33"),
    "character altered, support 3.18": ("support-2018", "列入市重点建设项目", "列入省重点建设项目", "市重点"),
    "number altered, iab 5.1.3": ("iab-2018", "3.每年安排10亿元", "4.每年安排10亿元", "iab-2018/5.1.4"),
    "number altered, iab 6.2": ("iab-2018", "（二）强化统计监测", "（三）强化统计监测", "iab-2018/6.3"),
    "number altered, support 5.35": (
        "support-2018",
        "（三十五）本意见",
        "（三十六）本意见",
        "缺少（三十五）",
    ),
    "title altered in print": ("parks-2018", "]]广州市价值创新园区建设", "]]广州市价值园区建设", "标题"),
    "number altered in print": ("iab-2018", "\n穗府〔2018〕9号\n", "\n穗府〔2018〕6号\n", "文号"),
    "date altered in print": ("cost-2018", "\n2018年1月26日", "\n2018年1月28日", "印发日期"),
    "table cell, mic2025 1.2.t1": ("mic2025-2018", "|市环保局|", "|市水务局|", "主要目标体系"),
    "row of the table deleted": (
        "mic2025-2018",
        "|两化融合|宽带普及率|%|76.6|81.8|市工业和信息化委|\n",
        "",
        "表格",
    ),
    "page mark altered, support": ("support-2018", "[[页54]]", "[[页53]]", "页码标记"),
    "page mark moved, support 2.7": (
        "support-2018",
        "[[页54]]大数据创新",
        "大数据[[页54]]创新",
        "页码标记 [[页54]]",
    ),
    "page mark dropped, parks 3": ("parks-2018", "[[页72]]", "", "页码标记 [[页72]]"),
    "lost page no longer marked": ("support-2018", "[[缺页]]\n\n", "", "support-2018/3.18 不完整"),
    "supplied number altered": ("support-2018", "[[四、]]", "[[六、]]", "缺少五、"),
    "department misspelt, cost 2.7": (
        "cost-2018",
        "、工业和信息化委，各区政府）",
        "、工业和信化委，各区政府）",
        "工业和信化委",
    ),
}


@pytest.mark.parametrize(("doc", "old", "new", "words"), TEXT.values(), ids=TEXT)
def test_altered_text(documents_copy: Path, doc: str, old: str, new: str, words: str) -> None:
    found = complaints_after(documents_copy, f"documents/{doc}.md", old, new)
    assert any(doc in c and words in c for c in found), found


FACTS = {
    "number invented": ("cost-2018", "number: null", "number: 穗府〔2018〕3号", "文号“穗府〔2018〕3号”"),
    "date of another matter": ("mic2025-2018", "issued: null", "issued: 2017-07-19", "印发日期 2017-07-19"),
    "date left out": ("support-2018", "issued: 2018-08-28", "issued: null", "起始日 2018-08-28"),
    "issuer": ("support-2018", "issuer: 广州市人民政府", "issuer: 广州市财政局", "发文机关“广州市财政局”"),
    "beginning altered": ("support-2018", "from: 2018-08-28", "from: 2018-08-29", "起始日 2018-08-29"),
    "beginning of a later stage": ("mic2025-2018", "from: 2017-01-01", "from: 2019-01-01", "起始日"),
    "end of an earlier stage": ("mic2025-2018", "to: 2019-12-31", "to: 2018-07-31", "截止日 2018-07-31"),
    "end earlier by a day": ("parks-2018", "to: 2020-12-31", "to: 2020-12-30", "截止日 2020-12-30"),
    "end left out": ("iab-2018", "to: 2022-12-31", "to: null", "没有填写截止日"),
    "beginning left out": ("iab-2018", "from: 2018-01-01", "from: null", "没有填写起始日"),
    "gap removed": (
        "support-2018",
        "- numbers:\n  - 四、\n  pages: 约第56—57页\n  note: 标题缺页\n",
        "",
        "缺少四、",
    ),
    "gap added": ("iab-2018", "gaps: []", "gaps:\n- {numbers: [（七）], note: 缺页}", "缺少（七）"),
    "cut clause not declared": (
        "support-2018",
        "- clause: support-2018/3.18",
        "- clause: support-2018/2.17",
        "3.18",
    ),
    "quote of validity": (
        "mic2025-2018",
        "quote: 总结示范阶段（2019年1月",
        "quote: 总结阶段（2019年1月",
        "引文",
    ),
    "quote of precedence": ("support-2018", "政策相冲突的以本意见为准", "政策冲突的以本意见为准", "引文"),
    "quote of the lead rule": (
        "cost-2018",
        "quote: 第一个责任单位为牵头单位",
        "quote: 首个责任单位为牵头单位",
        "引文",
    ),
    "clause of a quote": (
        "support-2018",
        "clause: support-2018/5.33",
        "clause: support-2018/5.36",
        "不存在的条款",
    ),
    "precedence over nothing": ("support-2018", "  - cost-2018\n", "  - cost-2019\n", "cost-2019"),
    "pages": ("parks-2018", "- 60\n- 79\n", "- 60\n- 78\n", "第60—78页"),
}


@pytest.mark.parametrize(("doc", "old", "new", "words"), FACTS.values(), ids=FACTS)
def test_altered_front_matter(documents_copy: Path, doc: str, old: str, new: str, words: str) -> None:
    found = complaints_after(documents_copy, f"documents/{doc}.md", old, new)
    assert any(doc in c and words in c for c in found), found


def test_department_misspelt_in_the_directory(documents_copy: Path) -> None:
    found = complaints_after(documents_copy, "departments.yaml", "市林业和园林局:", "市林业园林局:")
    assert {c.partition("：")[0] for c in found} == {"parks-2018/3.3.6", "parks-2018/4.1"}


@pytest.mark.parametrize(
    ("doc", "first", "second"),
    [
        ("iab-2018", "——以创新驱动为核心", "——以企业为主体"),
        ("support-2018", "（三）鼓励创新研发", "（四）支持企业开展工业强基"),
        ("mic2025-2018", "机器人。整合", "轨道交通。以广州"),
    ],
)
def test_paragraphs_swapped(documents_copy: Path, doc: str, first: str, second: str) -> None:
    paragraphs = BODIES[doc].split("\n\n")
    one, two = (next(p for p in paragraphs if p.startswith(start)) for start in (first, second))
    found = complaints_after(documents_copy, f"documents/{doc}.md", f"{one}\n\n{two}", f"{two}\n\n{one}")
    assert any(doc in c and "与文件" in c and "不一致" in c for c in found), found


def _printed_places(doc: str) -> list[int]:
    """Offsets of characters that the source prints in running text: no marks, headings' # or spaces."""
    hidden = {i for m in EDITORIAL.finditer(BODIES[doc]) for i in range(*m.span())}
    hidden |= {i for m in re.finditer(r"(?m)^(\|.*|#+)|\s", BODIES[doc]) for i in range(*m.span())}
    return [i for i in range(len(BODIES[doc])) if i not in hidden]


PLACES = {doc: _printed_places(doc) for doc in BODIES}


@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted(BODIES)), st.randoms(use_true_random=False), st.sampled_from(["", "囗", "囗囗"])
)
def test_proof_finds_any_single_character(doc: str, random: object, instead: str) -> None:
    place = random.choice(PLACES[doc])  # type: ignore[attr-defined]
    body = BODIES[doc]
    (complaint,) = prove(SOURCE, {**BODIES, doc: body[:place] + instead + body[place + 1 :]})
    assert complaint.startswith(f"{doc}：原文“…")
