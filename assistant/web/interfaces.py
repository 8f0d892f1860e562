"""The ways in for other programs and other sites: OpenAI's chat interface, MCP, the embeddable chat."""

from __future__ import annotations

from fastapi import FastAPI

from assistant.web import embed, mcp, openai
from assistant.web.front import Front

__all__ = ["interfaces"]


def interfaces(app: FastAPI, front: Front) -> None:
    """``/v1``, ``/mcp`` and ``/embed.js``, added before the page, which takes every path that is left."""
    app.include_router(openai.router(front))
    app.include_router(embed.router())
    mcp.mount(app, front)
