"""What belongs together in documents of many layouts: ids, labels, tables, annexes, signatures."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.corpus.check import check
from assistant.corpus.documents import EDITORIAL, load_document, read_body
from assistant.corpus.parser import Parsed, parse
from assistant.errors import CorpusError
from assistant.types import Clause

FIXTURES = Path(__file__).parent / "fixtures"
ROOT = Path(__file__).resolve().parents[2]
LAYOUTS = sorted(FIXTURES.glob("*.md"))
DOCUMENTS = [*LAYOUTS, *sorted((ROOT / "corpus" / "documents").glob("*.md"))]
Parser = Callable[..., Parsed]


def by_number(parsed: Parsed) -> dict[str, Clause]:
    return {c.id.partition("/")[2]: c for c in parsed.clauses}


def unit(name: str) -> Clause:
    doc, _, _ = name.partition("/")
    return next(c for c in parse(load_document(FIXTURES / f"{doc}.md")).clauses if c.id == name)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_every_printed_paragraph_can_be_cited(path: Path) -> None:
    """A heading is in the path of what stands below it; everything else is the text of some unit, once."""
    clauses = parse(load_document(path)).clauses
    headings = {element for c in clauses for element in c.path}
    texts = [line for c in clauses for line in c.text.split("\n")]
    body = EDITORIAL.sub("", re.sub(r"(?m)^#+\s*", "", read_body(path)))
    printed = [line.strip() for line in body.split("\n") if line.strip()]
    assert [p for p in printed if p not in texts and not any(p in h for h in headings)] == []
    assert [t for t in texts if texts.count(t) != printed.count(t)] == []


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda p: p.stem)
def test_each_layout_yields_enough_units_in_printed_order(path: Path) -> None:
    clauses = parse(load_document(path)).clauses
    body = EDITORIAL.sub("", read_body(path))
    assert len({c.id for c in clauses}) == len(clauses) >= 10
    places = [body.index(c.text.split("\n")[-1]) for c in clauses]
    assert places == sorted(places)


def test_new_policies_need_nothing_but_their_file_and_their_departments(documents_copy: Path) -> None:
    for path in LAYOUTS:
        (documents_copy / "documents" / path.name).write_bytes(path.read_bytes())
    unknown = {m[1] for c in check(documents_copy) if (m := re.search(r"责任单位“(.+)”不在 departments", c))}
    assert {"市数据局", "市地方金融管理局", "市通信管理局"} <= unknown
    with (documents_copy / "departments.yaml").open("a", encoding="utf-8") as stream:
        stream.writelines(f"{name}: {{aliases: []}}\n" for name in sorted(unknown))
    assert check(documents_copy) == []


def test_row_is_read_with_its_header_and_the_table_keeps_its_unit_of_measure() -> None:
    table = unit("jgzj-2024/a1.t1")
    assert table.text.split("\n")[:2] == ["2024年技术改造专项资金支持标准表", "单位：万元"]
    assert table.text.endswith("注：奖补比例以核定的固定资产投资额为基数。")
    assert table.label == "附件1表1 2024年技术改造专项资金支持标准表"
    assert [(r["支持方向"], r["奖补比例"], r["最高限额"]) for r in table.rows] == [
        ("设备更新", "10％", "500"),
        ("数字化转型", "15％", "800"),
        ("绿色低碳改造", "12％", "600"),
        ("首台（套）应用", "30％", "1000"),
        ("公共服务平台", "20％", "300"),
    ]
    assert table.rows[1]["类别"] == "", "an empty first cell does not shift the row"
    assert table.departments.lead == ("市工业和信息化局", "市数据局", "市科技局")
    assert table.departments.cooperate == ("市财政局", "市生态环境局")


def test_list_of_annexes_is_closing_and_not_a_clause() -> None:
    closing = unit("jgzj-2024/closing")
    assert closing.text.split("\n")[-1] == "2.申报材料清单"
    assert unit("jgzj-2024/4").text.endswith("联系电话：0000-12345678。")
    assert unit("jgzj-2024/a2.1.3").path == ("附件2 申报材料清单", "一、基本材料", "（三）")


def test_two_tables_of_one_clause_have_captions_of_their_own(parsed: Parser) -> None:
    units = by_number(
        parsed(
            "一、支持标准",
            "按下列标准执行：",
            "表一 贴息标准\n|类别|比例|\n|---|---|\n|贷款|50％|",
            "|档次|金额|\n|---|---|\n|一档|50万元|",
            "上述标准每年调整。",
        )
    )
    assert units["1"].text == "一、支持标准\n按下列标准执行：\n上述标准每年调整。"
    assert units["1.t1"].label == "表1 表一 贴息标准"
    assert units["1.t1"].rows == ({"类别": "贷款", "比例": "50％"},)
    assert units["1.t2"].label == "表2"
    assert units["1.t2"].rows == ({"档次": "一档", "金额": "50万元"},)


def test_row_with_a_missing_cell_is_refused_rather_than_shifted(parsed: Parser) -> None:
    with pytest.raises(CorpusError, match=r"yzs-2024\.md 的表格 yzs-2024/1\.t1 第1行有2格，表头有3格"):
        parsed("一、标准", "|方向|比例|限额|\n|---|---|---|\n|设备更新|10％|\n")


def test_regulation_issued_as_an_annex_is_cited_within_it(parsed: Parser) -> None:
    units = by_number(
        parsed(
            "各有关单位：",
            "现将《专项资金管理办法》印发给你们，请遵照执行。",
            "云州市财政局",
            "2024年5月6日",
            "附件",
            "专项资金管理办法",
            "第一章　总则",
            "第一条　为规范资金管理，制定本办法。",
            "第二条　资金用于下列方面：",
            "（一）贴息；",
            "（二）奖励。",
        )
    )
    assert units["end"].text == "云州市财政局\n2024年5月6日"
    assert units["a1.1.1"].label == "附件第一条"
    assert units["a1.1.1"].path == ("附件 专项资金管理办法", "第一章　总则", "第一条")
    assert units["a1.1.2.2"].label == "附件第二条（二）"
    assert units["a1.1.2.2"].text == "（二）奖励。"


@pytest.mark.parametrize(
    ("tail", "signature"),
    [
        (["云州市人民政府", "2024年1月2日"], "云州市人民政府\n2024年1月2日"),
        (["云州市科技局", "云州市财政局", "2024年1月2日"], "云州市科技局\n云州市财政局\n2024年1月2日"),
        (["2024年1月2日"], "2024年1月2日"),
        (
            ["云州市科技局", "2024年1月2日", "（此件公开发布）"],
            "云州市科技局\n2024年1月2日\n（此件公开发布）",
        ),
    ],
)
def test_signature(parsed: Parser, tail: list[str], signature: str) -> None:
    units = by_number(parsed("一、标准", "（一）给予奖励。", "（二）本意见自印发之日起施行。", *tail))
    assert units["end"].text == signature
    assert units["1.2"].text == "（二）本意见自印发之日起施行。"


def test_departments_and_lists_after_the_last_clause_belong_to_it(parsed: Parser) -> None:
    units = by_number(
        parsed(
            "一、保障",
            "（一）加强宣传。",
            "（二）强化督查。",
            "——按季度通报。",
            "责任单位：市科技局、市财政局。",
            "各区要抓好落实。",
        )
    )
    assert units["1.2"].text == "（二）强化督查。\n——按季度通报。\n责任单位：市科技局、市财政局。"
    assert units["1.2"].departments.lead == ("市科技局", "市财政局")
    assert units["closing"].text == "各区要抓好落实。"


def test_closing_formula_ends_a_last_clause_under_a_heading(parsed: Parser) -> None:
    units = by_number(parsed("一、条件", "（一）独立法人。", "二、其他", "不得收取费用。", "特此通知。"))
    assert units["2"].text == "二、其他\n不得收取费用。"
    assert units["closing"].text == "特此通知。"


def test_paragraphs_between_items_of_an_article_stay_with_their_item(parsed: Parser) -> None:
    units = by_number(
        parsed(
            "第一条　标准如下：", "（一）贴息。", "贴息期限不超过2年。", "（二）奖励。", "奖励一次性发放。"
        )
    )
    assert units["1.1"].text == "（一）贴息。\n贴息期限不超过2年。"
    assert units["1.2"].text == "（二）奖励。\n奖励一次性发放。"


def test_label_is_the_number_alone_only_where_that_names_the_clause(parsed: Parser) -> None:
    runs_on = by_number(parsed("一、甲", "（一）甲。", "二、乙", "（二）乙如下：", "1.丙。", "2.丁。"))
    starts_again = by_number(parsed("一、甲", "（一）甲。", "二、乙", "（一）乙如下：", "1.丙。", "2.丁。"))
    assert [runs_on[n].label for n in ("1.1", "2.2.1")] == ["（一）", "（二）1."]
    assert [starts_again[n].label for n in ("1.1", "2.1.1")] == ["一、（一）", "二、（一）1."]


def test_prizes_and_years_at_the_start_of_a_paragraph_open_no_clause(parsed: Parser) -> None:
    clause = by_number(
        parsed(
            "一、奖励标准",
            "一、二、三等奖分别奖励30万元、20万元、10万元。",
            "2018年起执行。",
            "10.5代线项目另行规定。",
        )
    )["1"]
    assert clause.text.count("\n") == 3


def test_pages_of_a_clause_are_those_it_is_printed_on(parsed: Parser) -> None:
    units = by_number(
        parsed(
            "[[页1]]一、甲",
            "（一）第一页开始，[[页2]]第二页结束。",
            "[[页3]]（二）乙。",
            "二、丙",
            "（三）丁。",
        )
    )
    assert [units[n].pages for n in ("1.1", "1.2", "2.3")] == [(1, 2), (3,), (3,)]
    assert units["1.1"].text == "（一）第一页开始，第二页结束。"
