"""What pydantic found wrong with a request, as one Chinese sentence that names the item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.web.texts import text

__all__ = ["fault"]

_SENTENCES = {
    "json_invalid": "json",
    "missing": "missing",
    "extra_forbidden": "extra",
    "string_type": "string",
    "string_too_short": "few",
    "float_type": "number",
    "float_parsing": "number",
    "int_type": "integer",
    "int_parsing": "integer",
    "int_from_float": "integer",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "list_type": "list",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
    "greater_than_equal": "at_least",
    "less_than_equal": "at_most",
    "too_short": "few",
    "too_long": "many",
}
_LIMITS = ("ge", "le", "max_length")


def fault(errors: Sequence[Mapping[str, Any]], within: str = "") -> tuple[str, str | None]:
    """A sentence on the first error, and the item that it is about, as in ``messages[0].content``.

    ``errors`` is what ``ValidationError.errors()`` gives; ``within`` the first place of their ``loc`` that is no
    item of the caller's, such as ``body``.
    """
    first = errors[0]
    places = list(first["loc"])
    if within and places[:1] == [within]:
        places = places[1:]
    name = _name(places)
    key = _SENTENCES.get(str(first["type"]), "other")
    if not name and key != "json":
        # The whole body is not what it should be.
        key = "json"
    context = first.get("ctx") or {}
    limit = next((context[n] for n in _LIMITS if n in context), "")
    return text(f"request.{key}", name=name, limit=limit), None if key == "json" else name


def _name(places: Sequence[str | int]) -> str:
    name = ""
    for place in places:
        if isinstance(place, int):
            name += f"[{place}]"
        # The arms of a union are named for their types, which are no items of the request.
        elif "[" not in place and place not in {"str", "bool", "int", "float"}:
            name += f".{place}" if name else place
    return name
