"""``check`` is green on the corpus and red for any single thing altered in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.corpus.check import check
from assistant.corpus.documents import read_body
from assistant.corpus.reconstruct import Source, prove, rebuild, unused_or_repeated
from assistant.corpus.store import Corpus
from assistant.errors import CorpusError, SourceMismatch


def edit(corpus: Path, doc: str, old: str, new: str) -> None:
    path = corpus / "documents" / f"{doc}.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_corpus_is_green(corpus_copy: Path) -> None:
    assert check(corpus_copy) == []


@pytest.mark.parametrize(
    ("doc", "old", "new", "words"),
    [
        ("support-2018", "按不高于固定资产投资额的30％", "按不高于固定资产投资额的40％", "不一致"),
        ("iab-2018", "组织实施IAB创新重大专项", "组织实施IAB创新专项", "不一致"),
        ("parks-2018", "占地面积约2.1平方公里", "占地面积约2.7平方公里", "不一致"),
        ("mic2025-2018", "|2.15|2.3|", "|2.15|2.4|", "表格"),
        ("cost-2018", "（十九）鼓励银行", "（廿）鼓励银行", "缺少（十九）"),
        ("iab-2018", "number: 穗府〔2018〕9号", "number: 穗府〔2018〕8号", "文号"),
        ("support-2018", "number: 穗府规〔2018〕15号", "number: null", "正文印有文号"),
        ("mic2025-2018", "title: 广州市建设", "title: 广州建设", "标题"),
        ("cost-2018", "title: 广州市人民政府关于", "title: 广州人民政府关于", "页脚"),
        ("support-2018", "issued: 2018-08-28", "issued: 2018-08-29", "印发日期"),
        ("support-2018", "to: 2021-08-27", "to: 2021-08-28", "截止日"),
        ("iab-2018", "from: 2018-01-01", "from: 2018-01-02", "起始日"),
        ("mic2025-2018", "to: 2019-12-31", "to: 2020-12-31", "截止日"),
        ("support-2018", "  - （十九）—（二十七）\n", "  - （二十）—（二十七）\n", "缺少（十九）"),
        ("cost-2018", "  - （二）\n", "  - （二）\n  - （三）\n", "gaps 写明缺少（三）"),
        ("cost-2018", "- clause: cost-2018/1.3", "- clause: cost-2018/1.4", "cost-2018/1.3"),
        ("support-2018", "quote: 自印发之日起施行，有效期3年", "quote: 自印发之日起施行，有效期5年", "引文"),
        ("cost-2018", "[[页6]]", "[[页60]]", "页"),
        ("parks-2018", "（牵头单位：市金融局；", "（牵头单位：市金融厅；", "市金融厅"),
    ],
)
def test_one_alteration_turns_it_red(documents_copy: Path, doc: str, old: str, new: str, words: str) -> None:
    edit(documents_copy, doc, old, new)
    try:
        complaints = check(documents_copy)
    except CorpusError as error:
        complaints = [str(error)]
    assert any(words in c and (doc in c or "表格" in c) for c in complaints), complaints


def change(name: str, old: str, new: str) -> Callable[[Path], None]:
    def apply(corpus: Path) -> None:
        path = corpus / "source" / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return apply


@pytest.mark.parametrize(
    "alter",
    [
        change("000_5d951d76c3e602ba.txt", "失", "得"),
        change("pages.json", "22,\n    42", "22,\n    41"),
        change("pages.json", "22,\n    42", "21,\n    42"),
        change("layout.yaml", "[85, 88]", "[85, 87]"),
    ],
    ids=["character", "line unused", "line used twice", "footer"],
)
def test_altered_source_or_layout_is_noticed(documents_copy: Path, alter: Callable[[Path], None]) -> None:
    alter(documents_copy)
    assert check(documents_copy)


def test_rebuild_reproduces_the_documents_from_the_source(documents_copy: Path, tmp_path: Path) -> None:
    source = Source.load(documents_copy / "source")
    assert unused_or_repeated(source) == []
    written = rebuild(source, tmp_path / "new")
    assert [p.stem for p in written] == [
        "cost-2018",
        "mic2025-2018",
        "iab-2018",
        "support-2018",
        "parks-2018",
    ]
    for path in written:
        assert read_body(path) == read_body(documents_copy / "documents" / path.name)


def test_rebuild_leaves_an_edited_document_alone_and_names_it(documents_copy: Path) -> None:
    edit(documents_copy, "iab-2018", "一、基本思路", "一、总体思路")
    source = Source.load(documents_copy / "source")
    with pytest.raises(SourceMismatch, match=r"iab-2018\.md.*--overwrite"):
        rebuild(source, documents_copy / "documents")
    assert "一、总体思路" in (documents_copy / "documents" / "iab-2018.md").read_text("utf-8")
    rebuild(source, documents_copy / "documents", overwrite=True)
    assert check(documents_copy) == []


def test_proof_finds_one_altered_character(documents_copy: Path) -> None:
    source = Source.load(documents_copy / "source")
    bodies = {p.stem: read_body(p) for p in (documents_copy / "documents").glob("*.md")}
    assert prove(source, bodies) == []
    bodies["parks-2018"] = bodies["parks-2018"].replace("5503", "5530")
    assert any("parks-2018" in c and "5503" in c for c in prove(source, bodies))


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (
            "questions/cost-2018.yaml",
            "quote: 实行从1.5％下调至0.8％",
            "quote: 实行从1.5％下调至0.5％",
            "引文与条款原文不一致",
        ),
        ("questions/cost-2018.yaml", "cost-2018/1.3:", "cost-2018/1.2:", "没有条款 cost-2018/1.2"),
        ("lexicon.yaml", "documents: [", "documents: [不存在的用语, ", "不存在的用语"),
        ("rules/support-2018.yaml", "percent: 30％", "percent: 35％", "引文中没有这个数"),
    ],
)
def test_data_that_does_not_match_the_text_is_rejected(
    corpus_copy: Path, name: str, old: str, new: str, words: str
) -> None:
    path = corpus_copy / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CorpusError, match=words) as caught:
        Corpus.load(corpus_copy)
    assert Path(name).name in str(caught.value)
