"""Values of the corpus as the JSON of ``shapes``. Validity is judged at the day that is given."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.answering.cite import place
from assistant.answering.render import clause_json, validity_json
from assistant.answering.validity import validity_at
from assistant.calculator.facts import Fact
from assistant.calculator.schema import Rule
from assistant.corpus.store import Corpus
from assistant.types import Clause
from assistant.web.texts import text

__all__ = ["clause_told", "document_told", "rule_detail", "rule_told", "rules_of", "validity_of"]

_YES_NO = ["是", "否"]


def validity_of(corpus: Corpus, doc: str, day: date) -> dict[str, Any]:
    return validity_json(validity_at(corpus.documents[doc], day))


def clause_told(corpus: Corpus, clause: Clause, day: date) -> dict[str, Any]:
    meta, units = corpus.documents[clause.doc], clause.departments
    return {
        **clause_json(clause),
        "title": meta.title,
        "doc_number": meta.number,
        "label": place(clause.path, clause.label),
        "departments": {
            "lead": [corpus.department(n) for n in units.lead],
            "cooperate": [corpus.department(n) for n in units.cooperate],
        },
        "validity": validity_of(corpus, clause.doc, day),
    }


def document_told(corpus: Corpus, doc: str, day: date) -> dict[str, Any]:
    meta = corpus.documents[doc]
    return {
        "key": doc,
        "title": meta.title,
        "short": meta.short,
        "number": meta.number,
        "issuer": meta.issuer,
        "issued": meta.issued.isoformat() if meta.issued else None,
        "pages": list(meta.pages) if meta.pages else None,
        "clauses": sum(c.doc == doc for c in corpus.clauses),
        "rules": sum(_doc(rule) == doc for rule in corpus.rules.values()),
        "gaps": [g.model_dump(mode="json") for g in meta.gaps],
        "validity": validity_of(corpus, doc, day),
    }


def rules_of(corpus: Corpus, clause: str) -> list[dict[str, Any]]:
    return [rule_told(rule) for rule in corpus.rules.values() if rule.clause == clause]


def rule_told(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "doc": _doc(rule),
        "clause": rule.clause,
        "result": rule.result,
        "effective_from": rule.effective_from.isoformat() if rule.effective_from else None,
        "effective_to": rule.effective_to.isoformat() if rule.effective_to else None,
    }


def rule_detail(corpus: Corpus, rule: Rule, day: date) -> dict[str, Any]:
    return {
        **rule_told(rule),
        "facts": [_fact(key, fact) for key, fact in rule.facts.items()],
        "conditions": [{"text": c.said, "quote": c.quote} for c in rule.conditions],
        "caps": [{"amount": c.amount, "per": c.per, "quote": c.quote} for c in rule.caps],
        "alternatives": list(rule.alternatives),
        "discretion": rule.discretion,
        "validity": validity_of(corpus, _doc(rule), day),
    }


def _doc(rule: Rule) -> str:
    return rule.clause.partition("/")[0]


def _fact(key: str, fact: Fact) -> dict[str, Any]:
    return {
        "key": key,
        "name": fact.name,
        "type": fact.type,
        "unit": "" if fact.chosen else fact.unit or text(f"units.{fact.type}"),
        "question": fact.question,
        "options": list(fact.options) or (_YES_NO if fact.chosen else []),
        "default": fact.default,
        "definition": fact.definition,
    }
