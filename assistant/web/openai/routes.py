"""The two things that a client of OpenAI's chat interface calls: the models, and a completion."""

from __future__ import annotations

import time
from typing import Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse

from assistant.web.front import Front
from assistant.web.limits import limited
from assistant.web.openai.errors import refuse, route_class
from assistant.web.openai.reply import completion, stream
from assistant.web.openai.wire import MODEL, ChatRequest, question

__all__ = ["router"]

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_CHANNEL = "openai"


def router(front: Front) -> APIRouter:
    """``/v1``; with ``service_key`` set, only for who bears it."""
    settings = front.settings
    routes = APIRouter(
        prefix="/v1",
        tags=["OpenAI 兼容接口"],
        route_class=route_class(settings.service_key),
        max_body_size=settings.body_limit,
    )
    model = {"id": MODEL, "object": "model", "created": int(time.time()), "owned_by": MODEL}

    @routes.get("/models", summary="列出模型")
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [model]}

    @routes.get("/models/{name}", summary="查看模型")
    def one_model(name: str) -> dict[str, Any]:
        if name != MODEL:
            raise refuse(404, "no_model", code="model_not_found", param="model", model=name, known=MODEL)
        return model

    @routes.post(
        "/chat/completions", summary="提问", response_model=None, dependencies=[Depends(limited("ask"))]
    )
    def chat(request: ChatRequest) -> Response:
        answer = front.enqueue(question(request), _CHANNEL).result()
        if not request.stream:
            return JSONResponse(completion(answer))
        return EventSourceResponse(
            stream(answer, with_usage=request.wants_usage), headers={"Cache-Control": "no-cache"}
        )

    @routes.api_route("/{rest:path}", methods=_METHODS, include_in_schema=False)
    def elsewhere(rest: str) -> None:
        raise refuse(404, "no_path", code="unknown_url")

    return routes
