"""Text of an official document -> its citable units.

Structure comes from the numbers alone (Markdown ``#`` are for the reader). A numbered paragraph that has
numbered paragraphs of lower rank below it is a heading, its own words a lead-in; one that has none is a
clause, together with the unnumbered paragraphs that follow it. In an article (第X条) what follows the last
item is a further 款 of the article. Each 附件 after the signature is a document of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from assistant.corpus.departments import find_groups, names, union
from assistant.corpus.documents import EDITORIAL, DocumentFile
from assistant.corpus.numbering import CN_NUMBER, Marker, chinese_number, marker_at, printed_number
from assistant.errors import CorpusError
from assistant.types import Clause, Departments

__all__ = ["Parsed", "parse"]

_PAGE = re.compile(r"\[\[页(\d+)\]\]")
_SUPPLIED = re.compile(r"^\[\[(?!页|缺页)([^\[\]]+)\]\]")
_LOST = "[[缺页]]"
_SENTENCE_END = "。；：！？;:"
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_DOC_NUMBER = re.compile(r"\S{1,12}〔\d{4}〕\d+号")
_IMPRINT = re.compile(r"（此件.*）|(?:抄送|公开方式)[：:].*")
_ANNEX_LIST = re.compile(r"附件[：:]\s*(\d*)")
_FORMULA = re.compile(r"特此\S{2,4}[。！]?$|附件[：:]")
_TABLE_UNIT = re.compile(r"[（(]?单位[：:].{1,20}")
_TABLE_NOTE = re.compile(r"(?:备?注|说明)\d*[：:]")
_LIST_ITEM = re.compile(r"——|[·•●]")
_PARAGRAPH = re.compile(rf"第({CN_NUMBER})款$")
_BODY_NAME = re.compile(r"[^，。、；：]{2,30}[局委厅部院会府署室团司心]")
_HEADING_LIMIT = 60
_UNNUMBERED = {"序言": "0", "引言": "0", "结尾": "closing", "落款": "end"}


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph (or a whole table) and the pages that it stands on."""

    text: str
    pages: tuple[int, ...] = ()


