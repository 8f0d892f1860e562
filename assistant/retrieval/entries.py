"""What is indexed for each clause: its own words, its table rows, and the ways in which people ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.corpus.lexicon import ConceptFinder
from assistant.corpus.store import Corpus
from assistant.retrieval.lexical import tokens
from assistant.text import fold
from assistant.types import Clause

__all__ = ["OUTSIDE", "Entry", "Meant", "entries", "fields_of", "meant", "row_text"]


OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """One indexed unit of a clause, in folded text; a table gives one for each row, header included."""

    clause: str
    title: str
    path: str
    text: str
    lay: str


@dataclass(frozen=True, slots=True)
class Meant:
    """One provision of a clause, or (number -1) a subject that no clause covers, and the folded texts whose
    mean is what it means."""

    clause: str
    provision: int
    texts: tuple[str, ...]


def entries(corpus: Corpus) -> Iterator[Entry]:
    """For each clause its own words, then each of its provisions with the ways in which people ask for it."""
    for clause in corpus.clauses:
        meta = corpus.documents[clause.doc]
        title = fold(f"{meta.title} {meta.short}")
        path = fold(" ".join(clause.path))
        texts = [row_text(clause, row) for row in clause.rows] or [clause.text]
        for text in texts:
            yield Entry(clause.id, title, path, fold(text), "")
        for provision in corpus.lay.get(clause.id, ()):
            lay = fold("\n".join((provision.subject, *provision.topics, *provision.ask)))
            yield Entry(clause.id, title, path, fold(provision.quote), lay)


def fields_of(entry: Entry, finder: ConceptFinder) -> dict[str, list[str]]:
    """The tokens of each field of the lexical index; concepts are tokens of their own."""
    words = {name: tokens(getattr(entry, name)) for name in ("title", "path", "text", "lay")}
    spoken_of = finder.names("\n".join((entry.path, entry.text, entry.lay)))
    return {**words, "concepts": sorted(spoken_of)}


def row_text(clause: Clause, row: Mapping[str, str]) -> str:
    """A row with its header: a figure means nothing without the column it stands in."""
    return f"{clause.label} " + " ".join(f"{name}{value}" for name, value in row.items())


def meant(corpus: Corpus) -> Iterator[Meant]:
    """A clause that nobody has been heard asking for means its own words."""
    for clause in corpus.clauses:
        provisions = [(p.subject, *p.ask) for p in corpus.lay.get(clause.id, ())] or [(clause.text,)]
        for n, texts in enumerate(provisions):
            yield Meant(clause.id, n, tuple(map(fold, texts)))
    for subject, texts in corpus.asked_beside.items():
        yield Meant(subject, OUTSIDE, tuple(map(fold, texts)))
