"""Whether the process lives, whether it can answer, and its figures: for whoever runs it, beside the interface."""

from __future__ import annotations

import hmac
import ipaddress

from fastapi import APIRouter, Request
from pydantic import SecretStr
from starlette.responses import JSONResponse, Response

from assistant.web.front import FrontOf
from assistant.web.metrics import CONTENT_TYPE_LATEST
from assistant.web.problems import Problem
from assistant.web.texts import text

__all__ = ["router"]

router = APIRouter()
# Put in by a proxy: then the nearest address is the proxy's, and tells nothing of who asks.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
def readyz(front: FrontOf) -> Response:
    """Answers are given without records too: their trouble is told and makes nothing unready."""
    corpus = front.assistant.tools.corpus
    return JSONResponse(
        {
            "status": "ready",
            "corpus_version": corpus.version,
            "rules_version": corpus.rules_version,
            "records": (front.records.trouble() if front.records else "") or "ok",
        }
    )


@router.get("/metrics")
async def metrics(request: Request, front: FrontOf) -> Response:
    """Raises Problem (403) for whoever may not read them."""
    if not _may_read(request, front.settings.metrics_token):
        raise Problem("forbidden", text("problem.metrics"))
    return Response(front.metrics.text(), media_type=CONTENT_TYPE_LATEST)


def _may_read(request: Request, token: SecretStr | None) -> bool:
    """Whoever has the token; where there is none, whoever asks on this machine, without a proxy between."""
    if token is not None:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token.get_secret_value()}".encode())
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
