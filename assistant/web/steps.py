"""The calculation of an answer as a table of steps, and the way to the form that reckons with other numbers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from markupsafe import Markup

from assistant.answering.cite import place
from assistant.answering.reckoning import workings
from assistant.corpus.store import Corpus
from assistant.types import Answer
from assistant.web.calculator.again import again_link
from assistant.web.calculator.result import Row, rows
from assistant.web.markup import join
from assistant.web.texts import text

__all__ = ["step_rows", "steps_html", "without_workings"]

# Told by a badge of its own.
_DATED = {"expired", "not_yet"}


def without_workings(answer: Answer) -> str:
    """The answer's words without the sentence that the table takes the place of."""
    worked = workings(answer.calculation) if answer.calculation else ""
    return answer.answer.replace(worked, "", 1) if worked else answer.answer


def step_rows(answer: Answer, corpus: Corpus) -> tuple[Row, ...]:
    """The steps that made the amount; none where nothing was reckoned."""
    calculation = answer.calculation
    if calculation is None or not workings(calculation):
        return ()
    told = frozenset({"validity"} if any(n.kind in _DATED for n in answer.notices) else ())
    return tuple(rows(corpus, calculation.trace, told))


def steps_html(answer: Answer, corpus: Corpus, today: date) -> Markup:
    """Nothing where nothing was reckoned."""
    calculation = answer.calculation
    rule = corpus.rules.get(calculation.rule) if calculation else None
    if calculation is None or rule is None:
        return Markup("")
    worked = step_rows(answer, corpus)
    change = Markup("")
    if rule.award is not None and rule.facts:
        link = again_link(rule, calculation, answer.as_of, today)
        change = Markup(
            '<p class="again"><a href="{}" target="_blank" rel="noopener" title="{}">{}</a></p>'
        ).format(link, text("reply.again_hint"), text("reply.again"))
    clause = corpus.clause(rule.clause)
    return _table(worked, place(clause.path, clause.label)) + change


def _table(worked: Collection[Row], own: str) -> Markup:
    if not worked:
        return Markup("")
    heads = join(
        Markup('<th scope="col">{}</th>').format(text(f"form.step_{name}"))
        for name in ("what", "said", "result")
    )
    lines = join(_line(row, own) for row in worked)
    return Markup(
        '<table class="steps"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(text("form.steps"), heads, lines)


def _line(row: Row, own: str) -> Markup:
    where = Markup("")
    if row.clause != own:
        where = Markup(' <span class="at">{}</span>').format(text("form.step_clause", clause=row.clause))
    binds = Markup("")
    if row.binds:
        binds = Markup(' <span class="badge badge-ceiling">{}</span>').format(text("form.binds"))
    return Markup('<tr{}><th scope="row">{}</th><td>{}{}{}</td><td class="amount">{}</td></tr>').format(
        Markup(' class="binds"') if row.binds else "", row.what, row.said, where, binds, row.result
    )
