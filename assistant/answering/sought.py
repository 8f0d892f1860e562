"""Whether a passage holds what is sought: the sort of value that the question's interrogative stands for, or any
word of it at all."""

from __future__ import annotations

from assistant.calculator.amounts import quantities
from assistant.corpus.store import Corpus
from assistant.retrieval.entries import row_text
from assistant.text import fold
from assistant.types import Kind, Passage, Understanding
from assistant.understanding.apart import PIECES
from assistant.understanding.asking import asking

__all__ = ["lacks_value", "only_guessed", "tells_parts"]

# Another passage that fits nearly as well may hold it.
_NEARLY = 0.7
_TOLD = frozenset({"money", "energy"})
# Of 90 open questions for a sum that name no subject, those that have an answer share more than this with it.
_SHARED = 0.15


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
    if not sought or not all(sought) or not near or any(tells_parts(what, p) for p in near):
        return False
    said = "\n".join(
        e.quote if e.row is None else row_text(p.clause, e.row) for p in near for e in p.evidence
    )
    return not any(held.search(said) for of_piece in sought for held in of_piece)


def tells_parts(what: Understanding, passage: Passage) -> bool:
    """Whether it is asked how many parts a thing has, and the passage says how many."""
    return any(asking().tells_parts(what.text, e.quote) for e in passage.evidence)


def only_guessed(what: Understanding, best: Passage, corpus: Corpus) -> bool:
    """Whether somebody tells of himself and asks how much, and the grant found shares next to nothing with that:
    neither a subject nor a word of its rules, and few others. Who tells a figure wants it reckoned with."""
    if (
        what.kind is not Kind.FACT
        or "money" not in what.wants
        or what.documents
        or what.clauses
        or what.after
    ):
        return False
    if any(q.kind in _TOLD for q in quantities(what.original)):
        return False
    rules = (rule for rule in corpus.rules.values() if rule.clause == best.clause.id)
    named = any(fold(word) in what.text for rule in rules for word in rule.keywords)
    shared = best.score * best.parts.get("words", 1.0)
    return not named and not best.parts.get("concepts", 1.0) and shared < _SHARED
