"""How many tokens a text is, without a network.

With tiktoken's tables at hand (``TIKTOKEN_CACHE_DIR``) the model's own encoding counts; else the bytes of the
text do, since no byte-level encoding makes more tokens than there are bytes: a bound that never undercounts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import lru_cache

__all__ = ["count", "fitting"]

Counter = Callable[[str], int]


def count(text: str, model: str) -> int:
    return _counter(model)(text)


def fitting(texts: Iterable[str], model: str, budget: int) -> tuple[str, ...]:
    """As many of the texts, from the first on, as the budget holds."""
    out, left = [], budget
    for text in texts:
        left -= count(text, model)
        if left < 0:
            break
        out.append(text)
    return tuple(out)


@lru_cache(maxsize=8)
def _counter(model: str) -> Counter:
    if os.environ.get("TIKTOKEN_CACHE_DIR"):
        try:
            import tiktoken

            encoding = tiktoken.encoding_for_model(model)
            return lambda text: len(encoding.encode(text, disallowed_special=()))
        # An unknown model (KeyError), or tables that are not there after all.
        except (KeyError, OSError, ValueError):
            pass
    return lambda text: len(text.encode())
