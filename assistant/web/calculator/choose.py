"""The matters to choose from, by document, and those that a few words mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.answering.cite import place
from assistant.answering.validity import validity_at
from assistant.corpus.lexicon import ConceptFinder
from assistant.corpus.store import Corpus
from assistant.text import bigrams, fold
from assistant.web.calculator.link import form_link
from assistant.web.texts import badge, text

__all__ = ["Catalogue", "Document", "Matter"]

_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Matter:
    """``kind``: the rule's result; ``said`` names it in a word or two."""

    link: str
    title: str
    clause: str
    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    number: str
    state: str
    validity: str
    matters: tuple[Matter, ...]


class Catalogue:
    """Every rule with the words it is found by, made once."""

    def __init__(self, corpus: Corpus) -> None:
        self._documents = corpus.documents
        self._finder = ConceptFinder(corpus.lexicon)
        self._entries: dict[str, list[_Entry]] = {key: [] for key in corpus.documents}
        for rule in corpus.rules.values():
            clause = corpus.clause(rule.clause)
            meta = corpus.documents[clause.doc]
            where = place(clause.path, clause.label)
            names = f"{meta.title} {meta.short} {meta.number or ''} {' '.join(meta.aliases)} {where}"
            own = fold(" ".join((rule.title, *rule.keywords, *(f.name for f in rule.facts.values()))))
            matter = Matter(form_link(rule.id), rule.title, where, rule.result, text(f"kind.{rule.result}"))
            self._entries[clause.doc].append(_Entry(matter, f"{own} {fold(names)}", self._finder.names(own)))

    def find(self, words: str, as_of: date) -> tuple[Document, ...]:
        """All matters in printed order, or those that every one of the words speaks of; documents without one
        are left out."""
        terms = [(term, self._finder.names(term)) for term in fold(words).split()]
        out = []
        for meta in self._documents.values():
            matters = [e.matter for e in self._entries[meta.key] if all(e.means(*term) for term in terms)]
            if matters:
                state = validity_at(meta, as_of).state
                out.append(Document(meta.title, meta.number or "", state, badge(state), tuple(matters)))
        return tuple(out)


@dataclass(frozen=True, slots=True)
class _Entry:
    matter: Matter
    spoken: str
    concepts: set[str]

    def means(self, term: str, concepts: set[str]) -> bool:
        """Whether the rule speaks of the term: in its words, in others for the same, or in most of its pairs of
        characters (技改补贴)."""
        if term in self.spoken or concepts & self.concepts:
            return True
        pairs = bigrams(term)
        return bool(pairs) and sum(pair in self.spoken for pair in pairs) >= _SHARE * len(pairs)
