"""Whether what was told fits another grant as well as the one reckoned with: better asked than picked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from assistant.calculator.bind import Bound
from assistant.calculator.evaluate import evaluate
from assistant.calculator.schema import Rule
from assistant.text import bigrams, cut, fold
from assistant.types import Passage
from assistant.understanding.asking import asking

__all__ = ["has_own_word", "rivals"]

# So much of what the clause reckoned with covers of the question.
_AS_WELL = 0.75
# What is saved and what is to be paid are two questions of one matter.
_GRANTS = {"ceiling", "fixed"}


def rivals(
    rule: Rule,
    here: Passage,
    others: Iterable[tuple[Passage, Rule]],
    binder: Callable[[Rule], Bound],
    text: str,
    *,
    told: bool,
    terms: Sequence[str],
) -> list[Rule]:
    """The other grants that the same sum could be reckoned by, where no word of the folded text is of the first
    alone: 国家给了600万, of which two documents add a share. ``told``: whether any sum is told; ``terms``: the
    documents' words for what is said."""
    bound = binder(rule)
    mine, rank = _sums(rule, bound), _named(rule, bound)
    if rule.result not in _GRANTS or any(rule.facts[n].type == "flag" for n in rank):
        return []
    outcome = evaluate(rule, bound.facts)
    found, differ = [], False
    for passage, other in others:
        same = other is rule or (rule.matter and other.matter == rule.matter) or other.id in rule.alternatives
        if same or other.award is None or other.result not in _GRANTS:
            continue
        if _names_it(rule, other, text) if rank else has_own_word(rule, other, text):
            continue
        if any(term in rule.title and not {*bigrams(term)} & {*bigrams(other.title)} for term in terms):
            # 技改 names one of them, though no word of its rule does.
            continue
        bound_so = binder(other)
        theirs, reckoned = _sums(other, bound_so), evaluate(other, bound_so.facts)
        # A sum that the first doesn't read may have been told for any of the others that do and are spoken of.
        reads = any(other.facts[n].type == "money" for n in other.award.reads())
        as_told = theirs == mine if mine else (told and reads) or passage is here
        if rank:
            # 国家级创新中心: a level that each of them has tells none of them apart.
            as_told = {*rank.values()} == {*_named(other, bound_so).values()} and theirs == mine
        if as_told and _spoken(other, text) and reckoned.result != "no_award" and _covers(passage, here):
            found.append(other)
            differ = differ or reckoned.amount != outcome.amount
    return found if differ else []


def _named(rule: Rule, bound: Bound) -> dict[str, str]:
    """What is told of it by a name: levels, and flags that are not denied."""
    return {n: v for n, v in bound.told.items() if v != "否" and rule.facts[n].chosen}


def _names_it(rule: Rule, other: Rule, text: str) -> bool:
    """Whether a word for the rule, its title's or one of its own, is said that is none of the other's and says more
    than that something is given."""
    theirs = fold(" ".join((other.title, *other.keywords)))
    words = {*map(fold, (*cut(rule.title), *rule.keywords))} - asking().generic
    return any(len(w) > 1 and w in text and w not in theirs for w in words)


def _sums(rule: Rule, bound: Bound) -> set[str]:
    return {said for n, said in bound.told.items() if rule.facts[n].type == "money"}


def _spoken(rule: Rule, text: str) -> bool:
    """Whether the text has a word for the rule, or for a sum that it reads."""
    sums = (w for f in rule.facts.values() if f.type == "money" for w in f.words)
    return any(fold(w) in text for w in (*rule.keywords, *sums))


def has_own_word(rule: Rule, other: Rule, text: str) -> bool:
    """Whether a word of the rule's that is none of the other's stands in the text."""
    theirs = " ".join(map(fold, other.keywords))
    return any(fold(w) in text and fold(w) not in theirs for w in rule.keywords)


def _covers(passage: Passage, here: Passage) -> bool:
    """Whether a clause has nearly every word and subject of the question that the one reckoned with has."""
    return all(passage.parts.get(n, 0.0) >= _AS_WELL * here.parts.get(n, 0.0) for n in ("words", "concepts"))
