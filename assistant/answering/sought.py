"""Whether a passage holds what is sought: the sort of value that the question's interrogative stands for."""

from __future__ import annotations

from assistant.calculator.amounts import quantities
from assistant.types import Kind, Passage, Understanding
from assistant.understanding.asking import asking

__all__ = ["lacks_value"]

# Another passage that fits nearly as well may hold it.
_NEARLY = 0.7
_TOLD = frozenset({"money", "energy"})


def lacks_value(what: Understanding, kept: list[Passage]) -> bool:
    """Whether a number of things, a price, a length of time or a clock time is asked for, and no passage that
    fits about as well as the best prints one."""
    if what.kind is not Kind.FACT or what.clauses or asking().compares(what.text):
        return False
    # Who tells an amount wants it reckoned with: a rate will do.
    if any(q.kind in _TOLD for q in quantities(what.original)):
        return False
    sought = [pattern for question, pattern in asking().values if question.search(what.text)]
    near = [p for p in kept if p.evidence and p.score >= _NEARLY * kept[0].score]
    if not sought or not near or any(p.evidence[0].row is not None for p in near):
        return False
    said = "\n".join(e.quote for p in near for e in p.evidence)
    return not any(pattern.search(said) for pattern in sought)
