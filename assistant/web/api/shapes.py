"""The JSON that is sent, as models: they describe it, and the tests hold every real response against them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "AnswerShape",
    "CalculationShape",
    "ClauseDetail",
    "ClauseShape",
    "DocumentShape",
    "FoundClause",
    "RuleDetail",
    "RuleShape",
    "Shape",
    "TraceShape",
]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class DepartmentsShape(Shape):
    lead: list[str] = Field(description="牵头单位；只列单位、不分主次时都在这里")
    cooperate: list[str] = Field(description="配合单位")


class ValidityShape(Shape):
    state: Literal["in_force", "expired", "not_yet", "unstated"] = Field(
        description="in_force 有效，expired 已过期，not_yet 尚未施行，unstated 没有写明"
    )
    begins: str | None = Field(alias="from", description="起始日，含当日")
    ends: str | None = Field(alias="to", description="截止日，含当日")
    basis: str = Field(description="依据")


class CitationShape(Shape):
    id: str = Field(description="条款编号，可用于 /api/clauses/{id}")
    title: str = Field(description="文件标题")
    doc_number: str | None = Field(description="文号")
    path: list[str] = Field(description="由外到内的各级标题")
    label: str = Field(description="条款在文件中的位置，如 二、（十一）")
    quote: str = Field(description="逐字引文")
    text: str = Field(description="条款全文")
    page: int | None = Field(description="汇编中的页码")
    departments: DepartmentsShape
    validity: ValidityShape


class InputShape(Shape):
    name: str
    value: str | int | float
    source: str = Field(description="user 提问者所说，default 文件所定，computed 算出")


class StepShape(Shape):
    op: str = Field(description="这一步做什么：condition、award、cap、prior、choice、precedence、rounding……")
    text: str = Field(description="这一步的文字")
    clause: str = Field(description="依据的条款编号")
    quote: str = Field(description="依据的原文")
    inputs: list[InputShape]
    expression: str = Field(description="算式")
    before: int | float | None
    after: int | float | None
    binds: bool = Field(description="是否起作用（如上限是否压低了金额）")


class FactToldShape(Shape):
    name: str
    type: str
    value: str
    source: str


class OverrideShape(Shape):
    rule: str
    clause: str
    by: str = Field(description="规定以谁为准的条款")


class AlternativeShape(Shape):
    rule: str
    title: str
    quote: str


class TraceShape(Shape):
    """计算过程。金额以元为单位。"""

    version: int
    rule: str = Field(description="规则编号")
    title: str = Field(description="事项")
    clause: str = Field(description="条款编号")
    result: str = Field(description="ceiling 上限，fixed 定额，range 区间，saving、price、limit、no_award……")
    limits: bool
    facts: list[FactToldShape] = Field(description="用到的事实，照原话")
    approximate: bool = Field(description="所给的数是否是约数")
    steps: list[StepShape]
    overrides: OverrideShape | None = Field(description="因此不适用的另一份文件的规则")
    amount: int | float | None
    said: str
    amount_yuan: int | float | None = Field(description="金额，元；不是钱时为空")
    low_yuan: int | float | None
    paid_yuan: int | float | None
    ask: str | None = Field(description="还须知道什么")
    alternatives: list[AlternativeShape] = Field(description="只能择一的其他方式")


class NoticeShape(Shape):
    kind: str = Field(
        description="expired 已过期，ceiling 上限，precedence 以哪份为准，incomplete_source 缺页……"
    )
    text: str


class StepTimeShape(Shape):
    name: str
    ms: float


class ModelUseShape(Shape):
    model: str
    prompts: str
    outcome: str
    calls: int
    tools: int
    input_tokens: int
    output_tokens: int
    cost: str = Field(description="费用，元")
    seconds: dict[str, float]
    findings: list[str]


class AnswerShape(Shape):
    """一个回答。命令行、接口、Python 都是这一种形式。"""

    id: str
    status: Literal["answered", "clarify", "refused", "missing"] = Field(
        description="answered 已答，clarify 须再问清，refused 不能答，missing 原件缺失"
    )
    reason: str | None = Field(description="没有作答的原因")
    answer: str = Field(description="回答，第一句是结论")
    speak: str = Field(description="电话里可以照念的一句话")
    citations: list[CitationShape]
    calculation: TraceShape | None
    calc_wan: float | None = Field(description="算出的金额，万元")
    notices: list[NoticeShape] = Field(description="须一并告知的事")
    suggestions: list[str] = Field(description="可以接着问的问题")
    engine: Literal["local", "llm", "degraded"] = Field(
        description="local 本机引擎，llm 语言模型措辞，degraded 语言模型没能用上"
    )
    as_of: str = Field(description="按哪一天判断有效期")
    corpus_version: str
    rules_version: str
    steps: list[StepTimeShape] = Field(description="各步用时，毫秒")
    model: ModelUseShape | None


class ClauseShape(Shape):
    """一个可引用的单元。"""

    id: str
    doc: str = Field(description="文件代号")
    title: str = Field(description="文件标题")
    doc_number: str | None = Field(description="文号")
    path: list[str]
    label: str = Field(description="条款在文件中的位置")
    kind: str = Field(description="clause 条、table 表、preamble 前言等")
    text: str = Field(description="原文")
    departments: DepartmentsShape
    page: int | None
    pages: list[int]
    complete: bool = Field(description="原件是否完整")
    missing: str = Field(description="缺什么")
    rows: list[dict[str, str]] = Field(description="表中各行")
    validity: ValidityShape


class FoundClause(ClauseShape):
    score: float = Field(description="0 至 1，越高越合")


class RuleShape(Shape):
    """一条计算规则。"""

    id: str
    title: str = Field(description="事项")
    doc: str
    clause: str = Field(description="条款编号")
    result: str = Field(description="ceiling 上限，fixed 定额，saving、price、limit、discretionary")
    effective_from: str | None
    effective_to: str | None


class ClauseDetail(ClauseShape):
    before: list[ClauseShape] = Field(description="前一条")
    after: list[ClauseShape] = Field(description="后一条")
    rules: list[RuleShape] = Field(description="依据本条的计算规则")


class FactShape(Shape):
    """计算所须的一项事实，足以画出一个填写框。"""

    key: str = Field(description="在 items 中的名称")
    name: str = Field(description="显示的名称")
    type: str = Field(
        description="money 金额，level 选项，flag 是否，count、people、area、energy、share、duration"
    )
    unit: str = Field(description="不带单位的数按此单位；选项没有单位")
    question: str = Field(description="怎么问")
    options: list[str] = Field(description="可选的值；没有则填数")
    default: str | None = Field(description="不填时的值；没有则必须填")
    definition: str = Field(description="文件的定义")


class ConditionShape(Shape):
    text: str
    quote: str


class CapShape(Shape):
    amount: str
    per: str = Field(
        description="project 每个项目，enterprise 每个企业，enterprise_year 每年，park 园区，item 每件，term 期内"
    )
    quote: str


class RuleDetail(RuleShape):
    facts: list[FactShape]
    conditions: list[ConditionShape]
    caps: list[CapShape]
    alternatives: list[str] = Field(description="只能择一的其他规则")
    discretion: str | None = Field(description="由主管部门决定的部分，原文")
    validity: ValidityShape


class CalculationShape(Shape):
    """计算结果。status 为 clarify 时，sentence 是还须问的问题。"""

    status: Literal["answered", "clarify"]
    sentence: str = Field(description="结论和过程")
    amount_wan: float | None = Field(description="金额，万元")
    calculation: TraceShape
    validity: ValidityShape = Field(description="规则所在文件的有效期")


class GapShape(Shape):
    numbers: list[str]
    clause: str | None
    pages: str
    note: str


class DocumentShape(Shape):
    key: str = Field(description="文件代号")
    title: str
    short: str = Field(description="简称")
    number: str | None = Field(description="文号")
    issuer: str
    issued: str | None
    pages: list[int] | None = Field(description="汇编中的起止页")
    clauses: int = Field(description="可引用的单元数")
    rules: int = Field(description="计算规则数")
    gaps: list[GapShape] = Field(description="原件缺失之处")
    validity: ValidityShape
