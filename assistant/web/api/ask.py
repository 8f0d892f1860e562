"""``POST /ask``: an answer as JSON, or as events while it is being made."""

from __future__ import annotations

import asyncio
from datetime import date

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, Response

from assistant import types
from assistant.answering.render import to_json
from assistant.web.api.given import Question, json_only
from assistant.web.api.shapes import AnswerShape
from assistant.web.api.stream import EVENT, streamed
from assistant.web.front import FrontOf
from assistant.web.limits import limited

__all__ = ["router"]

router = APIRouter(tags=["问答"])
_EVENTS = (
    "queued（排队：ahead 前面还有几个、text）、step（开始一步：name、text）、text（语言模型已核对的句子：text）、"
    "answer（回答，与 JSON 相同，最后一个）、problem（出错，最后一个）。data 都是 JSON。"
)


@router.post(
    "/ask",
    summary="提问",
    description="回答一个问题。请求头 Accept 为 text/event-stream，或正文 stream 为 true 时，返回事件流："
    + _EVENTS,
    dependencies=[Depends(limited("ask")), Depends(json_only)],
    response_class=JSONResponse,
    responses={
        200: {
            "model": AnswerShape,
            "description": "回答",
            "content": {"text/event-stream": {"schema": EVENT}},
        }
    },
)
async def ask(asked: Question, request: Request, front: FrontOf) -> Response:
    if asked.user is not None:
        await front.rates.spend("user", asked.user)
    question = types.Question(asked.question, tuple(asked.turns), asked.as_of or date.today())
    if asked.stream or "text/event-stream" in request.headers.get("accept", ""):
        return await streamed(front, question, "api")
    return JSONResponse(to_json(await asyncio.wrap_future(front.enqueue(question, "api"))))
