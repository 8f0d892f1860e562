"""From the supplied extraction to the documents, with proof that nothing was lost, added or used twice.

The extraction is a two-up PDF whose pages are out of order and whose lines are cut at the margin.
``layout.yaml`` and ``pages.json`` in the source folder record the true order, the paragraph starts without
a number, the lost pages and the one broken table; ``front_matter.yaml`` the facts about each document.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.corpus.documents import EDITORIAL, load_yaml, read_body
from assistant.corpus.numbering import marker_at
from assistant.errors import SourceMismatch

__all__ = ["Source", "prove", "rebuild", "unused_or_repeated"]

_SENTENCE_END = "。；：）"


def _compact(text: str) -> str:
    """Print spacing removed; a space between two Latin words is a real one ("Value Park")."""
    return re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", text)


def _numbers(ranges: Iterable[Iterable[int]]) -> list[int]:
    return [n for first, last in ranges for n in range(first, last + 1)]


@dataclass(frozen=True)
class Source:
    """The supplied text as numbered lines, its pages in true order, and the layout record."""

    lines: tuple[str, ...]
    pages: tuple[dict[str, Any], ...]
    layout: dict[str, Any]
    front_matter: dict[str, dict[str, Any]]

    @classmethod
    def load(cls, folder: Path) -> Source:
        layout = load_yaml(folder / "layout.yaml")
        text = (folder / layout["text"]).read_text(encoding="utf-8")
        pages = json.loads((folder / layout["pages"]).read_text(encoding="utf-8"))
        return cls(
            tuple(line for line in text.split("\n") if line.strip()),
            tuple(pages),
            layout,
            load_yaml(folder / "front_matter.yaml"),
        )

    def line(self, number: int) -> str:
        return self.lines[number - 1]

    def footers(self) -> str:
        return "".join(_compact(self.line(n)) for n in _numbers(self.layout["footers"]))

    def lines_of(self, doc: str) -> Iterator[tuple[int, int]]:
        """(line number, printed page) in reading order."""
        for page in self.pages:
            if page["doc"] == doc:
                for number in _numbers(page["line_ranges"]):
                    yield number, page["printed_page"]


def unused_or_repeated(source: Source) -> list[str]:
    """Complaints about source lines that are not claimed exactly once by a page, a document or a footer."""
    claimed = Counter(_numbers(r for page in source.pages for r in page["line_ranges"]))
    claimed.update(_numbers(source.layout["footers"]))
    return [
        f"原文第{n}行被使用{claimed[n]}次：{source.line(n).strip()[:20]}"
        for n in range(1, len(source.lines) + 1)
        if claimed[n] != 1
    ]


def _table_block(table: dict[str, Any]) -> str:
    rows = [table["header"], ["---"] * len(table["header"]), *table["rows"]]
    turns: dict[int, int] = table.get("page_at_row", {})
    marks = ["", "", *(f"[[页{turns[n]}]]" if n in turns else "" for n in range(1, len(table["rows"]) + 1))]
    lines = (f"|{mark}" + "|".join(row) + "|" for mark, row in zip(marks, rows, strict=True))
    return "\n".join([table["title"], "", *lines])


def _table_characters(table: dict[str, Any]) -> Counter[str]:
    """Characters that the print spends on a table: spanned cells once, a repeated header each time."""
    header = table["header"]
    spanned = header.index(table["spans"])
    printed = Counter(table["title"])
    printed.update("".join(header) * (1 + table.get("repeated_header", 0)))
    previous = None
    for row in table["rows"]:
        printed.update("".join(cell for i, cell in enumerate(row) if i != spanned))
        printed.update(row[spanned] if row[spanned] != previous else "")
        previous = row[spanned]
    return printed


def body_of(source: Source, doc: str) -> str:
    """The Markdown body of one document, page marks and editorial marks included."""
    tables = {table["lines"][0][0]: table for table in source.layout["tables"]}
    in_tables = {n for table in tables.values() for n in _numbers(table["lines"])}
    starts = set(source.layout["paragraphs"].get(doc, []))
    lost: dict[int, dict[str, Any]] = source.layout.get("lost", {})
    blocks: list[str] = []
    page_now = 0
    for number, page in source.lines_of(doc):
        if number in in_tables and number not in tables:
            continue
        mark = f"[[页{page}]]" if page != page_now else ""
        page_now = page
        if number in tables:
            blocks.append(mark + _table_block(tables[number]))
            page_now = max(tables[number].get("page_at_row", {}).values(), default=page)
            continue
        text = _compact(source.line(number))
        note = lost.get(number, {})
        blocks.extend(note.get("before", []))
        if number in starts or note or marker_at(text) or text.startswith("——"):
            blocks.append(note.get("prefix", "") + mark + text)
        else:
            joint = " " if re.search(r"[A-Za-z]\s+$", source.line(number - 1)) and text[0].isascii() else ""
            blocks[-1] += mark + joint + text
    return "\n\n".join(map(_as_heading, blocks)) + "\n"


def _as_heading(block: str) -> str:
    """Headings are marked for the reviewer's eye; the parser itself goes by the numbers."""
    bare = EDITORIAL.sub("", block) or block
    if (marker := marker_at(bare)) and "\n" not in block and bare[-1] not in _SENTENCE_END:
        level = {"一、": "## ", "（一）": "### "}.get(marker.form, "")
        return level + block if len(bare) <= 40 else block
    return "## " + block if re.fullmatch(r"\[\[[一二三四五六七八九十]+、\]\]", block) else block


