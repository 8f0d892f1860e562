"""The JSON forms of ``answering.render`` as typed models, for interfaces that publish a schema."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "AnswerShape",
    "ClauseHit",
    "ClauseHits",
    "ClauseShape",
    "ReckonedShape",
    "RuleShape",
    "RulesShape",
]


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class DepartmentsShape(Shape):
    lead: list[str] = Field(description="牵头或责任单位，照原文")
    cooperate: list[str] = Field(description="配合单位，照原文")


class ValidityShape(Shape):
    state: str = Field(description="in_force 有效、expired 已过期、not_yet 尚未施行、unstated 未写明")
    begins: date | None = Field(alias="from", description="起始日")
    ends: date | None = Field(alias="to", description="截止日")
    basis: str = Field(description="有效期的依据")


class CitationShape(Shape):
    id: str = Field(description="条款编号")
    title: str = Field(description="文件名")
    doc_number: str | None = Field(description="文号")
    path: list[str] = Field(description="所在标题，从外到内")
    label: str = Field(description="条款的序号，如 二、（十一）")
    quote: str = Field(description="逐字原文")
    text: str = Field(description="条款全文")
    page: int | None = Field(description="页码")
    departments: DepartmentsShape
    validity: ValidityShape


class NoticeShape(Shape):
    kind: str
    text: str


class StepShape(Shape):
    name: str
    ms: float = Field(description="用时，毫秒")


class AnswerShape(Shape):
    id: str
    status: str = Field(description="answered 已回答、clarify 需补充、refused 不能回答、missing 原件缺失")
    reason: str | None = Field(description="没有回答的原因")
    answer: str = Field(description="回答，第一句是结论")
    speak: str = Field(description="可在电话中念出的一句话")
    citations: list[CitationShape] = Field(description="依据")
    calculation: dict[str, Any] | None = Field(description="计算过程")
    calc_wan: float | None = Field(description="算得的金额，万元")
    notices: list[NoticeShape] = Field(description="提示：过期、上限、缺页等")
    suggestions: list[str] = Field(description="可以接着问的问题")
    engine: str = Field(description="local 本机引擎、llm 语言模型改写、degraded 语言模型不可用")
    as_of: date = Field(description="按哪一天判断有效期")
    corpus_version: str
    rules_version: str
    steps: list[StepShape]
    model: dict[str, Any] | None = Field(description="语言模型的用量和核对结果")


class ClauseShape(Shape):
    """One clause with its document and its neighbours."""

    id: str = Field(description="条款编号")
    doc: str = Field(description="文件代号")
    title: str = Field(description="文件名")
    doc_number: str | None = Field(description="文号")
    path: list[str] = Field(description="所在标题，从外到内")
    label: str = Field(description="条款的序号")
    kind: str
    text: str = Field(description="逐字全文")
    departments: DepartmentsShape
    page: int | None = Field(description="首页页码")
    pages: list[int]
    complete: bool = Field(description="原件是否完整")
    missing: str = Field(description="缺了什么")
    rows: list[dict[str, str]] = Field(description="表格的各行")
    before: list[str] = Field(description="前一条的编号")
    after: list[str] = Field(description="后一条的编号")


class ClauseHit(ClauseShape):
    score: float = Field(description="相近程度，0到1")


class ClauseHits(Shape):
    clauses: list[ClauseHit] = Field(description="条款，最相近的在前；没有找到则为空")


class FactShape(Shape):
    key: str = Field(description="calculate 的 facts 中所用的名称")
    name: str = Field(description="事实的名称")
    type: str = Field(description="money 金额（元）、level 档次、flag 是否、count 数量等")
    unit: str = Field(description="期限的单位")
    question: str = Field(description="怎样向提问人问")
    options: list[str] = Field(description="可选的值；空表示填数量")
    default: str | None = Field(description="不填时取的值")


class RuleShape(Shape):
    id: str = Field(description="规则编号")
    title: str = Field(description="事项")
    clause: str = Field(description="依据的条款编号")
    result: str = Field(
        description="ceiling 上限、fixed 定额、saving 节省、price 价格、limit 门槛、discretionary 酌定"
    )
    facts: list[FactShape] = Field(description="要填的事实")


class RulesShape(Shape):
    rules: list[RuleShape]


class ReckonedShape(Shape):
    rule: str = Field(description="规则编号")
    said: str = Field(description="结论和计算过程；缺少事实时为空")
    ask: str | None = Field(description="还要问提问人什么")
    amount_wan: float | None = Field(description="金额，万元；不是金额的为空")
    trace: dict[str, Any] = Field(description="计算过程：每一步的条款、原文和数")
