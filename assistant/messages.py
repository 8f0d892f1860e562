"""What the assistant says on its own account, read from ``messages.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["phrases", "say", "table"]


@cache
def _messages() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = yaml.safe_load(
        (files("assistant") / "messages.yaml").read_text("utf-8")
    )
    return data


def say(key: str, **values: object) -> str:
    """The message ``group.name`` with its placeholders filled. Raises KeyError for one that is not there."""
    group, _, name = key.partition(".")
    return str(_messages()[group][name]).format(**values)


def table(key: str) -> dict[str, str]:
    """Short names by what they name."""
    group, _, name = key.partition(".")
    return dict(_messages()[group][name])


def phrases(key: str) -> tuple[str, ...]:
    """A list of short phrases."""
    group, _, name = key.partition(".")
    return tuple(map(str, _messages()[group][name]))
