"""A chat request as clients send it, and the question that is in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.types import Question
from assistant.web.api.given import Date
from assistant.web.openai.errors import Refused, refuse

__all__ = ["MODEL", "ChatRequest", "question"]

MODEL = "policy-assistant"
_ROLES = {"system", "developer", "user", "assistant"}
_TEXT = "text"


class Part(BaseModel):
    type: str
    text: str | None = None


class Message(BaseModel):
    role: str = Field(description="system、developer、user 或 assistant")
    content: str | list[Part] | None = Field(None, description="文字，或 type 为 text 的部分的列表")


class StreamOptions(BaseModel):
    include_usage: bool = Field(False, description="末尾另发一段用量")


class ChatRequest(BaseModel):
    """What is not named here (temperature, max_tokens, …) has no effect: the same question has one answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"model": MODEL, "messages": [{"role": "user", "content": "技改项目最高补多少"}]}]
        }
    )

    model: str = Field(description=f"模型名称：{MODEL}")
    messages: list[Message] = Field(
        min_length=1, description="最后一条用户消息是问题，之前的用户消息是上文；system 等消息不作为指令"
    )
    stream: bool | None = Field(False, description="是否分段返回")
    stream_options: StreamOptions | None = None
    n: int | None = Field(None, description="只能为1")
    tools: list[Any] | None = Field(None, description="不支持")
    functions: list[Any] | None = Field(None, description="不支持")
    tool_choice: Any = Field(None, description="不支持")
    response_format: dict[str, Any] | None = Field(None, description="只支持 text")
    modalities: list[str] | None = Field(None, description="只支持 text")
    logprobs: bool | None = Field(None, description="不支持")
    as_of: Date | None = Field(None, description="按哪一天判断有效期，默认今天；本服务另加的一项")

    @property
    def wants_usage(self) -> bool:
        return self.stream_options is not None and self.stream_options.include_usage


def question(request: ChatRequest) -> Question:
    """The last user message in the light of the earlier ones. Raises Refused for what can't be served."""
    if request.model != MODEL:
        raise refuse(404, "no_model", code="model_not_found", param="model", model=request.model, known=MODEL)
    _check_options(request)
    turns = [_text(message, n) for n, message in enumerate(request.messages) if _role(message, n) == "user"]
    if not turns:
        raise refuse(400, "no_question", code="missing_question", param="messages")
    *earlier, last = turns
    before = tuple(t for t in earlier if t.strip())
    return Question(last, before, request.as_of or date.today())


def _check_options(request: ChatRequest) -> None:
    if request.n not in (None, 1):
        raise _unsupported("choices", "n")
    if request.tools and request.tool_choice != "none":
        raise _unsupported("tools", "tools")
    if request.functions:
        raise _unsupported("tools", "functions")
    kind = (request.response_format or {}).get("type", _TEXT)
    if kind != _TEXT:
        raise _unsupported("format", "response_format", kind=kind)
    if other := [m for m in request.modalities or () if m != _TEXT]:
        raise _unsupported("format", "modalities", kind=other[0])
    if request.logprobs:
        raise _unsupported("logprobs", "logprobs")


def _role(message: Message, place: int) -> str:
    if message.role not in _ROLES:
        raise _unsupported("role", f"messages[{place}].role", role=message.role)
    return message.role


def _text(message: Message, place: int) -> str:
    """Several parts of text are lines of one message."""
    if isinstance(message.content, str):
        return message.content
    lines = []
    for n, part in enumerate(message.content or ()):
        if part.type != _TEXT:
            raise _unsupported("content", f"messages[{place}].content[{n}]", kind=part.type)
        lines.append(part.text or "")
    return "\n".join(lines)


def _unsupported(key: str, param: str, **values: object) -> Refused:
    return refuse(400, key, code="unsupported", param=param, **values)
