"""Errors over HTTP as RFC 9457 problems: one JSON form for all, in Chinese, from the tree in ``assistant.errors``.

``type`` is a URN that names the sort of problem and never changes; ``title`` is the same for all of a sort;
``detail`` says what was wrong this time and what to do; ``errors`` names the fields of a request that can't be used.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from assistant.errors import AssistantError, BadInput, RecordsUnavailable, UnknownClause
from assistant.web.faults import faults, listed
from assistant.web.texts import text

__all__ = ["FieldError", "Problem", "ProblemModel", "install", "problem_of", "problem_response"]

_MEDIA_TYPE = "application/problem+json"
_TYPE = "urn:policy-assistant:problem:"
_STATUS = {
    "malformed": 400,
    "login": 401,
    "forbidden": 403,
    "not_found": 404,
    "method": 405,
    "too_large": 413,
    "media_type": 415,
    "invalid": 422,
    "too_often": 429,
    "failed": 500,
    "busy": 503,
    "late": 503,
    "unavailable": 503,
}
_BY_STATUS = {status: kind for kind, status in _STATUS.items() if status != 503} | {503: "unavailable"}
_log = logging.getLogger(__name__)


class FieldError(BaseModel):
    field: str = Field(description="请求中的哪一项，如 question、items[0].investment")
    detail: str = Field(description="哪里不合要求")


class ProblemModel(BaseModel):
    """一个错误（RFC 9457）。"""

    type: str = Field(description="错误的种类，不随文字改变")
    title: str = Field(description="这一种错误的名称")
    status: int = Field(description="HTTP 状态码")
    detail: str = Field(description="这一次错在哪里、怎么办")
    instance: str = Field(description="出错的地址")
    errors: list[FieldError] | None = Field(None, description="不合要求的各项，只在请求内容有误时有")


@dataclass
class Problem(Exception):
    """``kind`` is a key of the table above and of ``problem`` in texts.yaml; ``wait`` is in seconds, for
    Retry-After."""

    kind: str
    detail: str
    wait: int | None = None
    errors: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] | None = None

    @property
    def status(self) -> int:
        return _STATUS[self.kind]

    def body(self, instance: str) -> dict[str, Any]:
        return {
            "type": _TYPE + self.kind.replace("_", "-"),
            "title": text(f"problem.{self.kind}"),
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            **({"errors": [{"field": f, "detail": d} for f, d in self.errors]} if self.errors else {}),
        }


def problem_of(error: Exception) -> Problem:
    """The problem that tells of an error. Of what went wrong on our side it gives no particulars."""
    match error:
        case Problem():
            return error
        case RequestValidationError():
            return _invalid(error)
        case HTTPException():
            kind = _BY_STATUS.get(error.status_code, "failed" if error.status_code >= 500 else "malformed")
            return Problem(kind, text(f"problem.{kind}_detail"), headers=error.headers)
        case UnknownClause():
            return Problem("not_found", str(error))
        case BadInput():
            return Problem("invalid", str(error))
        case RecordsUnavailable():
            return Problem("unavailable", str(error))
        case AssistantError():
            # Its sentence speaks to whoever runs the server and may name folders.
            return Problem("unavailable", text("error.unavailable"))
    return Problem("failed", text("error.unexpected"))


def problem_response(problem: Problem, instance: str) -> Response:
    headers = dict(problem.headers or {})
    if problem.wait is not None:
        headers["Retry-After"] = str(problem.wait)
    return JSONResponse(problem.body(instance), problem.status, headers, _MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Every error raised in the application's own routes becomes a problem."""

    async def handle(request: Request, error: Exception) -> Response:
        problem = problem_of(error)
        if isinstance(error, AssistantError) and problem.kind == "unavailable":
            _log.error("助手无法使用", exc_info=error)
        return problem_response(problem, request.url.path)

    for kind in (Problem, RequestValidationError, HTTPException, AssistantError, Exception):
        app.add_exception_handler(kind, handle)


def _invalid(error: RequestValidationError) -> Problem:
    found = error.errors()
    if at := next((e["loc"][-1] for e in found if e["type"] == "json_invalid"), None):
        return Problem("malformed", text("problem.malformed_at", at=at))
    # The first place says where in the request: body, query, path.
    wrong = faults(found, outer=1)
    return Problem("invalid", listed(wrong), errors=tuple(wrong.items()))
