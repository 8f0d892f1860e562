"""Search for the hotline: by words, within a document or a department's duties."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.errors import BadInput
from assistant.retrieval.retriever import Query
from assistant.text import fold, is_readable
from assistant.types import Passage

if TYPE_CHECKING:
    from assistant.pipeline import Tools

__all__ = ["search"]


def search(
    tools: Tools,
    words: str,
    *,
    doc: str | None = None,
    department: str | None = None,
    limit: int = 8,
    meaning: bool = False,
) -> list[Passage]:
    """Passages best first, by their words alone or also by what is meant, which takes a sentence vector and so
    several times as long. Raises BadInput for an unknown document or department, or unreadable words."""
    corpus = tools.corpus
    if not is_readable(words):
        raise BadInput("请输入要查的词。")
    if doc is not None and doc not in corpus.documents:
        raise BadInput(f"没有文件“{doc}”。文件代号有：{'、'.join(corpus.documents)}。")
    name = None
    if department is not None:
        name = next((n for word, n in corpus.department_words if word == fold(department)), None)
        if name is None:
            raise BadInput(f"没有部门“{department}”。可用全称或常用简称，如市工业和信息化委、科创委。")
    reading = tools.reader.expand(words)
    query = Query(fold(words), reading, sentence=fold(words) if meaning else "")
    found = tools.retriever.search(query, len(corpus.clauses))
    kept = [
        p
        for p in found
        if doc in (None, p.clause.doc)
        and (
            name is None
            or name in map(corpus.department, (*p.clause.departments.lead, *p.clause.departments.cooperate))
        )
    ]
    return [replace(p, kept=True) for p in kept[:limit]]
