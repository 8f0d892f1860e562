"""Tables within a document: what belongs to one, and its rows keyed by its header."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.corpus.numbering import marker_at
from assistant.errors import CorpusError

__all__ = ["TABLE_NOTE", "TABLE_UNIT", "is_caption", "rows_of"]

TABLE_UNIT = re.compile(r"[（(]?单位[：:].{1,20}")
TABLE_NOTE = re.compile(r"(?:备?注|说明)\d*[：:]")
_SENTENCE_END = "。；：！？;:"


def is_caption(text: str) -> bool:
    plain = text[:1] not in ("", "|") and marker_at(text) is None and not TABLE_UNIT.fullmatch(text)
    return plain and len(text) <= 40 and text[-1] not in _SENTENCE_END


def rows_of(table: str, table_id: str) -> Iterator[dict[str, str]]:
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
