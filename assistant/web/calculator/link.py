"""The address of a rule's form, empty or filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import quote, urlencode

__all__ = ["PLACE", "form_link"]

PLACE = "/calculator"


def form_link(
    rule: str, facts: Mapping[str, str] | Sequence[Mapping[str, str]] = (), as_of: date | None = None
) -> str:
    """``facts``: fact -> value as people write it (``2300万``), one mapping for each project; ``received`` among
    them is what was granted already. The form that the link opens shows them and what they come to."""
    items = [facts] if isinstance(facts, Mapping) else list(facts)
    names = dict.fromkeys(name for item in items for name in item)
    # A name given for the n-th time belongs to the n-th project, so that none may be left out.
    pairs = [(name, item.get(name, "")) for name in names for item in items]
    pairs += [("as_of", as_of.isoformat())] if as_of else []
    address = f"{PLACE}/{quote(rule)}"
    return f"{address}?{urlencode(pairs)}" if pairs else address
