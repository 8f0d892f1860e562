"""Every figure of the documents is in a rule, or was read and found to grant nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from assistant.calculator.schema import Rule
from assistant.corpus.store import Corpus

REVIEWED = yaml.safe_load((Path(__file__).parent / "not_grants.yaml").read_text("utf-8"))
# 元, ％, 分, 折, 倍, years, fractions and ratios; calendar years are dates.
FIGURE = re.compile(
    r"\d+(?:\.\d+)?(?:[万亿]?元|[％%]|分(?!之|工)|倍|年)|[一二三四五六七八九两]+折|\d/\d"
    r"|[一二三四五六七八九十两]+(?:年|倍)|\d+(?:\.\d+)?(?=[:∶]\d)|(?<=∶)\d+(?:\.\d+)?"
)
DATE = re.compile(r"20\d\d年")


def quotes(value: Any) -> list[str]:
    """Every quote in a rule, wherever it stands."""
    if isinstance(value, dict):
        own = [value[k] for k in ("quote", "discretion") if isinstance(value.get(k), str)]
        return own + [q for v in value.values() for q in quotes(v)]
    return [q for v in value for q in quotes(v)] if isinstance(value, list | tuple) else []


def figures(text: str, rules: list[Rule]) -> list[str]:
    """The figures of a clause that stand in no quote of its rules."""
    said = [q for rule in rules for q in quotes(rule.model_dump())]
    covered = [(m.start(), m.end()) for quote in said for m in re.finditer(re.escape(quote), text)]
    return [
        m[0]
        for m in FIGURE.finditer(text)
        if not DATE.fullmatch(m[0]) and not any(a <= m.start() and m.end() <= b for a, b in covered)
    ]


def test_every_figure_is_in_a_rule_or_reviewed(corpus: Corpus) -> None:
    left = {}
    for clause in corpus.clauses:
        rules = [rule for rule in corpus.rules.values() if rule.clause == clause.id]
        if found := figures(clause.text, rules):
            left[clause.id] = found
    assert left == {clause: entry["figures"] for clause, entry in REVIEWED.items()}
    assert all(entry["why"] for entry in REVIEWED.values())


def test_a_figure_of_the_documents_is_seen(corpus: Corpus) -> None:
    seen = [f for c in corpus.clauses for f in figures(c.text, [])]
    assert {"500万元", "30％", "2.33分", "八五折", "20年", "1/4", "1.65", "0.25"} <= set(seen)
