"""How well a rule fits what was asked: its own words, what it can read, the evidence that it stands in."""

from __future__ import annotations

import re

from assistant.calculator.amounts import quantities
from assistant.calculator.bind import Bound
from assistant.calculator.own import of_the_policy
from assistant.calculator.schema import Rule
from assistant.calculator.sums import sum_of
from assistant.calculator.terms import value_of
from assistant.text import fold
from assistant.types import Passage, Understanding
from assistant.understanding.apart import asks_something
from assistant.understanding.asking import asking

__all__ = ["akin", "begun", "beside_the_evidence", "fit", "keywords", "meant", "names_sum", "of_a_payroll"]

_KEYWORD = 3
_PIECES = re.compile(r"[，,。；;！!？?\n]+")


def akin(one: Passage, other: Passage) -> bool:
    """Whether the best evidence of two clauses shares a subject."""
    topics = {t for e in one.evidence[:1] for t in e.topics}
    return any(t in topics for e in other.evidence[:1] for t in e.topics)


def fit(
    rule: Rule, bound: Bound, what: Understanding, passage: Passage
) -> tuple[bool, int, int, int, int, int]:
    """Rules of one clause in order of fit: its fixed sum, its own words, most of all where something is asked,
    quantities it can read, the evidence it stands in."""
    amounts = sum(not rule.facts[n].chosen for n in bound.told)
    asked = keywords(rule, _asked(what.text))
    signs = meant(rule, bound, what, passage)
    return (names_sum(rule, what), signs, asked, amounts, len(bound.told), -len(rule.facts))


def names_sum(rule: Rule, what: Understanding) -> bool:
    """Whether the asker says just the sum that the rule gives, or gives at most, beside a word of it: 挂了牌，
    那30万给不给."""
    # A sum that somebody wants to get is his own.
    if rule.award is None or keywords(rule, what.text) == 0 or asking().seeks_base(what.text):
        return False
    sums = {q.value for q in of_the_policy(what.text)}
    given = [rule.award.lump.amount] if rule.award.lump else [cap.amount for cap in rule.caps]
    return len(sums) == 1 and any(value_of(amount) in sums for amount in given)


def meant(rule: Rule, bound: Bound, what: Understanding, passage: Passage) -> int:
    """Signs that a rule is the one meant: its words, its levels and flags, the evidence it stands in."""
    named = sum(value != "否" and rule.facts[n].chosen for n, value in bound.told.items())
    first = passage.evidence[0].quote if passage.evidence else ""
    quotes = [quote for _, _, quote in rule.award.way.figures()] if rule.award else []
    return (
        _KEYWORD * keywords(rule, what.text)
        + named
        + int(any(q in first or first in q for q in quotes) if first else 0)
    )


def keywords(rule: Rule, text: str) -> int:
    """How many of the rule's words the asker says and means."""
    return sum(fold(word) in text and not _unwanted(fold(word), text) for word in rule.keywords)


def beside_the_evidence(rule: Rule, what: Understanding, passage: Passage) -> bool:
    """Whether another provision of the clause is asked about: it was found for the question, and holds all of the
    rule's words that are said."""
    first = fold(passage.evidence[0].quote) if passage.evidence else ""
    quotes = [fold(q) for _, _, q in rule.award.way.figures()] if rule.award else []
    said = [word for word in map(fold, rule.keywords) if word in what.text]
    return bool(first) and not any(q in first or first in q for q in quotes) and all(w in first for w in said)


def _asked(text: str) -> str:
    """The pieces of a folded text that ask something, where others only tell."""
    return "，".join(p for p in _PIECES.split(text) if asks_something(p))


def _unwanted(word: str, text: str) -> bool:
    """Whether the asker says that he doesn't want it, isn't it or asks beside it: 没上市, 除了设备钱, 贴息先不提."""
    word = re.escape(word)
    return bool(
        re.search(
            rf"(不愿意?|不想|不要|不肯|不用|除了?|先不[说提问管])[^，。,]{{0,4}}{word}|(?<!有)(没有?|未){word}"
            rf"|{word}[^，。,]{{0,4}}[先暂]不[说提问管]",
            text,
        )
    )


def of_a_payroll(rule: Rule, what: Understanding) -> bool:
    """Whether a sum for so many people is wanted, which their pay alone decides."""
    told = {q.kind for q in quantities(what.original)}
    pay = rule.award is not None and any(sum_of(rule.facts[n]) == "工资" for n in rule.award.reads())
    return pay and "people" in told and "money" in what.wants and "rate" not in what.wants


def begun(rule: Rule, bound: Bound) -> bool:
    """Whether a quantity was told that the rule reads."""
    return any(not rule.facts[n].chosen for n in bound.told)
