"""Whether the process lives, whether it can answer, and its figures: for whoever runs it, beside the interface."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from assistant.web.front import FrontOf
from assistant.web.metrics import CONTENT_TYPE_LATEST

__all__ = ["router"]

router = APIRouter()


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(front: FrontOf) -> Response:
    corpus = front.assistant.tools.corpus
    return JSONResponse(
        {"status": "ready", "corpus_version": corpus.version, "rules_version": corpus.rules_version}
    )


@router.get("/metrics")
async def metrics(front: FrontOf) -> Response:
    return Response(front.metrics.text(), media_type=CONTENT_TYPE_LATEST)
