"""Errors in the form that OpenAI's clients turn into their exception classes: one object with a Chinese message."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import SecretStr
from starlette.exceptions import HTTPException

from assistant.errors import AssistantError, BadInput
from assistant.text import readable
from assistant.web.faults import faults, listed
from assistant.web.problems import Problem
from assistant.web.texts import text

__all__ = ["Refused", "refuse", "route_class"]

_log = logging.getLogger(__name__)
_CALLER = "invalid_request_error"
_SERVER = "server_error"


class Refused(Exception):
    """An error for the caller: ``status`` of HTTP, ``code`` for programs, ``param`` the item at fault, ``wait``
    the seconds after which to try again."""

    def __init__(
        self,
        status: int,
        message: str,
        code: str | None = None,
        param: str | None = None,
        wait: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.param, self.wait = status, code, param, wait


def refuse(
    status: int, key: str, *, code: str | None = None, param: str | None = None, **values: object
) -> Refused:
    """The message ``openai.<key>`` as an error to raise."""
    return Refused(status, text(f"openai.{key}", **values), code, param)


def _response(error: Refused) -> JSONResponse:
    body = {
        "message": readable(str(error)),
        "type": _SERVER if error.status >= 500 else _CALLER,
        "code": error.code,
        "param": error.param,
    }
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
    if error.wait is not None:
        headers["Retry-After"] = str(error.wait)
    return JSONResponse({"error": body}, error.status, headers)


def route_class(key: SecretStr | None) -> type[APIRoute]:
    """Routes that ask for ``key``, where there is one, and answer every failure in this form."""

    class Route(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def guarded(request: Request) -> Response:
                try:
                    _admit(request, key)
                    return await handle(request)
                except Exception as error:
                    return _response(_refused(error))

            return guarded

    return Route


def _admit(request: Request, key: SecretStr | None) -> None:
    """Raises Refused unless the request bears the key."""
    if key is None:
        return
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        raise refuse(401, "no_key", code="missing_api_key")
    if not hmac.compare_digest(given.strip().encode("latin-1"), key.get_secret_value().encode()):
        raise refuse(401, "wrong_key", code="invalid_api_key")


def _param(wrong: Mapping[str, str]) -> str | None:
    """The first item at fault; none where it is the whole body."""
    first = next(iter(wrong))
    return None if first == text("invalid.body") else first


def _refused(error: Exception) -> Refused:
    if isinstance(error, Refused):
        return error
    if isinstance(error, RequestValidationError):
        if any(e["type"] == "json_invalid" for e in error.errors()):
            return refuse(400, "bad_json", code="invalid_request")
        wrong = faults(error.errors(), outer=1)
        return Refused(400, listed(wrong), "invalid_request", _param(wrong))
    if isinstance(error, Problem):
        return Refused(error.status, error.detail, error.kind, wait=error.wait)
    if isinstance(error, BadInput):
        return Refused(400, str(error), "invalid_question", "messages")
    if isinstance(error, HTTPException) and error.status_code < 500:
        key = "large" if error.status_code == 413 else "bad_json"
        return refuse(error.status_code, key, code="invalid_request")
    if isinstance(error, AssistantError):
        # Its own sentence speaks to whoever runs the server and may name folders.
        _log.error("助手无法使用", exc_info=error)
        return Refused(503, text("error.unavailable"), "unavailable")
    _log.error("回答时出错", exc_info=error)
    return Refused(500, text("error.unexpected"), "internal_error")