@dataclass
class _Node:
    """A numbered paragraph and what stands below it. The root has no marker.

    ``after``: further 款 of an article, which follow its items.
    """

    marker: Marker | None
    first: _Line
    supplied: bool = False
    cut: bool = False
    body: list[_Line] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)
    after: list[_Line] = field(default_factory=list)

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
        if self.marker.form == "附件":
            titled = self.body and self.first.text == self.marker.printed and _is_caption(self.body[0].text)
            return f"{self.first.text} {self.body[0].text}" if titled else self.first.text
        bare = self.first.text == self.marker.printed
        return (
            self.first.text
            if self.is_heading and not bare and (self.body or self.children)
            else self.marker.printed
        )

    @property
    def lead_in(self) -> list[_Line]:
        """What stands above the children and is not in the path already."""
        assert self.marker is not None
        if self.marker.form == "附件":
            return [line for line in self.body if not self.element.endswith(f" {line.text}")]
        unnamed = self.element == self.marker.printed != self.first.text
        return [self.first, *self.body] if unnamed else self.body


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
    main = list(takewhile(lambda line: not _opens_annex(line), lines[len(head) :]))
    tail = _signature(main)
    root = _tree(main[: len(main) - len(tail)])
    annexes = _tree(lines[len(head) + len(main) :])
    clauses = list(_units(root, meta.key))
    annexed = list(_below(annexes, meta.key, (), set(), None))
    if not any(c.kind in {"clause", "table"} for c in [*clauses, *annexed]):
        raise CorpusError(
            f"{meta.key}.md 中没有找到任何条款：请检查正文是否带有“一、”“（一）”“第一条”等编号。"
        )
    if head:
        clauses.insert(0, _clause(meta.key, (), "标题", "title", head))
    if tail:
        clauses.append(_clause(meta.key, ("落款",), "落款", "signature", tail))
    clauses += annexed
    ids = [c.id for c in clauses]
    if repeated := sorted({i for i in ids if ids.count(i) > 1}):
        raise CorpusError(f"{meta.key}.md 中编号重复：{'、'.join(repeated)}。请核对这些条款的编号。")
    notes = {gap.clause: gap.note for gap in meta.gaps if gap.clause}
    lead = meta.first_is_lead is not None
    return Parsed(
        tuple(_with_departments(replace(c, missing=notes.get(c.id, c.missing)), lead) for c in clauses),
        (*_gaps(root), *_gaps(annexes)),
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


def _opens_annex(line: _Line) -> bool:
    marker = marker_at(line.text)
    return marker is not None and marker.form == "附件"


def _signature(lines: list[_Line]) -> list[_Line]:
    """Issuers, date and imprint, when the text ends with them."""
    end = len(lines)
    while end and _IMPRINT.fullmatch(lines[end - 1].text):
        end -= 1
    if not end or not _DATE.fullmatch(lines[end - 1].text):
        return []
    start = end - 1
    if start and _may_sign(lines[start - 1].text):
        start -= 1
        while start and _may_sign(lines[start - 1].text) and _BODY_NAME.fullmatch(lines[start - 1].text):
            start -= 1
    return lines[start:]


def _may_sign(text: str) -> bool:
    return len(text) <= 40 and text[-1:] not in _SENTENCE_END + "）|" and not marker_at(text)


def _tree(lines: Iterable[_Line]) -> _Node:
    root = _Node(None, _Line(""))
    stack = [root]
    after_loss = False
    listed: int | None = None  # the last number of a list 附件：1.… 2.…, whose items are no clauses
    for line in lines:
        if line.text == _LOST:
            stack[-1].cut |= not _ends_sentence(stack[-1])
            after_loss = True
            continue
        supplied = _SUPPLIED.match(line.text)
        bare = replace(line, text=_SUPPLIED.sub("", line.text))
        marker = marker_at(supplied[1] if supplied else bare.text)
        if opening := _ANNEX_LIST.match(bare.text):
            listed = int(opening[1] or 0)
        elif listed is not None and marker and marker.form == "1." and marker.number == listed + 1:
            marker, listed = None, listed + 1
        else:
            listed = None
        if marker is None:
            stack[-1].body.append(bare)
        else:
            while (above := stack[-1].marker) is not None and above.rank >= marker.rank:
                stack.pop()
            node = _Node(marker, bare, bool(supplied), cut=bool(supplied and bare.text and after_loss))
            stack[-1].children.append(node)
            stack.append(node)
        after_loss = after_loss and not bare.text
    _raise_paragraphs(root)
    return root


def _raise_paragraphs(node: _Node) -> None:
    """Give an article the paragraphs that follow its last item, unless other items have paragraphs too."""
    for child in node.children:
        _raise_paragraphs(child)
    if node.marker is None or node.marker.form != "条" or not node.children:
        return
    *others, last = _leaves(node)
    if last.first.text.endswith("。") and not any(leaf.body for leaf in others):
        node.after, last.body = last.body, []


def _leaves(node: _Node) -> Iterator[_Node]:
    for child in node.children:
        yield from _leaves(child)
    if not node.children:
        yield node


def _ends_sentence(node: _Node) -> bool:
    last = node.body[-1].text if node.body else node.first.text
    return not last or last[-1] in _SENTENCE_END + "）”"


def _units(root: _Node, doc: str) -> Iterator[Clause]:
    yield from _with_tables(doc, ("序言",), "序言", "preamble", root.body)
    yield from _below(root, doc, (), _running_forms(root), _last_leaf(root))


def _last_leaf(node: _Node) -> _Node:
    return _last_leaf(node.children[-1]) if node.children else node


def _below(
    node: _Node, doc: str, path: tuple[str, ...], running: set[str], last: _Node | None
) -> Iterator[Clause]:
    for child in node.children:
        assert child.marker is not None
        here = (*path, child.element)
        label = _label(here, running)
        if child.children:
            yield from _with_tables(doc, (*here, "引言"), label + "引言", "lead-in", child.lead_in)
            yield from _below(child, doc, here, running, last)
            for n, line in enumerate(child.after, 2 + len(child.body)):
                paragraph = printed_number("款", n)
                yield from _with_tables(doc, (*here, paragraph), label + paragraph, "clause", [line])
            continue
        if not child.first.text and not child.body:
            continue
        own = child.body if child.marker.form == "附件" else [child.first, *child.body]
        cut = len(own) - (_closing_length(child) if child is last else 0)
        for unit in _with_tables(doc, here, label, "clause", own[:cut]):
            yield replace(unit, complete=not child.cut, missing="缺页" if child.cut else "")
        yield from _with_tables(doc, ("结尾",), "结尾", "closing", own[cut:])


def _label(path: tuple[str, ...], running: set[str]) -> str:
    """The printed numbers, from the outermost that names the clause by itself; within an annex, all of it."""
    markers = [m for element in path if (m := marker_at(element))]
    alone = (i for i, m in enumerate(markers) if m.form == "条" or (m.form == "（一）" and m.form in running))
    start = next(alone, 0)
    return "".join(m.printed for i, m in enumerate(markers) if i >= start or m.form == "附件")


def _closing_length(node: _Node) -> int:
    """How many of the last clause's paragraphs are the closing of the document.

    All but its list and its departments, unless the clause announces further paragraphs or is an article,
    whose further paragraphs are its 款: then those from 特此通知 or the list of annexes on.
    """
    assert node.marker is not None
    ends = node.first.text[-1:] in ("。", "）") and not node.is_heading and node.marker.form != "条"
    opens = (lambda text: not _stays(text)) if ends else _FORMULA.match
    start = next((i for i, line in enumerate(node.body) if opens(line.text)), len(node.body))
    return len(node.body) - start


def _stays(text: str) -> bool:
    groups = find_groups(text)
    return bool(_LIST_ITEM.match(text) or (groups and groups[0].raw == text.rstrip("。")))


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
    """One unit for the running text, then one for each table with its caption, unit of measure and note."""
    running: list[_Line] = []
    tables: list[list[_Line]] = []
    after_table = False
    for line in lines:
        if line.text.startswith("|"):
            unit = [running.pop()] if running and _TABLE_UNIT.fullmatch(running[-1].text) else []
            caption = [running.pop()] if running and _is_caption(running[-1].text) else []
            tables.append([*caption, *unit, line])
            after_table = True
        elif after_table and _TABLE_NOTE.match(line.text):
            tables[-1].append(line)
        else:
            running.append(line)
            after_table = False
    if any(line.text for line in running):
        yield _clause(doc, path, label, kind, running)
    annex = label if path and path[0].startswith("附件") else ""
    for n, table in enumerate(tables, 1):
        clause = _clause(doc, (*path, f"表{n}"), f"{annex}表{n} {_caption(table)}".strip(), "table", table)
        grid = next(line.text for line in table if line.text.startswith("|"))
        yield replace(clause, rows=tuple(_rows(grid, clause.id)))


def _caption(table: list[_Line]) -> str:
    return table[0].text if _is_caption(table[0].text) else ""


def _is_caption(text: str) -> bool:
    plain = text[:1] not in ("", "|") and marker_at(text) is None and not _TABLE_UNIT.fullmatch(text)
    return plain and len(text) <= 40 and text[-1] not in _SENTENCE_END


def _rows(table: str, table_id: str) -> Iterator[dict[str, str]]:
    lines = (line.removeprefix("|").removesuffix("|") for line in table.split("\n"))
    header, *rest = ([cell.strip() for cell in line.split("|")] for line in lines)
    for n, cells in enumerate(rest):
        if len(cells) != len(header):
            doc, _, _ = table_id.partition("/")
            raise CorpusError(
                f"{doc}.md 的表格 {table_id} 第{n}行有{len(cells)}格，表头有{len(header)}格，请补齐单元格。"
            )
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            yield dict(zip(header, cells, strict=True))


def _clause(doc: str, path: tuple[str, ...], label: str, kind: str, lines: Iterable[_Line]) -> Clause:
    kept = [line for line in lines if line.text]
    pages = tuple(dict.fromkeys(page for line in kept for page in line.pages))
    return Clause(
        f"{doc}/{_number(path)}", doc, path, label, kind, "\n".join(line.text for line in kept), pages
    )


def _number(path: tuple[str, ...]) -> str:
    """Numbers of the path in Arabic, joined by dots; the parts without a number have names of their own."""
    return ".".join(map(_id_part, path)) or "title"


def _id_part(element: str) -> str:
    if paragraph := _PARAGRAPH.match(element):
        return f"k{chinese_number(paragraph[1])}"
    if marker := marker_at(element):
        return f"a{marker.number}" if marker.form == "附件" else str(marker.number)
    return _UNNUMBERED.get(element, "t" + element[1:])


def _with_departments(clause: Clause, first_is_lead: bool) -> Clause:
    if clause.rows:
        lead, cooperate = _column(clause, "牵头|责任"), _column(clause, "配合|协办")
        return replace(clause, departments=Departments(lead, cooperate))
    groups = find_groups(clause.text, first_is_lead=first_is_lead)
    return replace(clause, groups=groups, departments=union(groups))


def _column(clause: Clause, heads: str) -> tuple[str, ...]:
    column = next((name for name in clause.rows[0] if re.search(heads, name)), "")
    return tuple(dict.fromkeys(n for row in clause.rows for n in names(row.get(column, ""))))


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
