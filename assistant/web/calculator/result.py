"""What a filled form comes to, as the page shows it: sentence, steps, conditions, notices, clause, chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assistant.answering.cite import cite, place
from assistant.answering.reckoning import quotes, result_sentence
from assistant.calculator.manual import calculate
from assistant.calculator.schema import Rule
from assistant.calculator.units import in_wan
from assistant.corpus.store import Corpus
from assistant.retrieval.evidence import whole_part
from assistant.types import Calculation, Draft, Evidence, Status
from assistant.web.calculator.chart import Chart, chart
from assistant.web.calculator.fields import Form
from assistant.web.calculator.notices import Told, notices
from assistant.web.calculator.source import Source, source
from assistant.web.texts import text

__all__ = ["Result", "Row", "rows", "work_out"]

_CONDITIONS = {"condition", "premise"}
# Told as notices, with a link.
_ELSEWHERE = {"choice", "precedence"}


@dataclass(frozen=True, slots=True)
class Row:
    """One step: what it is, how it goes, what it gives, whether it decides the amount, where it is printed."""

    what: str
    said: str
    result: str
    binds: bool
    clause: str


@dataclass(frozen=True, slots=True)
class Conditions:
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """``state``: done | ask (a fact is wanting) | wrong (a field is) | none (no award) | discretionary."""

    state: str
    sentence: str
    steps: tuple[Row, ...]
    conditions: Conditions
    notices: tuple[Told, ...]
    source: Source
    chart: Chart | None = None


def work_out(corpus: Corpus, form: Form) -> Result:
    rule, as_of, items = form.rule, form.as_of, form.items
    # What is wrong must not count as not told: then there is no amount.
    wrong = form.wrong > 0
    reckoned = calculate(corpus, rule.id, [{}] if wrong else items, as_of)
    trace = reckoned.trace
    state = "wrong" if wrong else {"missing": "ask", "no_award": "none"}.get(trace["result"], "done")
    if rule.result == "discretionary":
        state = "discretionary"
    clause = corpus.clause(rule.clause)
    beside = {other["quote"] for other in trace["alternatives"]}
    said = tuple(q for q in quotes(reckoned) if q not in beside) if state in {"done", "none"} else ()
    said = said or tuple(_printed(rule)) or (clause.text,)
    evidence = tuple(Evidence(clause.id, whole_part(clause, quote)) for quote in said)
    # The places of one answer: the clause is cited once.
    (citation, *_) = cite(Draft(Status.ANSWERED, "", "", evidence=evidence), corpus, as_of)
    worked = state in {"done", "none", "discretionary"}
    known = notices(corpus, rule, evidence, as_of)
    # A rule may have days of its own; its document's are told as a notice.
    dated = any(notice.kind in {"expired", "not_yet"} for notice in known)
    return Result(
        state,
        _sentence(reckoned, state, form),
        tuple(rows(corpus, trace, frozenset({"validity"} if dated else ())))
        if state in {"done", "none"}
        else (),
        _conditions(trace) if worked or state == "ask" else Conditions((), (), ()),
        known,
        source(citation, clause, said),
        chart(corpus, rule, items[0], as_of) if len(items) == 1 and not wrong else None,
    )


def _sentence(reckoned: Calculation, state: str, form: Form) -> str:
    if state == "wrong":
        return text("form.wrong", count=form.wrong)
    if state == "ask":
        # The field itself shows the options that the question lists.
        asked = str(reckoned.trace["ask"])
        questions = (fact.question for fact in form.rule.facts.values())
        return text("form.ask", question=next((q for q in questions if asked.startswith(q)), asked))
    return result_sentence(reckoned)


def _printed(rule: Rule) -> Iterator[str]:
    """The words that the rule's figures stand in."""
    if rule.award:
        yield from dict.fromkeys(quote for _, _, quote in rule.award.way.figures())
    yield from (cap.quote for cap in rule.caps)
    if rule.discretion:
        yield rule.discretion


def rows(corpus: Corpus, trace: Mapping[str, Any], told: frozenset[str] = frozenset()) -> Iterator[Row]:
    """The steps that made the amount; those whose ``op`` is ``told`` elsewhere are left out."""
    for step in trace["steps"]:
        op = step["op"]
        if op in _ELSEWHERE | _CONDITIONS | told:
            continue
        said, equals, result = step["text"].partition(" = ")
        # What a limit or a number of pieces comes to is no money; its words say it all.
        money = op != "award" or trace["amount_yuan"] is not None
        if not equals and money and step["after"] is not None:
            result = in_wan(Decimal(str(step["after"])))
        clause = corpus.clause(step["clause"])
        where = place(clause.path, clause.label)
        yield Row(text(f"step.{op}"), said, result, step["binds"] and op != "validity", where)


def _conditions(trace: Mapping[str, Any]) -> Conditions:
    states: dict[str, list[str]] = {"met": [], "unmet": [], "open": []}
    for step in trace["steps"]:
        if step["op"] in _CONDITIONS:
            key = "unmet" if step["binds"] else "met" if step["op"] == "condition" else "open"
            said = step["text"] if step["binds"] else step["text"].partition("：")[2]
            states[key].append(said.rstrip("。"))
    met, unmet, still = (tuple(dict.fromkeys(states[key])) for key in ("met", "unmet", "open"))
    return Conditions(met, unmet, still)
