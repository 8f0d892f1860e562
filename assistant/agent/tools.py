"""What a model may do: typed tools over the deterministic parts. Each answer names its sources by token.

Bad arguments come back as a sentence that says what to give instead, never as an exception.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from langchain.tools import ToolRuntime, tool
from langchain_core.tools import BaseTool
from pydantic import BaseModel, Field

from assistant.agent.figures import figures, stands_in
from assistant.agent.sources import Sources
from assistant.answering.validity import validity_sentence
from assistant.calculator.manual import calculate as reckon
from assistant.errors import BadInput
from assistant.lookup import search
from assistant.messages import say
from assistant.types import Question

if TYPE_CHECKING:
    from assistant.pipeline import Tools

__all__ = ["TOOLS", "Desk"]

_SHOWN = 5
_LISTED = 12


@dataclass(frozen=True)
class Desk:
    """What the tools work with for one question. ``asked`` is all that the asker said."""

    tools: Tools
    sources: Sources
    asked: tuple[str, ...]
    as_of: date

    def shown(self, clauses: list[str]) -> str:
        return "\n\n".join(self.sources.shown(self.sources.clause(c)) for c in clauses) or say(
            "tools.nothing"
        )


class SearchInput(BaseModel):
    words: str = Field(description="要查的事，用几个词，例如“首台套 补助 比例”")
    document: str | None = Field(default=None, description="只查一份文件时，填它的简称，例如“扶持意见”")


class OpenInput(BaseModel):
    clause: str = Field(description="条款，例如“扶持意见（十一）”，或一个标记，例如 S2")


class ListInput(BaseModel):
    department: str = Field(description="部门名称，例如“市科技创新委”")


class CalculateInput(BaseModel):
    """A fact that is told for several projects is given once for each."""

    rule: str = Field(description="规则编号，例如 support-2018.tech-renovation")
    facts: list[dict[str, str]] = Field(
        default_factory=list,
        description="每个项目一组事实，值照用户的写法，例如 [{'investment': '2300万'}]；没有说的不填",
    )
    received: str | None = Field(default=None, description="已获得的同类补助金额，例如 '200万'；没有说就不填")


class ValidityInput(BaseModel):
    document: str = Field(description="文件简称，例如“扶持意见”")
    day: date | None = Field(default=None, description="哪一天，例如 2020-06-01；不填为提问当天")


def _document(desk: Desk, name: str) -> str | None:
    """The key of the document meant, by any of its names."""
    named = desk.tools.reader.read(Question(name)).documents
    return named[0] if len(named) == 1 else None


@tool("search_clauses", args_schema=SearchInput)
def search_clauses(words: str, runtime: ToolRuntime[Desk], document: str | None = None) -> str:
    """按意思查找条款，返回最相关的几条。"""
    desk = runtime.context
    doc = _document(desk, document) if document else None
    if document and doc is None:
        return say("tools.no_document", name=document, names=_documents(desk))
    try:
        found = search(desk.tools, words, doc=doc, limit=_SHOWN)
    except BadInput as error:
        return str(error)
    return desk.shown([p.clause.id for p in found])


@tool("open_clause", args_schema=OpenInput)
def open_clause(clause: str, runtime: ToolRuntime[Desk]) -> str:
    """打开一条条款的全文，连同它的前后各一条。"""
    desk = runtime.context
    if (source := desk.sources.find(clause.strip("[] "))) and source.clause:
        ids = [source.clause.id]
    else:
        ids = list(desk.tools.reader.read(Question(clause)).clauses[:1])
    if not ids:
        return say("tools.no_clause", name=clause)
    before, one, after = desk.tools.corpus.around(ids[0])
    return desk.shown([one.id, *(c.id for c in (*before, *after))])


@tool("list_by_department", args_schema=ListInput)
def list_by_department(department: str, runtime: ToolRuntime[Desk]) -> str:
    """列出一个部门牵头或配合的条款。"""
    desk = runtime.context
    try:
        found = search(desk.tools, department, department=department, limit=_LISTED)
    except BadInput as error:
        return str(error)
    return desk.shown([p.clause.id for p in found])


@tool("calculate", args_schema=CalculateInput)
def calculate(
    rule: str, facts: list[dict[str, str]], runtime: ToolRuntime[Desk], received: str | None = None
) -> str:
    """按政策条款计算补助、减负或价格。结果由规则算出，只可原样引用，不得改动数字。"""
    desk = runtime.context
    told = [f for words in desk.asked for f in figures(words)]
    values = [v for item in facts for v in item.values()] + ([received] if received else [])
    if invented := next((v for v in values if any(not stands_in(f, told) for f in figures(v))), None):
        return say("tools.not_told", value=invented)
    before = {} if received is None else {"received": received}
    try:
        reckoned = reckon(desk.tools.corpus, rule, [{**item, **before} for item in facts or [{}]], desk.as_of)
    except BadInput as error:
        return str(error)
    if reckoned.trace["ask"]:
        return say("tools.ask", question=reckoned.trace["ask"])
    desk.sources.clause(reckoned.trace["clause"])
    return desk.sources.shown(desk.sources.calculation(reckoned))


@tool("validity", args_schema=ValidityInput)
def validity(document: str, runtime: ToolRuntime[Desk], day: date | None = None) -> str:
    """一份文件在某一天是否有效。"""
    desk = runtime.context
    doc = _document(desk, document)
    if doc is None:
        return say("tools.no_document", name=document, names=_documents(desk))
    return validity_sentence(desk.tools.corpus.documents[doc], day or desk.as_of)


def _documents(desk: Desk) -> str:
    return "、".join(meta.short for meta in desk.tools.corpus.documents.values())


TOOLS: tuple[BaseTool, ...] = (search_clauses, open_clause, list_by_department, calculate, validity)
