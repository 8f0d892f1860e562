"""The calculator as a LangChain tool: typed arguments in, a sentence and its trace out, for a model to quote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from assistant.answering.reckoning import result_sentence, workings
from assistant.calculator.manual import calculate
from assistant.corpus.store import Corpus
from assistant.errors import BadInput

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

__all__ = ["CalculateInput", "calculate_tool"]


class CalculateInput(BaseModel):
    """What the tool takes. A fact that is told for several projects is given once for each."""

    rule: str = Field(description="规则编号，例如 support-2018.tech-renovation")
    facts: list[dict[str, str]] = Field(
        default_factory=list,
        description="每个项目一组事实，值照用户的写法，例如 [{'investment': '2300万'}]；没有说的不填",
    )
    received: str | None = Field(default=None, description="已获得的同类补助金额，例如 '200万'；没有说就不填")


def calculate_tool(corpus: Corpus, as_of: date) -> BaseTool:
    """A tool named ``calculate``. Its content is the Chinese sentence to be quoted as it stands, its artifact
    the trace; bad arguments come back as a sentence that says what to give instead, never as an exception."""
    from langchain_core.tools import tool

    @tool("calculate", args_schema=CalculateInput, response_format="content_and_artifact")
    def run(
        rule: str, facts: list[dict[str, str]], received: str | None = None
    ) -> tuple[str, Mapping[str, Any] | None]:
        """按政策条款计算补助、减负或价格。结果由规则算出，只可原样引用，不得改动数字。"""
        before = {} if received is None else {"received": received}
        try:
            reckoned = calculate(corpus, rule, [{**item, **before} for item in facts or [{}]], as_of)
        except BadInput as error:
            return str(error), None
        if reckoned.trace["ask"]:
            return f"还缺一项：{reckoned.trace['ask']}？", reckoned.trace
        return result_sentence(reckoned) + workings(reckoned), reckoned.trace

    run.handle_validation_error = "参数不合要求：rule 是规则编号，facts 是若干组“事实: 值”，值用文字。"
    return run
