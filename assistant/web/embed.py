"""``/embed.js``: one script tag puts the assistant on another site's page."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Response

from assistant.web.texts import text

__all__ = ["router", "script"]

_WORDS = ("open", "close", "panel", "failed", "direct")
_PLACE = "{/* words */}"
# The script is the same for every site; which sites may show the page is told by the page itself.
_HEADERS = {"Cache-Control": "public, max-age=3600", "Cross-Origin-Resource-Policy": "cross-origin"}


@cache
def script() -> str:
    """The script with its words put in."""
    words = {name: text(f"embed.{name}") for name in _WORDS}
    source = (files("assistant.web") / "embed.js").read_text("utf-8")
    return source.replace(_PLACE, json.dumps(words, ensure_ascii=False), 1)


def router() -> APIRouter:
    routes = APIRouter()

    @routes.get("/embed.js", include_in_schema=False)
    def embed() -> Response:
        return Response(script(), media_type="text/javascript", headers=_HEADERS)

    return routes
