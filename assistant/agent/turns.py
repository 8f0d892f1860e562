"""What was said before, cut to what a request has room for. The facts of the company are never cut.

The newest turns stand as they are. Of the older ones a small model, where one is configured, may give the gist;
it stands only if it adds no figure and no kind of company, and leaves no figure out. Else their sentences that
tell a figure or speak of the asker stay, and the rest is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.agent.figures import figures, stands_in
from assistant.agent.said import sentences
from assistant.agent.wording import holds, words
from assistant.model.tokens import count, fitting

__all__ = ["before"]


def before(
    turns: Sequence[str], model: str, budget: int, summarise: Callable[[str], str] | None = None
) -> tuple[str, ...]:
    """The lines to give to the model, oldest first; ``budget`` is in its tokens."""
    kept = len(fitting(reversed(turns), model, budget))
    older, newest = turns[: len(turns) - kept], turns[len(turns) - kept :]
    if not older:
        return tuple(newest)
    said = "\n".join(older)
    gist = summarise(said) if summarise else ""
    if gist and count(gist, model) <= budget and _is_gist(gist, said):
        return (gist, *newest)
    facts = (s.strip() for s in sentences(said) if figures(s) or holds(s, "ourselves"))
    return (*facts, *newest)


def _is_gist(gist: str, said: str) -> bool:
    """Whether a summary tells the same figures, and of no kind of company that was not spoken of."""
    had, has = figures(said), figures(gist)
    same = all(stands_in(f, had) for f in has) and all(stands_in(f, has) for f in had)
    return same and all(word in said for word in words()["scopes"] if word in gist)
