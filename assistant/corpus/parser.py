"""Text of an official document -> its citable units.

Structure comes from the numbers alone (Markdown ``#`` are for the reader). A numbered paragraph that has
numbered paragraphs of lower rank below it is a heading, its own words a lead-in; one that has none is a
clause, together with the unnumbered paragraphs that follow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.corpus.departments import find_groups, union
from assistant.corpus.documents import EDITORIAL, DocumentFile
from assistant.corpus.numbering import Marker, marker_at, printed_number
from assistant.errors import CorpusError
from assistant.types import Clause, Departments

__all__ = ["Parsed", "parse"]

_PAGE = re.compile(r"\[\[页(\d+)\]\]")
_SUPPLIED = re.compile(r"^\[\[(?!页|缺页)([^\[\]]+)\]\]")
_LOST = "[[缺页]]"
_SENTENCE_END = "。；：！？;:"
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_DOC_NUMBER = re.compile(r"\S{1,12}〔\d{4}〕\d+号")
_HEADING_LIMIT = 60
_UNNUMBERED = {"序言": "0", "引言": "0", "结尾": "closing", "落款": "end"}


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph (or a whole table) and the pages that it stands on."""

    text: str
    pages: tuple[int, ...] = ()


@dataclass
class _Node:
    """A numbered paragraph and what stands below it. The root has no marker."""

    marker: Marker | None
    first: _Line
    supplied: bool = False
    cut: bool = False
    body: list[_Line] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        text = self.first.text
        return len(text) <= _HEADING_LIMIT and "。" not in text and text[-1:] not in (*_SENTENCE_END, "）")

    @property
    def element(self) -> str:
        """This node's part of a path: the whole heading, or the number of a clause that runs on."""
        assert self.marker is not None
        if not self.first.text:
            return self.marker.printed + _LOST
        bare = self.first.text == self.marker.printed
        return (
            self.first.text
            if self.is_heading and not bare and (self.body or self.children)
            else self.marker.printed
        )


@dataclass(frozen=True, slots=True)
class Parsed:
    """``gaps``: the printed numbers that the text skips, in order."""

    clauses: tuple[Clause, ...]
    gaps: tuple[str, ...]


def parse(document: DocumentFile) -> Parsed:
    """Raises CorpusError when the document holds no clause or numbers two clauses alike."""
    meta = document.meta
    lines = list(_lines(document.body))
    head = list(_title(lines, meta.title))
    tail = _signature(lines)
    root = _tree(lines[len(head) : len(lines) - len(tail)])
    clauses = list(_units(root, meta.key))
    if not any(c.kind in {"clause", "table"} for c in clauses):
        raise CorpusError(f"{meta.key} 中没有找到任何条款：请检查正文是否带有“一、”“（一）”“第一条”等编号。")
    if head:
        clauses.insert(0, _clause(meta.key, (), "标题", "title", head))
    if tail:
        clauses.append(_clause(meta.key, ("落款",), "落款", "signature", tail))
    ids = [c.id for c in clauses]
    if repeated := sorted({i for i in ids if ids.count(i) > 1}):
        raise CorpusError(f"{meta.key} 中编号重复：{'、'.join(repeated)}。")
    notes = {gap.clause: gap.note for gap in meta.gaps if gap.clause}
    lead = meta.first_is_lead is not None
    return Parsed(
        tuple(_with_departments(replace(c, missing=notes.get(c.id, c.missing)), lead) for c in clauses),
        tuple(_gaps(root)),
    )


def _lines(body: str) -> Iterator[_Line]:
    """Paragraphs in order; the rows of a table make one line. Lost-page marks are kept as lines."""
    page: int | None = None
    for block in _blocks(body):
        marks = [int(p) for p in _PAGE.findall(block)]
        opens = not EDITORIAL.sub("", _PAGE.split(block)[0]).strip() if marks else False
        pages = (*(() if opens or page is None else (page,)), *marks)
        page = marks[-1] if marks else page
        yield _Line(_PAGE.sub("", block), tuple(dict.fromkeys(pages)))


def _blocks(body: str) -> Iterator[str]:
    table: list[str] = []
    for line in [*body.split("\n"), ""]:
        text = line.strip()
        if text.startswith("|"):
            table.append(text)
            continue
        if table:
            yield "\n".join(table)
            table = []
        if text:
            yield re.sub(r"^#+\s*", "", text)


def _title(lines: list[_Line], title: str) -> Iterator[_Line]:
    """The printed title and document number, when the text begins with them."""
    if lines and lines[0].text == title:
        yield lines[0]
        if len(lines) > 1 and _DOC_NUMBER.fullmatch(lines[1].text):
            yield lines[1]


def _signature(lines: list[_Line]) -> list[_Line]:
    """Issuer and date, when the text ends with them."""
    issuer, day = lines[-2:] if len(lines) > 1 else [_Line(""), _Line("")]
    signed = _DATE.fullmatch(day.text) and len(issuer.text) <= 40 and not marker_at(issuer.text)
    return [issuer, day] if signed else []


def _tree(lines: Iterable[_Line]) -> _Node:
    root = _Node(None, _Line(""))
    stack = [root]
    after_loss = False
    for line in lines:
        if line.text == _LOST:
            stack[-1].cut |= not _ends_sentence(stack[-1])
            after_loss = True
            continue
        supplied = _SUPPLIED.match(line.text)
        bare = replace(line, text=_SUPPLIED.sub("", line.text))
        marker = marker_at(supplied[1] if supplied else bare.text)
        if marker is None:
            stack[-1].body.append(bare)
        else:
            while (above := stack[-1].marker) is not None and above.rank >= marker.rank:
                stack.pop()
            node = _Node(marker, bare, bool(supplied), cut=bool(supplied and bare.text and after_loss))
            stack[-1].children.append(node)
            stack.append(node)
        after_loss = after_loss and not bare.text
    return root


