"""Whether a passage holds what is sought: the sort of value that the question's interrogative stands for."""

from __future__ import annotations

from assistant.calculator.amounts import quantities
from assistant.retrieval.entries import row_text
from assistant.types import Kind, Passage, Understanding
from assistant.understanding.apart import PIECES
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
    pieces = [p for p in PIECES.split(what.text) if asking().interrogative.search(p)]
    sought = [[held for question, held in asking().values.values() if question.search(p)] for p in pieces]
    near = [p for p in kept if p.evidence and p.score >= _NEARLY * kept[0].score]
    # A piece that seeks anything else may be answered, so that the whole is.
    if not sought or not all(sought) or not near:
        return False
    said = "\n".join(
        e.quote if e.row is None else row_text(p.clause, e.row) for p in near for e in p.evidence
    )
    return not any(held.search(said) for of_piece in sought for held in of_piece)
