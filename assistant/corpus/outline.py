"""The outline of an official document: its paragraphs as a tree, by their printed numbers.

A numbered paragraph stands below the nearest one of higher rank. In an article (第X条) what follows the last
item is a further 款 of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.corpus.documents import EDITORIAL
from assistant.corpus.numbering import Marker, marker_at, printed_number
from assistant.corpus.tables import is_caption

__all__ = [
    "SENTENCE_END",
    "Line",
    "Node",
    "build_tree",
    "last_leaf",
    "opens_annex",
    "read_lines",
    "running_forms",
    "signature_lines",
    "skipped_numbers",
    "title_lines",
]

_PAGE = re.compile(r"\[\[页(\d+)\]\]")
_SUPPLIED = re.compile(r"^\[\[(?!页|缺页)([^\[\]]+)\]\]")
_LOST = "[[缺页]]"
SENTENCE_END = "。；：！？;:"
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_DOC_NUMBER = re.compile(r"\S{1,12}〔\d{4}〕\d+号")
_IMPRINT = re.compile(r"（此件.*）|(?:抄送|公开方式)[：:].*")
_ANNEX_LIST = re.compile(r"附件[：:]\s*(\d*)")
_BODY_NAME = re.compile(r"[^，。、；：]{2,30}[局委厅部院会府署室团司心]")
_HEADING_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph (or a whole table) and the pages that it stands on."""

    text: str
    pages: tuple[int, ...] = ()


@dataclass
class Node:
    """A numbered paragraph and what stands below it. The root has no marker.

    ``after``: further 款 of an article, which follow its items.
    """

    marker: Marker | None
    first: Line
    supplied: bool = False
    cut: bool = False
    body: list[Line] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        text = self.first.text
        return len(text) <= _HEADING_LIMIT and "。" not in text and text[-1:] not in (*SENTENCE_END, "）")

    @property
    def element(self) -> str:
        """This node's part of a path: the whole heading, or the number of a clause that runs on."""
        assert self.marker is not None
        if not self.first.text:
            return self.marker.printed + _LOST
        if self.marker.form == "附件":
            titled = self.body and self.first.text == self.marker.printed and is_caption(self.body[0].text)
            return f"{self.first.text} {self.body[0].text}" if titled else self.first.text
        bare = self.first.text == self.marker.printed
        return (
            self.first.text
            if self.is_heading and not bare and (self.body or self.children)
            else self.marker.printed
        )

    @property
    def lead_in(self) -> list[Line]:
        """What stands above the children and is not in the path already."""
        assert self.marker is not None
        if self.marker.form == "附件":
            return [line for line in self.body if not self.element.endswith(f" {line.text}")]
        unnamed = self.element == self.marker.printed != self.first.text
        return [self.first, *self.body] if unnamed else self.body


def read_lines(body: str) -> Iterator[Line]:
    """Paragraphs in order; the rows of a table make one line. Lost-page marks are kept as lines."""
    page: int | None = None
    for block in _blocks(body):
        marks = [int(p) for p in _PAGE.findall(block)]
        opens = not EDITORIAL.sub("", _PAGE.split(block)[0]).strip() if marks else False
        pages = (*(() if opens or page is None else (page,)), *marks)
        page = marks[-1] if marks else page
        yield Line(_PAGE.sub("", block), tuple(dict.fromkeys(pages)))


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


def title_lines(lines: list[Line], title: str) -> Iterator[Line]:
    """The printed title and document number, when the text begins with them."""
    if lines and lines[0].text == title:
        yield lines[0]
        if len(lines) > 1 and _DOC_NUMBER.fullmatch(lines[1].text):
            yield lines[1]


def opens_annex(line: Line) -> bool:
    marker = marker_at(line.text)
    return marker is not None and marker.form == "附件"


def signature_lines(lines: list[Line]) -> list[Line]:
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
    return len(text) <= 40 and text[-1:] not in SENTENCE_END + "）|" and not marker_at(text)


def build_tree(lines: Iterable[Line]) -> Node:
    root = Node(None, Line(""))
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
            node = Node(marker, bare, bool(supplied), cut=bool(supplied and bare.text and after_loss))
            stack[-1].children.append(node)
            stack.append(node)
        after_loss = after_loss and not bare.text
    _raise_paragraphs(root)
    return root


def _raise_paragraphs(node: Node) -> None:
    """Give an article the paragraphs that follow its last item, unless other items have paragraphs too."""
    for child in node.children:
        _raise_paragraphs(child)
    if node.marker is None or node.marker.form != "条" or not node.children:
        return
    *others, last = _leaves(node)
    if last.first.text.endswith("。") and not any(leaf.body for leaf in others):
        node.after, last.body = last.body, []


def _leaves(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield from _leaves(child)
    if not node.children:
        yield node


def _ends_sentence(node: Node) -> bool:
    last = node.body[-1].text if node.body else node.first.text
    return not last or last[-1] in SENTENCE_END + "）”"


def last_leaf(node: Node) -> Node:
    return last_leaf(node.children[-1]) if node.children else node


def running_forms(root: Node) -> set[str]:
    """Forms whose numbers run on through all chapters, so that the number alone names a clause."""
    runs: dict[str, list[list[int]]] = {}

    def walk(node: Node) -> None:
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


def skipped_numbers(root: Node) -> Iterator[str]:
    """Numbers that are skipped: each must follow its predecessor or, in a new chapter, start again at one."""
    last_seen: dict[str, int] = {}

    def walk(node: Node) -> Iterator[str]:
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
