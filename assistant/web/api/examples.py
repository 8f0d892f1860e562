"""Real responses for the description, kept in ``examples.yaml``; a test holds them against the engine."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["examples"]


@cache
def examples() -> dict[str, dict[str, Any]]:
    """``post /ask`` -> media type -> what is sent."""
    data: dict[str, dict[str, Any]] = yaml.safe_load(
        (files("assistant.web.api") / "examples.yaml").read_text("utf-8")
    )
    return data
