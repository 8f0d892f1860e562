"""Whether the cases agree with the documents and with the rules' arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.corpus.store import Corpus
from evals.case import Case
from evals.components import calculator
from evals.numbers import says

__all__ = ["complaints"]


def complaints(cases: Sequence[Case], corpus: Corpus) -> list[str]:
    """What is wrong, in Chinese; nothing if every clause, quote and amount holds."""
    out = [f"{case.id}：{said}" for case in cases for said in _of(case, corpus)]
    groups: dict[str, set[tuple[object, ...]]] = {}
    for case in cases:
        if case.group:
            groups.setdefault(case.group, set()).add((case.status, case.must_say, case.clauses, case.amount))
    out += [f"{group}：同一组的期望不一致" for group, wanted in groups.items() if len(wanted) > 1]
    wrong: list[str] = calculator(cases, corpus)["wrong"]
    return out + wrong


def _of(case: Case, corpus: Corpus) -> Iterable[str]:
    clauses = (*case.clauses, *case.all_clauses)
    yield from (f"没有条款 {c}" for c in clauses if c not in corpus.by_id)
    text = [corpus.by_id[c].text for c in clauses if c in corpus.by_id]
    yield from (f"引文不在所列条款中：{q[:30]}" for q in case.quotes if not any(q in t for t in text))
    if case.rule and case.rule not in corpus.rules:
        yield f"没有规则 {case.rule}"
    elif case.rule and case.status == "answered" and corpus.rules[case.rule].clause not in clauses:
        yield f"规则 {case.rule} 不在所列条款中"
    if case.amount and case.must_say and not case.rule:
        yield "有金额而没有规则"
    for wrong in case.must_not_say:
        if any(says(wanted, wrong) for wanted in case.must_say):
            yield f"“{wrong}”既须说又不得说"
