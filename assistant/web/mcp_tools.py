"""What a program can ask of the assistant over MCP: five tools, each with typed input and output."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from mcp_types import CallToolResult, TextContent
from pydantic import Field

from assistant import lookup
from assistant.answering.render import to_json, to_text
from assistant.calculator import manual
from assistant.corpus.store import Corpus
from assistant.errors import BadInput
from assistant.types import Question
from assistant.web.api.given import Date
from assistant.web.api.shapes import (
    AnswerShape,
    CalculationShape,
    ClauseDetail,
    FactShape,
    FoundClause,
    RuleShape,
    Shape,
)
from assistant.web.api.told import calculation_told, clause_detail, clause_told, facts_told, rule_told
from assistant.web.front import Front
from assistant.web.texts import text

__all__ = ["Toolbox"]

_CHANNEL = "mcp"
_DocumentKey = Annotated[str | None, Field(description="文件代号，如 support-2018；不填则不限")]
_AsOf = Annotated[Date | None, Field(description="按哪一天判断有效期，如 2019-05-01；不填为今天")]
_Scalar = bool | int | float | str
_Facts = Annotated[
    dict[str, _Scalar | list[_Scalar]],
    Field(
        description='事实名称到值，如 {"investment": "2300万"}。金额写成 2300万、1.2亿，或以元为单位的数；'
        "几个项目写成列表；已获得的金额写在 received 中"
    ),
]


class FoundClauses(Shape):
    clauses: list[FoundClause] = Field(description="条款，最相近的在前；没有找到则为空")


class ListedRule(RuleShape):
    facts: list[FactShape] = Field(description="要填的事实")


class ListedRules(Shape):
    rules: list[ListedRule]


class Toolbox:
    """The tools; they block, so they run in worker threads. Errors are the tree's, with Chinese sentences."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @property
    def _corpus(self) -> Corpus:
        return self._front.tools.corpus

    def search(
        self,
        words: Annotated[str, Field(description="要查的词语或一句话")],
        document: _DocumentKey = None,
        department: Annotated[str | None, Field(description="责任单位的全称或常用简称；不填则不限")] = None,
        limit: Annotated[int, Field(ge=1, le=50, description="最多几条")] = 8,
    ) -> FoundClauses:
        tools, today = self._front.tools, date.today()
        found = lookup.search(tools, words, doc=document, department=department, limit=limit, meaning=True)
        hits = [{**clause_told(tools.corpus, p.clause, today), "score": round(p.score, 4)} for p in found]
        return FoundClauses.model_validate({"clauses": hits})

    def clause(self, id: Annotated[str, Field(description="条款编号，如 support-2018/2.11")]) -> ClauseDetail:
        return ClauseDetail.model_validate(clause_detail(self._corpus, id, date.today()))

    def calculate(
        self,
        rule: Annotated[str, Field(description="规则编号，如 support-2018.tech-renovation")],
        facts: _Facts,
        as_of: _AsOf = None,
    ) -> CalculationShape:
        items = manual.itemised(
            f"{name}={_written(value)}"
            for name, given in facts.items()
            for value in (given if isinstance(given, list) else [given])
        )
        day = as_of or date.today()
        reckoned = manual.calculate(self._corpus, rule, items, day)
        return CalculationShape.model_validate(calculation_told(self._corpus, reckoned, day))

    def rules(self, document: _DocumentKey = None) -> ListedRules:
        corpus = self._corpus
        if document is not None and document not in corpus.documents:
            raise BadInput(text("problem.no_document", doc=document, known="、".join(corpus.documents)))
        chosen = (r for r in corpus.rules.values() if document in (None, corpus.by_id[r.clause].doc))
        told = [{**rule_told(r), "facts": facts_told(r)} for r in chosen]
        return ListedRules.model_validate({"rules": told})

    def ask(
        self,
        question: Annotated[str, Field(description="要问的政策问题")],
        earlier: Annotated[
            list[str] | None, Field(description="提问人之前说的话，从早到晚；不含回答")
        ] = None,
        as_of: _AsOf = None,
    ) -> Annotated[CallToolResult, AnswerShape]:
        asked = Question(question, tuple(earlier or ()), as_of or date.today())
        answer = self._front.enqueue(asked, _CHANNEL).result()
        # What a model reads is the text; what a program reads is the whole Answer.
        return CallToolResult(
            content=[TextContent(type="text", text=to_text(answer))], structured_content=to_json(answer)
        )


def _written(value: bool | int | float | str) -> str:
    """A value as a person writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
