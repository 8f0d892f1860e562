"""Which of the clauses that were found belong to a list: how well each was found, and whether it is on the subject.

The words of a subject alone are too wide (园区 for the company that runs one) and too narrow (成果转化 that a clause
calls by another name); what was found for the question knows better, and the subject tells where to stop. The
weights (``members`` of ``lists.yaml``) are a logistic model's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from assistant.types import Passage
from assistant.understanding.lists import list_words

__all__ = ["members"]

_PARTS = ("meaning", "terms", "words")


def members(found: Sequence[Passage], on: Mapping[str, float], subject_size: int) -> dict[str, float]:
    """The clauses that belong to the list, with how likely each does.

    ``found`` are those that may, best first; ``on`` maps a clause to the share of the question's subjects that it is
    on, and ``subject_size`` tells how many clauses of all documents are on one."""
    if not found:
        return {}
    most = {name: max((p.parts.get(name, 0.0) for p in found), default=0.0) or 1.0 for name in _PARTS}
    odds = [_odds(p, found[0], most, on.get(p.clause.id, 0.0), subject_size) for p in found]
    likely = {p.clause.id: 1 / (1 + math.exp(-o)) for p, o in zip(found, odds, strict=True)}
    bar = list_words().members["bar"] * max(likely.values())
    return {clause: share for clause, share in likely.items() if share >= bar}


def _odds(passage: Passage, best: Passage, most: Mapping[str, float], share: float, size: int) -> float:
    """Log-odds that the passage belongs to the list; ``most`` holds the best value of each part."""
    weights = list_words().members
    behind = 0.0 if passage is best else _mark(passage) - _mark(best)
    parts = sum(weights[n] * passage.parts.get(n, 0.0) / most[n] for n in _PARTS)
    subject = weights["subject"] + weights["share"] * share + weights["size"] * math.log(1 + size)
    beside = weights["no_subject"] if size == 0 else 0.0
    return weights["bias"] + weights["behind"] * behind + parts + (subject if share else 0.0) + beside


def _mark(passage: Passage) -> float:
    """How far behind the first of all; the first itself is told by its lead."""
    return min(0.0, passage.parts.get("margin", 0.0))
