"""The parts of the assistant measured by themselves."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from assistant import Assistant
from assistant.answering.verify import verify
from assistant.calculator.manual import calculate
from assistant.config import Settings
from assistant.corpus.store import Corpus
from assistant.errors import AssistantError
from assistant.types import Draft, Evidence, Status
from evals.case import Case
from evals.model_texts import counts
from evals.score import Scored

__all__ = ["calculator", "components"]

_DEPTHS = (1, 3, 5, 10)
# Kinds of case whose understanding has a kind of its own; the rest are questions of fact.
_UNDERSTOOD = {"department": "department", "list": "list", "validity": "validity"}
_FACTS = {"figure", "calculation", "table", "park", "lookup"}


def components(scored: Sequence[Scored]) -> dict[str, Any]:
    corpus = Corpus.load(Settings().corpus_dir)
    return {
        "understanding": _understanding(scored),
        "retrieval": _retrieval(scored),
        "calculator": calculator([s.case for s in scored], corpus),
        "verification": _verification(scored, corpus),
        "model_texts": counts(Assistant()),
    }


def _understanding(scored: Iterable[Scored]) -> dict[str, Any]:
    """Of single questions of a clear kind, how they were read."""
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    right = total = 0
    for item in scored:
        if item.case.kind not in _FACTS | set(_UNDERSTOOD) or len(item.case.turns) > 1:
            continue
        wanted, got = _UNDERSTOOD.get(item.case.kind, "fact"), str(item.record.get("understood"))
        confusion[wanted][got] += 1
        right += wanted == got
        total += 1
    return {"confusion": {k: dict(v) for k, v in confusion.items()}, "rate": right / total if total else None}


def _retrieval(scored: Iterable[Scored]) -> dict[str, Any]:
    """Over answered cases, where the first clause that carries the answer stands among the passages."""
    found: list[tuple[int | None, float]] = []
    for item in scored:
        wanted = {*item.case.clauses, *item.case.all_clauses}
        if item.case.status != "answered" or not item.record.get("passages"):
            continue
        got = [p["id"] for p in item.record["passages"]]
        ranks = [n for n, clause in enumerate(got, 1) if clause in wanted]
        gain = sum(1 / math.log2(n + 1) for n in ranks if n <= 10)
        best = sum(1 / math.log2(n + 1) for n in range(1, min(len(item.case.all_clauses) or 1, 10) + 1))
        found.append((ranks[0] if ranks else None, min(1.0, gain / best)))
    if not found:
        return {"cases": 0}
    out: dict[str, Any] = {"cases": len(found)}
    for depth in _DEPTHS:
        out[f"recall@{depth}"] = sum(r is not None and r <= depth for r, _ in found) / len(found)
    out["mrr"] = sum(1 / r for r, _ in found if r) / len(found)
    out["ndcg"] = sum(g for _, g in found) / len(found)
    return out


def calculator(cases: Iterable[Case], corpus: Corpus) -> dict[str, Any]:
    """The rules' own arithmetic on the facts of each case, against the amount worked out by hand."""
    passed, wrong = 0, []
    for case in cases:
        if case.amount_wan is None or case.rule is None:
            continue
        before = {"received": case.received} if case.received else {}
        try:
            items = [{**item, **before} for item in case.facts or ({},)]
            got = calculate(corpus, case.rule, items, date(2019, 6, 1)).amount_wan
        except AssistantError as error:
            wrong.append(f"{_name(case)}：{error}")
            continue
        if got == case.amount_wan:
            passed += 1
        else:
            wrong.append(f"{_name(case)}：应为{case.amount_wan}万元，得到{got}万元")
    return {"passed": passed, "total": passed + len(wrong), "wrong": wrong}


def _name(case: Case) -> str:
    return "留出的一题" if case.held_out else case.id


def _verification(scored: Iterable[Scored], corpus: Corpus) -> dict[str, int]:
    """Answers with one figure altered, and how many of them the verification step stops."""
    altered = caught = 0
    for item in scored:
        answer = item.record.get("answer")
        if not answer or answer["status"] != "answered" or not answer["citations"]:
            continue
        text = _altered(answer["answer"], answer["citations"])
        if text is None:
            continue
        evidence = tuple(
            Evidence(c["id"], c["quote"]) for c in answer["citations"] if c["id"] in corpus.by_id
        )
        _, findings = verify(Draft(Status.ANSWERED, text, "", None, evidence), corpus)
        altered += 1
        caught += bool(findings)
    return {"altered": altered, "caught": caught}


def _altered(text: str, citations: Sequence[dict[str, Any]]) -> str | None:
    """The text with one figure of a quote changed to one that no cited clause holds."""
    from evals.numbers import numbers, plain

    ground = numbers(" ".join(c["text"] for c in citations))
    for number in sorted(numbers(text) & ground, key=len, reverse=True):
        other = f"{number}7"
        if other not in ground and number in plain(text):
            return plain(text).replace(number, other, 1)
    return None
