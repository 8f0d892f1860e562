"""What a request may hold. Anything else in it is an error: a misspelt name would otherwise go unnoticed."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from assistant.web.problems import Problem
from assistant.web.texts import text

__all__ = ["Calculate", "ClausesOf", "Day", "Feedback", "Question", "Search", "json_only"]

_FIRST, _LAST = date(1990, 1, 1), date(2100, 12, 31)
_DAY = r"^\d{4}-\d{2}-\d{2}$"


def _day(value: Any) -> date:
    """Days far from any document's are slips."""
    try:
        day = (
            date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2019-05-01") else None
        )
    except ValueError:
        day = None
    if day is None or not _FIRST <= day <= _LAST:
        raise PydanticCustomError("date", "date")
    return day


def _amount(value: Any) -> Any:
    """Numbers are taken as they are written."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise PydanticCustomError("amount", "amount")
    return str(value)


Date = Annotated[date, BeforeValidator(_day)]
Value = Annotated[
    str,
    BeforeValidator(_amount, json_schema_input_type=str | int | float),
    Field(min_length=1, max_length=60),
]
_AS_OF = "按哪一天判断有效期，默认今天；1990年至2100年"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _sayable(cls, given: Any) -> Any:
        """Half a surrogate pair, which JSON may hold, can neither be hashed nor sent back."""
        if isinstance(given, dict):
            try:
                json.dumps(given, ensure_ascii=False, default=str).encode()
            except UnicodeEncodeError:
                raise PydanticCustomError("string_unicode", "string_unicode") from None
        return given


class Question(_Strict):
    """一个问题，可带上文。"""

    question: str = Field(description="问题。字数上限见设置，默认2000字", examples=["那1500万呢"])
    turns: list[str] = Field(
        [], max_length=40, description="提问者先前的话，最早的在前", examples=[["技改投了1000万能补多少"]]
    )
    as_of: Date | None = Field(None, description=_AS_OF, examples=["2019-05-01"])
    stream: StrictBool = Field(False, description="以事件流（text/event-stream）返回，边处理边告知")
    user: str | None = Field(
        None, min_length=1, max_length=64, description="最终用户的代号，用于按用户限流", examples=["seat-07"]
    )


class Day(_Strict):
    as_of: Date | None = Field(None, description=_AS_OF)

    @property
    def day(self) -> date:
        return self.as_of or date.today()


class ClausesOf(Day):
    doc: str | None = Field(None, max_length=60, description="文件代号", examples=["support-2018"])


class Search(ClausesOf):
    q: str = Field(min_length=1, max_length=200, description="要查的词", examples=["过路费"])
    department: str | None = Field(
        None, max_length=60, description="只找该部门负责或配合的条款，全称或简称", examples=["交委"]
    )
    limit: int = Field(8, ge=1, le=50, description="最多几条")
    meaning: bool = Field(False, description="也按含义找：更准，但慢数倍；边输入边查时不用")


class Calculate(Day):
    """按一条规则计算。"""

    rule: str = Field(max_length=80, description="规则编号", examples=["support-2018.tech-renovation"])
    items: list[dict[str, Value]] = Field(
        [],
        max_length=50,
        description="每个项目一组“事实: 值”；值照人们的写法（2300万、1.2亿），不带单位的数按事实的单位。"
        "received 是已获金额",
        examples=[[{"investment": "2300万"}]],
    )


class Feedback(_Strict):
    """对一个回答的评价。"""

    answer_id: str = Field(
        min_length=1, max_length=64, description="回答的 id", examples=["3f1c9a0b5d7e2468"]
    )
    helpful: StrictBool = Field(description="有没有帮助")
    reason: str = Field("", max_length=500, description="原因", examples=["金额说的是旧政策"])


async def json_only(request: Request) -> None:
    """Raises Problem (415) for a body that does not say it is JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Problem("media_type", text("problem.media_type_detail"))
