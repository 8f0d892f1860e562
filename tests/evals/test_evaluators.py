"""Each evaluator passes what is right, fails what is wrong, and is silent where it doesn't apply."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from assistant import Assistant, Question
from assistant.answering.render import to_json
from evals.case import Case
from evals.score import Scored, consistency, score

QUOTE = "按不高于固定资产投资额的30％给予补助，最高不超过500万元"
CASE = Case(
    id="t-1", kind="calculation", voice="老板", turns=("技改投了2300万能补多少",), status="answered",
    must_say=("30%", "500万"), must_not_say=("690万元补助",), clauses=("support-2018/2.11",), quotes=(QUOTE,),
    amount="500万元", rule="support-2018.tech-renovation", facts=({"investment": "2300万"},), source="原文",
)  # fmt: skip
REFUSED = Case(id="t-2", kind="absent", voice="老板", turns=("深圳补多少",), status="refused", source="无")


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> dict[str, Any]:
    return to_json(assistant.ask(Question(CASE.turns[0], as_of=date(2026, 6, 1))))


def record(answer: dict[str, Any] | None, case: Case = CASE, **more: Any) -> dict[str, Any]:
    plain = {"case": case.id, "repeat": 0, "passages": [], "understood": "fact", "error": None}
    return {**plain, "answer": answer, **more}


def scored(answer: dict[str, Any] | None, case: Case = CASE) -> Scored:
    (one,) = score([case], [record(answer, case)])
    return one


def test_right_answer_is_right_in_everything(answer: dict[str, Any]) -> None:
    got = scored(answer)
    assert got.right == 1.0, got.checks
    assert {n for n, (v, _) in got.checks.items() if v == 1.0} >= {
        "status", "must_say", "must_not_say", "amount", "citation", "quotes", "grounded", "refusal", "expiry", "length",
    }  # fmt: skip


def spoil(answer: dict[str, Any], /, **changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(answer), **changes}


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({"status": "refused"}, "status"),
        ({"status": "refused"}, "refusal"),
        ({"answer": "最高30％，5000万元，这是上限。"}, "must_say"),
        ({"answer": "30％，500万元，即690万元补助。"}, "must_not_say"),
        ({"calc_wan": 690.0}, "amount"),
        ({"calc_wan": None}, "amount"),
        ({"citations": []}, "citation"),
        ({"answer": "按30％，最高500万元，另有777万元。"}, "grounded"),
        ({"speak": "最高505万元。"}, "grounded"),
        ({"notices": []}, "expiry"),
        ({"answer": "30％，500万元。" * 60}, "length"),
        ({"speak": ""}, "length"),
    ],
)
def test_wrong_answer_fails(answer: dict[str, Any], changes: dict[str, Any], failed: str) -> None:
    got = scored(spoil(answer, **changes))
    assert got.checks[failed][0] < 1.0
    assert got.checks[failed][1]


def test_citation_of_another_clause_and_altered_quote(answer: dict[str, Any]) -> None:
    other = spoil(answer)
    other["citations"][0]["id"] = "support-2018/2.12"
    assert {scored(other).checks[n][0] for n in ("citation", "quotes")} == {0.0}
    altered = spoil(answer)
    altered["citations"][0]["quote"] = altered["citations"][0]["quote"].replace("500", "800")
    assert scored(altered).checks["quotes"][0] == 0.0
    padded = spoil(answer)
    padded["citations"].append({**padded["citations"][0], "id": "support-2018/2.12", "quote": "支持企业"})
    assert scored(padded).checks["citation_precision"][0] == 0.5


def test_what_is_absent_on_both_sides_is_no_pass(answer: dict[str, Any]) -> None:
    got = scored(answer, CASE.model_copy(update={"amount": None, "must_say": (), "must_not_say": ()}))
    assert not {"amount", "must_say", "must_not_say", "list_complete"} & set(got.checks)
    empty = scored({**answer, "status": "refused", "citations": [], "answer": "", "calc_wan": None}, REFUSED)
    assert not {"citation", "quotes", "grounded", "amount"} & set(empty.checks)


def test_list_must_be_complete(answer: dict[str, Any]) -> None:
    both = CASE.model_copy(update={"all_clauses": ("support-2018/2.11", "support-2018/2.12")})
    assert scored(answer, both).checks["list_complete"] == (0.0, "缺support-2018/2.12")


def test_crash_counts_as_wrong_and_stays_in_the_count(
    monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any]
) -> None:
    from evals.evaluators.citation import CitationRight

    (crashed,) = score([CASE], [record(None, error="ZeroDivisionError")])
    assert (crashed.right, crashed.error) == (0.0, "ZeroDivisionError")
    (absent,) = score([CASE], [])
    assert (absent.right, absent.error) == (0.0, "没有回答")

    def broken(self: object, ctx: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(CitationRight, "evaluate", broken)
    got = scored(answer)
    assert got.right == 0.0
    assert got.crashed == ("CitationRight",)


def test_flaky_case_is_named(answer: dict[str, Any]) -> None:
    wrong = spoil(answer, calc_wan=1.0)
    (got,) = score([CASE], [record(answer), {**record(wrong), "repeat": 1}])
    assert (got.right, got.flaky) == (0.5, True)


def test_paraphrases_agree_or_not(answer: dict[str, Any]) -> None:
    cases = [CASE.model_copy(update={"id": f"t-{n}", "group": "g"}) for n in range(5)]
    other = spoil(answer, calc_wan=1.0)
    records = [record(other if c.id == "t-4" else answer, c) for c in cases]
    assert consistency(score(cases, records)) == {"g": 0.8}
