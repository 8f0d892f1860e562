"""What pydantic found wrong with a request, in Chinese: which item, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.web.texts import text

__all__ = ["faults", "listed"]


def faults(errors: Sequence[Mapping[str, Any]], outer: int = 0) -> dict[str, str]:
    """Item, as in ``messages[0].content``, -> what is wrong with it. ``errors`` is what
    ``ValidationError.errors()`` gives; the first ``outer`` places of their ``loc`` are no items of the caller's.

    One entry an item: of a union, each arm complains.
    """
    found = {_item(e["loc"][outer:]): _complaint(e) for e in reversed(errors)}
    return dict(reversed(found.items()))


def listed(found: Mapping[str, str]) -> str:
    """The faults as one sentence."""
    return "；".join(f"{item}：{complaint}" for item, complaint in found.items()) + "。"


def _item(places: Sequence[str | int]) -> str:
    item = ""
    for place in places:
        if isinstance(place, int):
            item += f"[{place}]"
        # The arms of a union are named for their types, which are no items of the request.
        elif "[" not in place and place not in {"str", "bool", "int", "float"}:
            item += f".{place}" if item else place
    return item or text("invalid.body")


def _complaint(error: Mapping[str, Any]) -> str:
    try:
        return text(f"invalid.{error['type']}", **error.get("ctx", {}))
    except KeyError:
        return text("invalid.other")
