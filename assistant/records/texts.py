"""What records and users say on their own account, read from ``texts.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["text"]


@cache
def _texts() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = yaml.safe_load(
        (files("assistant.records") / "texts.yaml").read_text("utf-8")
    )
    return data


def text(key: str, **values: object) -> str:
    """The text ``group.name`` with its placeholders filled. Raises KeyError for one that is not there."""
    group, _, name = key.partition(".")
    return str(_texts()[group][name]).format(**values)
