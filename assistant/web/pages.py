"""Our own pages beside the chat: templates and files served from here, nothing from another host."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from assistant.web.texts import badge, text

__all__ = ["add_files", "render"]

_FOLDER = Path(__file__).parent
_TEMPLATES = Jinja2Templates(_FOLDER / "templates")
_TEMPLATES.env.globals.update(text=text, badge=badge)
# Gradio takes /static and /assets for itself.
_PLACE = "/site"


def add_files(app: FastAPI) -> None:
    """Style sheets and scripts, before the chat takes every other path."""
    app.mount(_PLACE, StaticFiles(directory=_FOLDER / "static"), name="site")


def render(request: Request, name: str, status: int = 200, **values: Any) -> Response:
    """The template ``name`` filled in; what stands in ``values`` is escaped."""
    return _TEMPLATES.TemplateResponse(request, name, values, status_code=status)
