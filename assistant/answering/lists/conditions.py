"""A list as a set of conditions: the clauses that hold each of them, with the pieces by which they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.lists.pieces import Piece, Pieces
from assistant.types import Clause

__all__ = ["Condition", "Held", "holding"]


@dataclass(frozen=True, slots=True)
class Condition:
    """What every item must hold, and how that is said before 的条款. It is told of the whole clause or of one
    of its pieces; ``bracket`` gives the printed words that show it where no piece does; ``sure`` whether the
    question can mean nothing else, so that nothing holding it is the answer; ``words`` whether it is that words
    are printed, which leaves no subject besides."""

    said: str
    clause: Callable[[Clause], bool] | None = None
    piece: Callable[[Piece], bool] | None = None
    bracket: Callable[[Clause], str] | None = None
    sure: bool = True
    words: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A clause that holds all conditions, the pieces that show it, and the words to quote for it."""

    clause: Clause
    pieces: tuple[Piece, ...]
    quote: str


def holding(pieces: Pieces, conditions: Sequence[Condition]) -> tuple[Held, ...]:
    """The clauses that hold every condition: those told of pieces by one piece together, or by several."""
    of_clause = [c.clause for c in conditions if c.clause]
    of_piece = [c.piece for c in conditions if c.piece]
    bracket = next((c.bracket for c in conditions if c.bracket), None)
    out = []
    for clause in pieces.clauses:
        own = pieces.of[clause.id]
        if not all(test(clause) for test in of_clause):
            continue
        shown = tuple(_shown(own, of_piece))
        if of_piece and not shown:
            continue
        quote = bracket(clause) if bracket else ""
        out.append(Held(clause, shown, quote or (shown[0].quote if shown else clause.text)))
    return tuple(out)


def _shown(own: Sequence[Piece], tests: Sequence[Callable[[Piece], bool]]) -> Iterable[Piece]:
    together = [p for p in own if all(test(p) for test in tests)]
    if together or len(tests) < 2:
        return together
    each = [[p for p in own if test(p)] for test in tests]
    if not all(each):
        return []
    return [p for p in own if any(p in held for held in each)]
