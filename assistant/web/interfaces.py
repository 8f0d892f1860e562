"""The ways in for other programs and other sites: OpenAI's chat interface, MCP, the embeddable chat."""

from __future__ import annotations

from fastapi import FastAPI

from assistant.config import Settings
from assistant.web import embed, mcp, openai
from assistant.web.asking import Asking

__all__ = ["interfaces"]


def interfaces(app: FastAPI, asking: Asking, settings: Settings) -> None:
    """``/v1``, ``/mcp`` and ``/embed.js``, added before the page, which takes every path that is left."""
    app.include_router(openai.router(asking, settings))
    app.include_router(embed.router())
    mcp.mount(app, asking, settings)