def prove(source: Source, documents: dict[str, str]) -> list[str]:
    """Complaints where ``documents`` (key -> Markdown body) do not carry the source character by character.

    Running text is compared in sequence; a table, whose cells the extraction interleaves, as a multiset.
    """
    complaints = unused_or_repeated(source)
    in_tables = {n for t in source.layout["tables"] for n in _numbers(t["lines"])}
    for table in source.layout["tables"]:
        printed = Counter("".join(_compact(source.line(n)) for n in _numbers(table["lines"])))
        if printed != _table_characters(table):
            complaints.append(
                f"表格“{table['title']}”的单元格与原文字符不一致：{_difference(printed, table)}"
            )
    for doc in dict.fromkeys(page["doc"] for page in source.pages):
        if doc not in documents:
            complaints.append(f"缺少文件 {doc}.md")
            continue
        expected = "".join(_compact(source.line(n)) for n, _ in source.lines_of(doc) if n not in in_tables)
        found = documents[doc]
        for table in source.layout["tables"]:
            if (block := _table_block(table)) in found:
                found = found.replace(block, "")
            elif table["lines"][0][0] in {n for n, _ in source.lines_of(doc)}:
                complaints.append(f"{doc}：表格“{table['title']}”与原文不一致")
        found = "".join(
            _compact(line) for line in re.sub(r"(?m)^#+ ", "", EDITORIAL.sub("", found)).split("\n")
        )
        if found.replace(" ", "") != expected.replace(" ", ""):
            complaints.append(f"{doc}：{_first_difference(expected, found)}")
    return complaints


def _difference(printed: Counter[str], table: dict[str, Any]) -> str:
    cells = _table_characters(table)
    return f"多出“{''.join((cells - printed).elements())}”，缺少“{''.join((printed - cells).elements())}”"


def _first_difference(expected: str, found: str) -> str:
    for op, i, k, j, m in difflib.SequenceMatcher(None, expected, found, autojunk=False).get_opcodes():
        if op != "equal":
            return (
                f"原文“…{expected[max(0, i - 12) : k + 6]}…”与文件“…{found[max(0, j - 12) : m + 6]}…”不一致"
            )
    return "只有空格不同"


def rebuild(source: Source, folder: Path, *, overwrite: bool = False) -> list[Path]:
    """Write every document into ``folder``; returns the files written.

    A document that was edited since (its text differs from what would be written) is left alone and
    reported by SourceMismatch, unless ``overwrite``.
    """
    from yaml import safe_dump

    complaints = unused_or_repeated(source)
    bodies = {} if complaints else {doc: body_of(source, doc) for doc in source.front_matter}
    if complaints := complaints or prove(source, bodies):
        raise SourceMismatch("按原文重建失败：\n" + "\n".join(complaints))
    edited, written = [], []
    for doc, body in bodies.items():
        path = folder / f"{doc}.md"
        head = safe_dump(
            {"key": doc, **source.front_matter[doc]}, allow_unicode=True, sort_keys=False, width=110
        )
        text = f"---\n{head}---\n\n{body}"
        if path.exists() and not overwrite:
            if read_body(path) != body:
                edited.append(path.name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    if edited:
        raise SourceMismatch(
            f"以下文件的正文与原文重建的结果不同，未改动：{'、'.join(edited)}。确认要覆盖请加 --overwrite。"
        )
    return written
