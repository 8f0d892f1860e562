"""A file that cannot be used is refused by name, in Chinese, with the place or what to do; never by a traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant.corpus.documents import load_document
from assistant.corpus.reconstruct import Source, rebuild, unused_or_repeated
from assistant.corpus.store import Corpus
from assistant.errors import CorpusError, SourceMismatch

HEAD = """---
key: yzs-2024
title: 关于促进制造业发展的意见
short: 制造业意见
number: null
issuer: 云州市
issued: null
validity: {from: null, to: null}
---
"""
BODY = "\n一、支持标准\n\n（一）给予奖励。\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "缺少文件头：请在开头的两行 --- 之间写明"),
        (HEAD.removesuffix("---\n") + BODY, "缺少文件头"),
        ("---\n- 一、支持标准\n---\n" + BODY, "缺少文件头"),
        (HEAD.replace("null}", "null") + BODY, "文件头不是合法的 YAML"),
        (HEAD + "\n", "没有正文"),
        (HEAD.replace("yzs-2024", "yzs-2023") + BODY, "应与文件名一致"),
        (HEAD.replace("number: null", "number: null\nnomber: 1") + BODY, "nomber：不认识这一项"),
        (HEAD.replace("from: null", "since: null") + BODY, r"validity\.from：缺少这一项"),
        (HEAD.replace("issued: null", "issued: 去年") + BODY, "issued：值不合要求"),
        pytest.param(HEAD.replace("short:", "short: 别的\nshort:") + BODY, "short.*重复"),
        pytest.param(HEAD.replace("issued: null", "issued: 2024-13-01") + BODY, "issued"),
    ],
)
def test_document(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "yzs-2024.md"
    path.write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=words) as caught:
        load_document(path)
    assert str(caught.value).startswith("yzs-2024.md")


def test_document_with_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "yzs-2024.md"
    path.write_text(HEAD + BODY, "utf-8-sig")
    assert load_document(path).meta.issuer == "云州市"


def test_document_with_windows_line_ends_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "yzs-2024.md"
    path.write_text(HEAD + BODY, "utf-8")
    plain = load_document(path)
    path.write_bytes((HEAD + BODY).replace("\n", "\r\n").encode())
    assert load_document(path) == plain


QUESTION = "iab-2018/1:\n- {subject: 思路, quote: %s, kind: %s, ask: [怎么搞]}\n"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "questions/iab.yaml",
            QUESTION % ("以创业驱动为核心", "fact"),
            "iab-2018/1 的引文与条款原文不一致.*请照原文逐字填写",
        ),
        ("questions/iab.yaml", QUESTION % ("以创新驱动为核心", "facts"), "kind“facts”不在"),
        ("questions/iab.yaml", "iab-2018/99: []\n", "没有条款 iab-2018/99"),
        (
            "questions/iab.yaml",
            "iab-2018/1:\n- {subject: 思路, quote: 以创新驱动为核心, kind: fact}\n",
            "缺少 ask",
        ),
        ("questions/iab.yaml", "iab-2018/1: []\n\niab-2018/1: []\n", "第3行：键“iab-2018/1”重复"),
        ("questions/iab.yaml", "iab-2018/1: [甲\niab-2018/2: 乙\n", "不是合法的 YAML（第2行）"),
        ("lexicon.yaml", "技术改造: {documents: [技术改照]}\n", "技术改造.*在各文件中都找不到：技术改照"),
        ("lexicon.yaml", "技术改造: {document: [技术改造]}\n", "技术改造.*不认识的项 document"),
        pytest.param("questions/iab.yaml", "- iab-2018/1\n", "条款"),
        pytest.param("questions/iab.yaml", "iab-2018/1:\n", "iab-2018/1"),
        pytest.param("lexicon.yaml", "- 技术改造\n", "用语"),
        pytest.param("departments.yaml", "市财政局: {alias: []}\n", "市财政局.*aliases"),
        pytest.param("lexicon.yaml", "技术改造: {say: [\x01]}\n", "第1行|YAML"),
    ],
)
def test_data_file(documents_copy: Path, name: str, text: str, words: str) -> None:
    path = documents_copy / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=words) as caught:
        Corpus.load(documents_copy)
    assert path.name in str(caught.value)


def test_data_file_in_another_encoding(documents_copy: Path) -> None:
    (documents_copy / "lexicon.yaml").write_bytes("技术改造: {say: [买设备]}".encode("gb18030"))
    with pytest.raises(CorpusError, match=r"lexicon\.yaml 不是 UTF-8 编码，请另存为 UTF-8"):
        Corpus.load(documents_copy)


@pytest.mark.parametrize("name", ["departments.yaml", "lexicon.yaml", "documents"])
def test_missing_part_of_the_corpus(documents_copy: Path, name: str) -> None:
    (documents_copy / name).rename(documents_copy / "moved")
    with pytest.raises(CorpusError, match=re.escape(name)):
        Corpus.load(documents_copy)


def _edit_pages(folder: Path, first_and_last: list[int]) -> Source:
    path = folder / "source" / "pages.json"
    pages = json.loads(path.read_text("utf-8"))
    pages[0]["line_ranges"] = [first_and_last]
    path.write_text(json.dumps(pages, ensure_ascii=False), "utf-8")
    return Source.load(folder / "source")


@pytest.mark.parametrize(
    ("lines", "complaints"),
    [
        ([22, 40], ["原文第41行被使用0次", "原文第42行被使用0次"]),
        ([22, 43], ["原文第43行被使用2次"]),
        ([21, 42], ["原文第21行被使用2次"]),
    ],
)
def test_page_range_that_leaves_out_or_repeats_a_line(
    documents_copy: Path, lines: list[int], complaints: list[str]
) -> None:
    found = unused_or_repeated(_edit_pages(documents_copy, lines))
    assert [c.partition("：")[0] for c in found] == complaints


@pytest.mark.parametrize("lines", [[22, 40], pytest.param([21, 42])])
def test_nothing_is_rebuilt_from_pages_that_do_not_add_up(documents_copy: Path, lines: list[int]) -> None:
    source = _edit_pages(documents_copy, lines)
    with pytest.raises(SourceMismatch, match="按原文重建失败"):
        rebuild(source, documents_copy / "new")
    assert not (documents_copy / "new").exists()


def test_rebuild_names_every_edited_document_and_writes_only_what_is_absent(documents_copy: Path) -> None:
    folder = documents_copy / "documents"
    (folder / "iab-2018.md").unlink()
    for name, old, new in (("cost-2018.md", "2.33分", "3.33分"), ("parks-2018.md", "5503个", "5530个")):
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), "utf-8")
    kept = {path.name: path.read_bytes() for path in folder.glob("*.md")}
    with pytest.raises(SourceMismatch, match=r"cost-2018\.md、parks-2018\.md"):
        rebuild(Source.load(documents_copy / "source"), folder)
    assert {name: (folder / name).read_bytes() for name in kept} == kept
    assert (folder / "iab-2018.md").exists()
