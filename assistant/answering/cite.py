"""Step 6: the clauses that carry the answer, each with its place, its verbatim quote and its validity."""

from __future__ import annotations

from datetime import date

from assistant.answering.validity import validity_at
from assistant.corpus.store import Corpus
from assistant.types import Citation, Departments, Draft

__all__ = ["cite", "place"]


def place(path: tuple[str, ...], label: str) -> str:
    """``二、（十一）``: the numbers of the path, outermost first."""
    from assistant.corpus.numbering import marker_at

    numbers = "".join(m.printed for element in path if (m := marker_at(element)))
    return numbers or label


def cite(draft: Draft, corpus: Corpus, as_of: date) -> tuple[Citation, ...]:
    """One citation for each clause of the evidence, in its order; a clause is cited once, by its first quote."""
    out: dict[str, Citation] = {}
    for evidence in draft.evidence:
        if evidence.clause in out:
            continue
        clause = corpus.clause(evidence.clause)
        meta = corpus.documents[clause.doc]
        out[clause.id] = Citation(
            id=clause.id,
            title=meta.title,
            doc_number=meta.number,
            path=clause.path,
            label=place(clause.path, clause.label),
            quote=evidence.quote,
            text=clause.text,
            page=clause.pages[0] if clause.pages else None,
            departments=Departments(
                tuple(map(corpus.department, clause.departments.lead)),
                tuple(map(corpus.department, clause.departments.cooperate)),
            ),
            validity=validity_at(meta, as_of),
        )
    return tuple(out.values())
