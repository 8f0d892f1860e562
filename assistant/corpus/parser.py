"""Text of an official document -> its citable units.

Structure comes from the numbers alone (Markdown ``#`` are for the reader). A numbered paragraph that has
numbered paragraphs of lower rank below it is a heading, its own words a lead-in; one that has none is a
clause, together with the unnumbered paragraphs that follow it. Each 附件 after the signature is a document of
its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from assistant.corpus.departments import find_groups, names, union
from assistant.corpus.documents import DocumentFile
from assistant.corpus.numbering import CN_NUMBER, chinese_number, marker_at, printed_number
from assistant.corpus.outline import (
    Line,
    Node,
    build_tree,
    last_leaf,
    opens_annex,
    read_lines,
    running_forms,
    signature_lines,
    skipped_numbers,
    title_lines,
)
from assistant.corpus.tables import TABLE_NOTE, TABLE_UNIT, is_caption, rows_of
from assistant.errors import CorpusError
from assistant.types import Clause, Departments

__all__ = ["Parsed", "parse"]

_FORMULA = re.compile(r"特此\S{2,4}[。！]?$|附件[：:]")
_LIST_ITEM = re.compile(r"——|[·•●]")
_PARAGRAPH = re.compile(rf"第({CN_NUMBER})款$")
_UNNUMBERED = {"序言": "0", "引言": "0", "结尾": "closing", "落款": "end"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """``gaps``: the printed numbers that the text skips, in order."""

    clauses: tuple[Clause, ...]
    gaps: tuple[str, ...]


def parse(document: DocumentFile) -> Parsed:
    """Raises CorpusError when the document holds no clause or numbers two clauses alike."""
    meta = document.meta
    lines = list(read_lines(document.body))
    head = list(title_lines(lines, meta.title))
    main = list(takewhile(lambda line: not opens_annex(line), lines[len(head) :]))
    tail = signature_lines(main)
    root = build_tree(main[: len(main) - len(tail)])
    annexes = build_tree(lines[len(head) + len(main) :])
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
        (*skipped_numbers(root), *skipped_numbers(annexes)),
    )


def _units(root: Node, doc: str) -> Iterator[Clause]:
    yield from _with_tables(doc, ("序言",), "序言", "preamble", root.body)
    yield from _below(root, doc, (), running_forms(root), last_leaf(root))


def _below(
    node: Node, doc: str, path: tuple[str, ...], running: set[str], last: Node | None
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
        cut = len(own) - (_closing_length(child, here) if child is last else 0)
        for unit in _with_tables(doc, here, label, "clause", own[:cut]):
            yield replace(unit, complete=not child.cut, missing="缺页" if child.cut else "")
        yield from _with_tables(doc, ("结尾",), "结尾", "closing", own[cut:])


def _label(path: tuple[str, ...], running: set[str]) -> str:
    """The printed numbers, from the outermost that names the clause by itself; within an annex, all of it."""
    markers = [m for element in path if (m := marker_at(element))]
    alone = (i for i, m in enumerate(markers) if m.form == "条" or (m.form == "（一）" and m.form in running))
    start = next(alone, 0)
    return "".join(m.printed for i, m in enumerate(markers) if i >= start or m.form == "附件")


def _closing_length(node: Node, path: tuple[str, ...]) -> int:
    """How many of the last clause's paragraphs are the closing of the document.

    All but its list and its departments, unless the clause announces further paragraphs or stands in an
    article, whose further paragraphs are its 款: then those from 特此通知 or the list of annexes on.
    """
    in_article = any((m := marker_at(element)) and m.form == "条" for element in path)
    ends = node.first.text[-1:] in ("。", "）") and not node.is_heading and not in_article
    opens = (lambda text: not _stays(text)) if ends else _FORMULA.match
    start = next((i for i, line in enumerate(node.body) if opens(line.text)), len(node.body))
    return len(node.body) - start


def _stays(text: str) -> bool:
    groups = find_groups(text)
    return bool(_LIST_ITEM.match(text) or (groups and groups[0].raw == text.rstrip("。")))


def _with_tables(
    doc: str, path: tuple[str, ...], label: str, kind: str, lines: Iterable[Line]
) -> Iterator[Clause]:
    """One unit for the running text, then one for each table with its caption, unit of measure and note."""
    running: list[Line] = []
    tables: list[list[Line]] = []
    after_table = False
    for line in lines:
        if line.text.startswith("|"):
            unit = [running.pop()] if running and TABLE_UNIT.fullmatch(running[-1].text) else []
            caption = [running.pop()] if running and is_caption(running[-1].text) else []
            tables.append([*caption, *unit, line])
            after_table = True
        elif after_table and TABLE_NOTE.match(line.text):
            tables[-1].append(line)
        else:
            running.append(line)
            after_table = False
    if any(line.text for line in running):
        yield _clause(doc, path, label, kind, running)
    annex = label if path and path[0].startswith("附件") else ""
    for n, table in enumerate(tables, 1):
        clause = _clause(doc, (*path, f"表{n}"), f"{annex}表{n} {caption_of(table)}".strip(), "table", table)
        grid = next(line.text for line in table if line.text.startswith("|"))
        yield replace(clause, rows=tuple(rows_of(grid, clause.id)))


def caption_of(table: list[Line]) -> str:
    return table[0].text if is_caption(table[0].text) else ""


def _clause(doc: str, path: tuple[str, ...], label: str, kind: str, lines: Iterable[Line]) -> Clause:
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
