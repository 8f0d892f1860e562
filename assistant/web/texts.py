"""What the page says on its own account, read from ``texts.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["badge", "examples", "phrases", "text", "words"]


@cache
def _texts() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = yaml.safe_load(
        (files("assistant.web") / "texts.yaml").read_text("utf-8")
    )
    return data


def text(key: str, **values: object) -> str:
    """The text ``group.name`` with its placeholders filled. Raises KeyError for one that is not there."""
    group, _, name = key.partition(".")
    return str(_texts()[group][name]).format(**values)


def phrases(key: str) -> tuple[str, ...]:
    """The list of words ``group.name``."""
    group, _, name = key.partition(".")
    return tuple(map(str, _texts()[group][name]))


def words(group: str) -> dict[str, str]:
    """All texts of a group by their names, in their order."""
    return {str(name): str(words) for name, words in _texts()[group].items()}


def badge(kind: str) -> str:
    """The word for a kind of notice or a state of validity."""
    words = _texts()["badge"]
    return str(words.get(kind, words["other"]))


def examples() -> tuple[str, ...]:
    """The questions offered before anything has been asked."""
    return tuple(map(str, _texts()["examples"]["questions"]))
