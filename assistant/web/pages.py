"""Our own pages beside the chat: templates and files served from here, nothing from another host."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from assistant.web.cited import clause_text
from assistant.web.document import ICON
from assistant.web.texts import badge, text, words

__all__ = ["add_files", "render"]

_FOLDER = Path(__file__).parent
_TEMPLATES = Jinja2Templates(_FOLDER / "templates")
# Gradio takes /static and /assets for itself.
_PLACE = "/site"


def add_files(app: FastAPI) -> None:
    """Style sheets and scripts, before the chat takes every other path."""
    app.mount(_PLACE, StaticFiles(directory=_FOLDER / "static"), name="site")


def figure(value: float | None) -> str:
    """A number with its thousands parted; nothing for None."""
    return "" if value is None else f"{value:,}"


_TEMPLATES.env.globals.update(
    text=text, badge=badge, words=words, clause_text=clause_text, figure=figure, icon=ICON
)


def render(request: Request, name: str, status: int = 200, /, **values: Any) -> Response:
    """The template ``name`` filled in; what stands in ``values`` is escaped."""
    page = _TEMPLATES.TemplateResponse(request, name, values, status_code=status)
    # What one visitor sees is for nobody else, and no other site may put it into a frame.
    page.headers["Cache-Control"] = "no-store"
    page.headers["X-Frame-Options"] = "DENY"
    return page
