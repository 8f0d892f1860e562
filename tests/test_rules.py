"""Situations of ``rules/*.yaml``, worked out by hand from the text, against the rules and their evaluation."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.calculator.amounts import quantities
from assistant.calculator.evaluate import Facts, Outcome, evaluate
from assistant.calculator.facts import Value
from assistant.calculator.figures import parse_figure
from assistant.calculator.levels import Levels
from assistant.calculator.schema import Rule
from assistant.corpus.store import Corpus
from assistant.retrieval.precedence import prevails

HERE = Path(__file__).parent
FILES = sorted((HERE / "rules").glob("*.yaml"))
CASES = [(path.stem, case) for path in FILES for case in yaml.safe_load(path.read_text("utf-8"))]
# First and last day in force of each document, read from its text; None where it names none.
DAYS: dict[str, tuple[date | None, date | None]] = {
    "support-2018": (date(2018, 8, 28), date(2021, 8, 27)),
    "iab-2018": (date(2018, 1, 1), date(2022, 12, 31)),
    "mic2025-2018": (date(2017, 1, 1), date(2019, 12, 31)),
    "parks-2018": (date(2018, 1, 1), date(2020, 12, 31)),
    "cost-2018": (date(2018, 1, 26), None),
}
ONE = Decimal(1)


def value(told: object) -> Value:
    """A quantity as written, several of them, a bare number, or the name of a level or flag."""
    if isinstance(told, list):
        return tuple(v for v in map(value, told) if isinstance(v, Decimal))
    text = str(told)
    if found := quantities(text):
        return found[0].value
    return Decimal(text) if text.replace(".", "", 1).isdecimal() else text


def facts_of(case: dict[str, Any]) -> Facts:
    items = tuple({k: value(v) for k, v in item.items()} for item in case.get("items", [{}]))
    received = value(case["received"]) if "received" in case else None
    assert received is None or isinstance(received, Decimal)
    return Facts(items, received)


def run(rule: Rule, case: dict[str, Any], as_of: date | None = None) -> Outcome:
    return evaluate(rule, facts_of(case), as_of)


def agrees(outcome: Outcome, case: dict[str, Any]) -> bool:
    said = {"amount": outcome.amount, "low": outcome.low, "said": outcome.said}
    wanted = {k: case[k] if k == "said" else value(case[k]) for k in said if k in case}
    return outcome.result == case["result"] and all(said[k] == v for k, v in wanted.items())


@pytest.mark.parametrize(("file", "case"), CASES, ids=lambda x: x["case"] if isinstance(x, dict) else x)
def test_situation(corpus: Corpus, file: str, case: dict[str, Any]) -> None:
    outcome = run(corpus.rules[case["rule"]], case)
    assert agrees(outcome, case), (outcome.result, outcome.amount, [s.text for s in outcome.steps])


def test_rules_of_one_matter_have_a_prevailing_document(corpus: Corpus) -> None:
    """Two live rules with different results and none that prevails would be a conflict left to the reader."""
    matters: dict[str, set[str]] = {}
    for rule in corpus.rules.values():
        if rule.matter:
            matters.setdefault(rule.matter, set()).add(rule.clause.partition("/")[0])
    assert matters
    for matter, docs in matters.items():
        ranked = [w for w in docs if all(prevails(w, loser, corpus) for loser in docs - {w})]
        assert len(docs) > 1, matter
        assert len(ranked) == 1, matter


# That the situations are enough: each bound, level and condition of each rule is met from both sides.


def by_rule(rule: Rule) -> list[dict[str, Any]]:
    return [case for _, case in CASES if case["rule"] == rule.id]


def test_every_rule_has_a_situation_and_every_situation_a_rule(corpus: Corpus) -> None:
    assert set(corpus.rules) == {case["rule"] for _, case in CASES}


def test_every_cap_is_met_from_below_at_it_and_from_above(corpus: Corpus) -> None:
    wanting = []
    for rule in corpus.rules.values():
        outcomes = [run(rule, case) for case in by_rule(rule)]
        for cap in rule.caps if rule.award and not rule.award.lump else ():
            bound = parse_figure(cap.amount).value
            before = [
                s.before
                for o in outcomes
                for s in o.steps
                if s.op == "cap" and s.quote == cap.quote and s.before is not None
            ]
            near = [b - bound for b in before]
            if not any(-ONE <= n < 0 for n in near):
                wanting.append(f"{rule.id} {cap.amount} 少一元")
            if not any(0 < n <= ONE for n in near):
                wanting.append(f"{rule.id} {cap.amount} 多一元")
            if _reachable(rule, bound) and 0 not in near:
                wanting.append(f"{rule.id} {cap.amount} 恰好")
            if cap.unless and not any(i.get(cap.unless) == "是" for c in by_rule(rule) for i in c["items"]):
                wanting.append(f"{rule.id} {cap.amount} 除外")
            received = any("received" in case for case in by_rule(rule))
            if cap.per not in {"project", "item"} and not received:
                wanting.append(f"{rule.id} {cap.amount} 已获")
    assert not wanting


def _reachable(rule: Rule, bound: Decimal) -> bool:
    """Whether a base in whole 元 gives exactly the bound."""
    rate = rule.award and rule.award.rate
    return not rate or bound * 100 / parse_figure(rate.percent).value % 1 == 0


def test_every_condition_is_met_and_missed(corpus: Corpus) -> None:
    wanting = []
    for rule in corpus.rules.values():
        items = [i for case in by_rule(rule) for i in case.get("items", [])]
        for leaf in (leaf for c in rule.conditions for leaf in c.leaves()):
            told = [value(i[leaf.fact]) for i in items if leaf.fact in i]
            for printed in filter(None, (leaf.at_least, leaf.at_most)):
                bound = parse_figure(printed).value
                near = {v - bound for v in told if isinstance(v, Decimal)}
                if not {-ONE, Decimal(0), ONE} <= near:
                    wanting.append(f"{rule.id} {leaf.fact} {printed}")
            if leaf.equals and not (leaf.equals in told and any(v != leaf.equals for v in told)):
                wanting.append(f"{rule.id} {leaf.fact} {leaf.equals}")
    assert not wanting


def test_every_level_is_tried_and_every_missing_fact(corpus: Corpus) -> None:
    wanting = []
    for rule in corpus.rules.values():
        cases = by_rule(rule)
        way = rule.award.way if rule.award else None
        if isinstance(way, Levels):
            tried = {i.get(way.by) for c in cases for i in c.get("items", [])}
            wanting += [f"{rule.id} {name}" for name in set(way.table) - tried]
        if way and way.reads() and not any(c["result"] == "missing" for c in cases):
            wanting.append(f"{rule.id} 未告知")
        plenty = any(len(c.get("items", [])) > 1 for c in cases)
        if rule.award and rule.award.rate and rule.result == "ceiling" and not plenty:
            wanting.append(f"{rule.id} 两项")
    assert not wanting


def test_first_and_last_day_are_inside_and_the_days_beside_them_are_not(corpus: Corpus) -> None:
    for rule in corpus.rules.values():
        first, last = DAYS[rule.clause.partition("/")[0]]
        case = next((c for c in by_rule(rule) if c["result"] not in {"missing", "no_award"}), None)
        assert case is not None, rule.id
        days = [
            (first, False),
            (first and first - timedelta(1), True),
            (last, False),
            (last and last + timedelta(1), True),
        ]
        for day, outside in days:
            if day is None:
                continue
            outcome = run(rule, case, day)
            assert [s.binds for s in outcome.steps if s.op == "validity"] == [True] * outside, (rule.id, day)
            assert agrees(outcome, case), (rule.id, day)
