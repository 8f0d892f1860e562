"""The five documents equal the reconstruction; three further layouts read as their readers would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.corpus.documents import load_document
from assistant.corpus.parser import Parsed, parse
from assistant.corpus.store import Corpus
from assistant.errors import CorpusError
from assistant.types import Clause

FIXTURES = Path(__file__).parent / "fixtures"
GOLDEN = [json.loads(line) for line in (FIXTURES / "clauses.golden.jsonl").read_text("utf-8").splitlines()]
ORDER = ("cost-2018", "mic2025-2018", "iab-2018", "support-2018", "parks-2018")


def test_clauses_equal_the_reconstruction(corpus: Corpus) -> None:
    clauses = sorted(corpus.clauses, key=lambda c: ORDER.index(c.doc))
    assert len(clauses) == len(GOLDEN) == 245
    for clause, golden in zip(clauses, GOLDEN, strict=True):
        assert (clause.doc, list(clause.path), clause.text) == (golden["doc"], golden["path"], golden["text"])
        assert (clause.label, clause.kind, clause.complete) == (
            golden["label"],
            golden["kind"],
            golden["complete"],
        )
        departments = {"lead": list(clause.departments.lead), "cooperate": list(clause.departments.cooperate)}
        assert departments == golden["departments"]
        assert list(clause.pages) == golden["printed_pages"]


def test_ids_are_unique_and_follow_the_numbers(corpus: Corpus) -> None:
    assert len(corpus.by_id) == 245
    for clause_id, start in {
        "support-2018/2.11": "（十一）支持企业加大技术改造力度",
        "iab-2018/5.2.7": "7.择优支持IAB大中型企业增资扩产",
        "mic2025-2018/1.2.t1": "广州建设“中国制造2025”试点示范城市主要目标体系",
        "support-2018/0": "各区人民政府",
        "support-2018/end": "广州市人民政府",
    }.items():
        assert corpus.by_id[clause_id].text.startswith(start)


def layout(name: str) -> tuple[Parsed, dict[str, Clause]]:
    parsed = parse(load_document(FIXTURES / f"{name}.md"))
    return parsed, {c.id.partition("/")[2]: c for c in parsed.clauses}


def test_articles_with_paragraphs_items_and_subitems() -> None:
    parsed, units = layout("zjtx-2024")
    assert parsed.gaps == ()
    assert units["1.2"].text.count("\n") == 2, "the paragraphs of an article belong to it"
    assert units["1.2"].label == "第二条"
    assert units["2.4.0"].text == "第四条　市工业和信息化局履行下列职责："
    assert units["2.4.2.3"].text == "3.公示拟支持项目，公示期不少于5个工作日。"
    assert units["2.4.2.3"].label == "第四条（二）3."
    assert units["3.7.k2"].text.startswith("前款第三项所称研发投入"), (
        "a paragraph after the items is a 款, not part of item three"
    )
    assert units["3.7.3"].text == "（三）上年度营业收入在1000万元以上，研发投入占比不低于3％。"
    assert units["3.8"].departments.lead == ("市工业和信息化局", "财政局", "各区政府")
    assert units["3.9"].departments.cooperate == ("市财政局", "市地方金融管理局")
    assert units["3.9"].pages == (3, 4)
    assert units["5.13"].text.endswith("同时废止。")
    assert units["end"].text.split("\n") == ["云州市工业和信息化局", "云州市财政局", "2024年5月6日"]


def test_notice_with_a_table_in_its_annex() -> None:
    _, units = layout("jgzj-2024")
    assert units["0"].text.startswith("各区工业和信息化主管部门，各有关企业：")
    assert units["1.3.3"].text == "3.2023年1月1日以前支付的款项不计入。"
    assert units["closing"].text.startswith("特此通知。")
    table = units["a1.t1"]
    assert table.kind == "table"
    assert len(table.rows) >= 4
    assert all(row["奖补比例"] and row["最高限额"] for row in table.rows)
    assert "市工业和信息化局" in table.departments.lead
    assert units["a2.2.1"].label == "附件2二、（一）"


def test_plan_with_unnumbered_lists_and_every_form_of_responsibility() -> None:
    _, units = layout("szjj-2024")
    assert units["1"].text.count("\n——") == 3
    assert units["2"].text.count("\n·") == 3
    assert units["3.1.1"].departments.lead == ("市数据局", "市发展改革委", "市财政局")
    assert units["3.1.2"].departments.lead == ("市通信管理局",)
    assert units["3.1.2"].departments.cooperate == ("市住房城乡建设局", "各区政府")
    assert units["3.2.3"].departments.cooperate == ("市财政局", "市数据局", "各区政府")
    assert units["3.2.4"].groups[0].open_ended
    assert units["3.2.5"].departments.lead == ("市市场监管局",)
    assert units["3.3.6"].departments.lead == ("市数据局", "各区政府")
    assert units["4.1"].departments.lead == (), "（含跨区项目） names nobody"
    assert units["4.2"].departments.lead == ("市财政局", "市国资委")
    assert units["closing"].text.startswith("各区、各部门要结合实际")


HEAD = """---
key: x
title: 关于甲的意见
short: 甲意见
number: null
issuer: 甲市
issued: null
validity: {from: null, to: null}
---
关于甲的意见

"""


@pytest.mark.parametrize(
    ("body", "gaps"),
    [
        ("一、总体要求\n\n（一）甲。\n\n（三）丙。", ("（二）",)),
        ("一、总体\n\n（一）甲。\n\n三、保障\n\n（二）乙。", ("二、",)),
        ("第一条　甲。\n\n第二条　乙。\n\n第五条　戊。", ("第三条", "第四条")),
        ("一、甲\n\n（一）甲。\n\n二、乙\n\n（一）乙。", ()),
        ("一、甲\n\n（一）甲。\n\n二、乙\n\n（二）乙。", ()),
    ],
)
def test_skipped_numbers_are_found(tmp_path: Path, body: str, gaps: tuple[str, ...]) -> None:
    path = tmp_path / "x.md"
    path.write_text(HEAD + body + "\n", "utf-8")
    assert parse(load_document(path)).gaps == gaps


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + "这里没有任何编号。\n", "没有找到任何条款"),
        ("一、总体要求\n\n（一）甲。\n", "缺少文件头"),
        (HEAD.replace("short: 甲意见\n", "") + "一、甲\n", "short：缺少这一项"),
        (HEAD.replace("issuer", "isuer") + "一、甲\n", "isuer：不认识这一项"),
        (HEAD + "（一）甲。\n\n（一）乙。\n", "编号重复"),
        (HEAD, "没有正文"),
    ],
)
def test_unusable_document_is_named_with_what_to_do(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "x.md"
    path.write_text(text if words != "没有正文" else text.replace("关于甲的意见\n\n", ""), "utf-8")
    with pytest.raises(CorpusError, match=words) as caught:
        parse(load_document(path))
    assert "x" in str(caught.value)


def test_document_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes((HEAD + "一、甲").encode("gb18030"))
    with pytest.raises(CorpusError, match="不是 UTF-8 编码"):
        load_document(path)
