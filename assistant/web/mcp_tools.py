"""What a program can ask of the assistant over MCP: five tools, each with typed input and output."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from mcp_types import CallToolResult, TextContent
from pydantic import Field

from assistant.answering.reckoning import result_sentence, workings
from assistant.answering.render import clause_json, to_json, to_text
from assistant.calculator import manual
from assistant.calculator.schema import Rule
from assistant.corpus.store import Corpus
from assistant.errors import BadInput
from assistant.lookup import search as find
from assistant.types import Question
from assistant.web.asking import Asking
from assistant.web.shapes import (
    AnswerShape,
    ClauseHit,
    ClauseHits,
    ClauseShape,
    FactShape,
    ReckonedShape,
    RuleShape,
    RulesShape,
)
from assistant.web.texts import text

__all__ = ["Toolbox"]

_CHANNEL = "mcp"
_DocumentKey = Annotated[str | None, Field(description="文件代号，如 support-2018；不填则不限")]
_AsOf = Annotated[date | None, Field(description="按哪一天判断有效期，如 2019-05-01；不填为今天")]
_Scalar = bool | int | float | str
_Facts = Annotated[
    dict[str, _Scalar | list[_Scalar]],
    Field(
        description='事实名称到值，如 {"investment": "2300万"}。金额写成 2300万、1.2亿，或以元为单位的数；'
        "几个项目写成列表；已获得的金额写在 received 中"
    ),
]


class Toolbox:
    """The tools; they block, so they run in worker threads. Errors are the tree's, with Chinese sentences."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    @property
    def _corpus(self) -> Corpus:
        return self._asking.tools.corpus

    def search(
        self,
        words: Annotated[str, Field(description="要查的词语或一句话")],
        document: _DocumentKey = None,
        department: Annotated[str | None, Field(description="责任单位的全称或常用简称；不填则不限")] = None,
        limit: Annotated[int, Field(ge=1, le=50, description="最多几条")] = 8,
    ) -> ClauseHits:
        found = find(self._asking.tools, words, doc=document, department=department, limit=limit)
        hits = [ClauseHit(**_clause(self._corpus, p.clause.id), score=round(p.score, 4)) for p in found]
        return ClauseHits(clauses=hits)

    def clause(self, id: Annotated[str, Field(description="条款编号，如 support-2018/2.11")]) -> ClauseShape:
        return ClauseShape(**_clause(self._corpus, id))

    def calculate(
        self,
        rule: Annotated[str, Field(description="规则编号，如 support-2018.tech-renovation")],
        facts: _Facts,
        as_of: _AsOf = None,
    ) -> ReckonedShape:
        items = manual.itemised(
            f"{name}={_written(value)}"
            for name, given in facts.items()
            for value in (given if isinstance(given, list) else [given])
        )
        reckoned = manual.calculate(self._corpus, rule, items, as_of or date.today())
        ask = reckoned.trace["ask"]
        return ReckonedShape(
            rule=reckoned.rule,
            said="" if ask else result_sentence(reckoned) + workings(reckoned),
            ask=ask,
            amount_wan=None if reckoned.amount_wan is None else float(reckoned.amount_wan),
            trace=dict(reckoned.trace),
        )

    def rules(self, document: _DocumentKey = None) -> RulesShape:
        corpus = self._corpus
        if document is not None and document not in corpus.documents:
            raise BadInput(text("mcp.no_document", document=document, known="、".join(corpus.documents)))
        chosen = (r for r in corpus.rules.values() if document in (None, corpus.by_id[r.clause].doc))
        return RulesShape(rules=[_rule(r) for r in chosen])

    def ask(
        self,
        question: Annotated[str, Field(description="要问的政策问题")],
        earlier: Annotated[
            list[str] | None, Field(description="提问人之前说的话，从早到晚；不含回答")
        ] = None,
        as_of: _AsOf = None,
    ) -> Annotated[CallToolResult, AnswerShape]:
        asked = Question(question, tuple(earlier or ()), as_of or date.today())
        answer = self._asking.ask(asked, _CHANNEL)
        # What a model reads is the text; what a program reads is the whole Answer.
        return CallToolResult(
            content=[TextContent(type="text", text=to_text(answer))], structured_content=to_json(answer)
        )


def _clause(corpus: Corpus, clause_id: str) -> dict[str, Any]:
    before, clause, after = corpus.around(clause_id)
    meta = corpus.documents[clause.doc]
    return {
        **clause_json(clause),
        "title": meta.title,
        "doc_number": meta.number,
        "before": [c.id for c in before],
        "after": [c.id for c in after],
    }


def _rule(rule: Rule) -> RuleShape:
    facts = [
        FactShape(
            key=key,
            name=fact.name,
            type=fact.type,
            unit=fact.unit,
            question=fact.question,
            options=_options(fact.options, fact.chosen),
            default=fact.default,
        )
        for key, fact in rule.facts.items()
    ]
    return RuleShape(id=rule.id, title=rule.title, clause=rule.clause, result=rule.result, facts=facts)


def _options(options: Mapping[str, Any], chosen: bool) -> list[str]:
    return (list(options) or ["是", "否"]) if chosen else []


def _written(value: bool | int | float | str) -> str:
    """A value as a person writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
