"""The interface as an application of its own, mounted at ``/api``: so that what it does not know is its own 404."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from assistant.web.api import ask, clauses, feedback, rules
from assistant.web.api.examples import examples
from assistant.web.front import Front
from assistant.web.limits import BodyLimit, TimeLimit
from assistant.web.problems import ProblemModel, install

__all__ = ["create_api"]

_VERSION = "1"
_DESCRIPTION = (
    "回答广州市工信领域的政策问题，查条款，按规则计算。每个回答附所依据的条款和逐字原文。"
    "出错时返回 RFC 9457 格式（application/problem+json），detail 说明错在哪里、怎么办。"
    "请求过于频繁返回429，排队已满返回503，都附 Retry-After（秒）。"
)
_PROBLEMS = {
    400: "请求正文无法读取",
    404: "没有找到",
    405: "方法不适用",
    413: "请求过大",
    415: "内容类型不适用",
    422: "请求内容有误",
    429: "请求过于频繁",
    503: "暂时无法使用：尚未就绪、排队已满或超时",
}


class _Api(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """With examples of what is sent; and with the media type of problems, which FastAPI has no way to name."""
        if self.openapi_schema:
            return self.openapi_schema
        described = super().openapi()
        for path, operations in described["paths"].items():
            for method, operation in operations.items():
                sent = operation["responses"]
                for media_type, example in examples().get(f"{method} {path}", {}).items():
                    sent["200"]["content"][media_type]["example"] = example
                for status in _PROBLEMS:
                    content = sent[str(status)]["content"]
                    content["application/problem+json"] = content.pop("application/json")
        return described


def create_api(front: Front) -> FastAPI:
    """To be mounted at ``/api``; the document stands at ``/api/openapi.json``."""
    settings = front.settings
    api = _Api(
        title="政策问答接口",
        version=_VERSION,
        description=_DESCRIPTION,
        # FastAPI's own documentation pages load scripts from another host.
        docs_url=None,
        redoc_url=None,
        responses={status: {"model": ProblemModel, "description": d} for status, d in _PROBLEMS.items()},
        generate_unique_id_function=lambda route: route.name,
    )
    api.state.front = front
    install(api)
    api.add_middleware(BodyLimit, most=settings.body_limit)
    api.add_middleware(TimeLimit, seconds=settings.request_seconds)
    for part in (ask, clauses, rules, feedback):
        api.include_router(part.router)
    return api
