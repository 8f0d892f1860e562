"""The matters to choose from, by document, and those that a few words mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.answering.cite import place
from assistant.answering.validity import validity_at
from assistant.calculator.schema import Rule
from assistant.corpus.lexicon import ConceptFinder
from assistant.corpus.store import Corpus
from assistant.text import bigrams, fold
from assistant.web.calculator.link import form_link
from assistant.web.texts import badge, text

__all__ = ["Document", "Matter", "choose"]

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


def choose(corpus: Corpus, words: str, as_of: date) -> tuple[Document, ...]:
    """All matters in printed order, or those that every one of the words speaks of; documents without one are
    left out."""
    finder = ConceptFinder(corpus.lexicon)
    terms = [(term, finder.names(term)) for term in fold(words).split()]
    out = []
    for meta in corpus.documents.values():
        matters = []
        for rule in corpus.rules.values():
            clause = corpus.clause(rule.clause)
            if clause.doc != meta.key:
                continue
            where = place(clause.path, clause.label)
            names = f"{meta.title} {meta.short} {meta.number or ''} {' '.join(meta.aliases)} {where}"
            spoken = fold(f"{_spoken(rule)} {names}")
            concepts = finder.names(fold(_spoken(rule))) if terms else set()
            if all(_means(term, found, spoken, concepts) for term, found in terms):
                said = text(f"kind.{rule.result}")
                matters.append(Matter(form_link(rule.id), rule.title, where, rule.result, said))
        if matters:
            state = validity_at(meta, as_of).state
            out.append(Document(meta.title, meta.number or "", state, badge(state), tuple(matters)))
    return tuple(out)


def _spoken(rule: Rule) -> str:
    return " ".join((rule.title, *rule.keywords, *(fact.name for fact in rule.facts.values())))


def _means(term: str, found: set[str], spoken: str, concepts: set[str]) -> bool:
    """Whether the rule speaks of the term: in its words, in others for the same, or in most of its pairs of
    characters (技改补贴)."""
    if term in spoken:
        return True
    pairs = bigrams(term)
    near = bool(pairs) and sum(pair in spoken for pair in pairs) >= _SHARE * len(pairs)
    return near or bool(found & concepts)
