"""An Answer as JSON (the measured interface) and as text for a terminal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.types import Answer, Citation, Clause, Validity

__all__ = ["citation_line", "clause_json", "to_json", "to_text", "validity_json"]


def validity_json(validity: Validity) -> dict[str, Any]:
    return {
        "state": validity.state,
        "from": validity.begins.isoformat() if validity.begins else None,
        "to": validity.ends.isoformat() if validity.ends else None,
        "basis": validity.basis,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "id": citation.id,
        "title": citation.title,
        "doc_number": citation.doc_number,
        "path": list(citation.path),
        "label": citation.label,
        "quote": citation.quote,
        "text": citation.text,
        "page": citation.page,
        "departments": {
            "lead": list(citation.departments.lead),
            "cooperate": list(citation.departments.cooperate),
        },
        "validity": validity_json(citation.validity),
    }


def to_json(answer: Answer) -> dict[str, Any]:
    calculation = answer.calculation
    return {
        "id": answer.id,
        "status": answer.status.value,
        "reason": answer.reason.value if answer.reason else None,
        "answer": answer.answer,
        "speak": answer.speak,
        "citations": [_citation(c) for c in answer.citations],
        "calculation": dict(calculation.trace) if calculation else None,
        "calc_wan": float(calculation.amount_wan)
        if calculation and calculation.amount_wan is not None
        else None,
        "notices": [{"kind": n.kind, "text": n.text} for n in answer.notices],
        "suggestions": list(answer.suggestions),
        "engine": answer.engine.value,
        "as_of": answer.as_of.isoformat(),
        "corpus_version": answer.corpus_version,
        "rules_version": answer.rules_version,
        "steps": [{"name": s.name, "ms": round(s.ms, 3)} for s in answer.steps],
        "model": {**asdict(answer.model), "cost": str(answer.model.cost)} if answer.model else None,
    }


def clause_json(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "doc": clause.doc,
        "path": list(clause.path),
        "label": clause.label,
        "kind": clause.kind,
        "text": clause.text,
        "departments": {
            "lead": list(clause.departments.lead),
            "cooperate": list(clause.departments.cooperate),
        },
        "page": clause.pages[0] if clause.pages else None,
        "pages": list(clause.pages),
        "complete": clause.complete,
        "missing": clause.missing,
        "rows": [dict(row) for row in clause.rows],
    }


def citation_line(citation: Citation) -> str:
    """《…扶持意见》（穗府规〔2018〕15号）二、（十一），第54页"""
    number = f"（{citation.doc_number}）" if citation.doc_number else ""
    page = f"，第{citation.page}页" if citation.page else ""
    return f"《{citation.title}》{number}{citation.label}{page}"


def to_text(answer: Answer) -> str:
    lines = [answer.answer]
    for citation in answer.citations:
        lines += ["", f"依据：{citation_line(citation)}", f"原文：“{citation.quote}”"]
    lines += [""] * bool(answer.notices) + [f"提示：{n.text}" for n in answer.notices]
    return "\n".join(lines)
