"""Small pieces of HTML that the parts of an answer share. Escaping is markupsafe's, nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from assistant.web.texts import badge

__all__ = ["badge_html", "css_class", "join"]


def join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def css_class(kind: str) -> str:
    return re.sub(r"[^a-z_]", "", kind)


def badge_html(state: str) -> Markup:
    """A state of validity as a badge with its word."""
    return Markup('<span class="badge badge-{}">{}</span>').format(css_class(state), badge(state))