def _ends_sentence(node: _Node) -> bool:
    last = node.body[-1].text if node.body else node.first.text
    return not last or last[-1] in _SENTENCE_END + "）”"


def _units(root: _Node, doc: str) -> Iterator[Clause]:
    yield from _with_tables(doc, ("序言",), "序言", "preamble", root.body)
    yield from _below(root, doc, (), _running_forms(root), _last_leaf(root))


def _last_leaf(node: _Node) -> _Node:
    return _last_leaf(node.children[-1]) if node.children else node


def _below(node: _Node, doc: str, path: tuple[str, ...], running: set[str], last: _Node) -> Iterator[Clause]:
    for child in node.children:
        assert child.marker is not None
        here = (*path, child.element)
        alone = child.marker.form == "条" or (child.marker.form in running and child.marker.form == "（一）")
        label = child.marker.printed if alone else "".join(m.printed for e in here if (m := marker_at(e)))
        if child.children:
            yield from _with_tables(doc, (*here, "引言"), label + "引言", "lead-in", child.body)
            yield from _below(child, doc, here, running, last)
            continue
        if not child.first.text and not child.body:
            continue
        # What follows the last clause of a notice is its closing, unless that clause announces a list or is
        # an article, whose further paragraphs are its 款.
        runs_out = child.first.text[-1:] in ("。", "）") and not child.is_heading
        closes = child is last and runs_out and child.marker.form != "条"
        own = [child.first] if closes else [child.first, *child.body]
        for unit in _with_tables(doc, here, label, "clause", own):
            yield replace(unit, complete=not child.cut, missing="缺页" if child.cut else "")
        if closes:
            yield from _with_tables(doc, ("结尾",), "结尾", "closing", child.body)


def _running_forms(root: _Node) -> set[str]:
    """Forms whose numbers run on through all chapters, so that the number alone names a clause."""
    runs: dict[str, list[list[int]]] = {}

    def walk(node: _Node) -> None:
        here: dict[str, list[int]] = {}
        for child in node.children:
            assert child.marker is not None
            here.setdefault(child.marker.form, []).append(child.marker.number)
            walk(child)
        for form, numbers in here.items():
            runs.setdefault(form, []).append(numbers)

    walk(root)
    return {
        form
        for form, lists in runs.items()
        if len(lists) > 1 and all(a[-1] < b[0] for a, b in pairwise(lists))
    }


def _with_tables(
    doc: str, path: tuple[str, ...], label: str, kind: str, lines: Iterable[_Line]
) -> Iterator[Clause]:
    """One unit for the running text, then one for each table; a caption line goes with its table."""
    running: list[_Line] = []
    tables: list[list[_Line]] = []
    for line in lines:
        if line.text.startswith("|"):
            caption = [running.pop()] if running and _is_caption(running[-1].text) else []
            tables.append([*caption, line])
        else:
            running.append(line)
    if any(line.text for line in running):
        yield _clause(doc, path, label, kind, running)
    for n, table in enumerate(tables, 1):
        caption_text = table[0].text if len(table) == 2 else ""
        unit = _clause(doc, (*path, f"表{n}"), f"表{n} {caption_text}".strip(), "table", table)
        yield replace(unit, rows=tuple(_rows(table[-1].text)))


def _is_caption(text: str) -> bool:
    return 0 < len(text) <= 40 and text[-1] not in _SENTENCE_END and marker_at(text) is None


def _rows(table: str) -> Iterator[dict[str, str]]:
    header, *rest = ([cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n"))
    for cells in rest:
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            yield dict(zip(header, cells, strict=False))


def _clause(doc: str, path: tuple[str, ...], label: str, kind: str, lines: Iterable[_Line]) -> Clause:
    kept = [line for line in lines if line.text]
    pages = tuple(dict.fromkeys(page for line in kept for page in line.pages))
    return Clause(
        f"{doc}/{_number(path)}", doc, path, label, kind, "\n".join(line.text for line in kept), pages
    )


def _number(path: tuple[str, ...]) -> str:
    """Numbers of the path in Arabic, joined by dots; the parts without a number have names of their own."""
    parts = (
        str(marker.number) if (marker := marker_at(element)) else _UNNUMBERED.get(element, "t" + element[1:])
        for element in path
    )
    return ".".join(parts) or "title"


def _with_departments(clause: Clause, first_is_lead: bool) -> Clause:
    if clause.rows:
        column = next((name for name in clause.rows[0] if "牵头" in name or "责任" in name), "")
        leads = dict.fromkeys(row[column] for row in clause.rows if row.get(column))
        return replace(clause, departments=Departments(tuple(leads)))
    groups = find_groups(clause.text, first_is_lead=first_is_lead)
    return replace(clause, groups=groups, departments=union(groups))


def _gaps(root: _Node) -> Iterator[str]:
    """Numbers that are skipped: each must follow its predecessor or, in a new chapter, start again at one."""
    last_seen: dict[str, int] = {}

    def walk(node: _Node) -> Iterator[str]:
        previous: dict[str, int] = {}
        for child in node.children:
            marker = child.marker
            assert marker is not None
            runs_on = last_seen.get(marker.form, 0) + 1
            first = runs_on if 1 < runs_on <= marker.number else 1
            due = previous[marker.form] + 1 if marker.form in previous else first
            yield from (printed_number(marker.form, n) for n in range(due, marker.number))
            if not child.first.text:
                yield marker.printed
            if marker.number < due:
                yield f"{marker.printed}倒序"
            previous[marker.form] = last_seen[marker.form] = marker.number
            yield from walk(child)

    yield from walk(root)
