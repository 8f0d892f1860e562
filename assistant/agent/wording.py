"""The words by which a model's text is judged, read from ``wording.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["finding", "holds", "words"]


@cache
def words() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((files("assistant.agent") / "wording.yaml").read_text("utf-8"))
    return data


def holds(text: str, family: str) -> bool:
    """Whether the text has a word of the family."""
    return any(word in text for word in words()[family])


def finding(name: str, **values: object) -> str:
    return str(words()["findings"][name]).format(**values)
