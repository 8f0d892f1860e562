"""The condition that a department leads a clause, helps in it, or either."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.answering.lists.conditions import Condition
from assistant.answering.lists.pieces import Piece
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.types import Clause, Kind, Understanding
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words

__all__ = ["of_departments", "without_departments"]


def of_departments(what: Understanding, own: str, corpus: Corpus) -> Condition | None:
    """The condition that the question sets by one or more departments; None if it sets none. ``own`` is the
    message itself, of which a follow-up takes over what it does not say anew."""
    says = list_words().departments
    role = _role(own) or _role(what.text) or ("does" if what.duties else "")
    asks_who = what.kind is Kind.DEPARTMENT and not list_words().clauses.search(own)
    if not role or asks_who or says["partners"].search(own):
        return None
    if not (what.duties or (says["all_of"].search(what.text) and _lists(what, own))):
        return None
    if parted := _parted(own, corpus):
        return parted
    names = _named(own, corpus, short=what.duties) or _named(what.text, corpus, short=what.duties)
    return _condition(names, role, own, corpus) if names else None


def _parted(text: str, corpus: Corpus) -> Condition | None:
    """Who leads and who helps, where both are named with their parts: 工信委牵头、科创委配合的."""
    says = list_words().departments
    lead = says["lead"].search(text)
    part = says["helps"].search(text, lead.end()) if lead else None
    if not (lead and part) or says["either"].search(text) or says["part_out"].search(text):
        return None
    leaders = _named(text[: lead.start()], corpus, short=False)
    helpers = _named(text[lead.end() : part.start()], corpus, short=False)
    if not (leaders and helpers):
        return None
    leads, helps = _condition(leaders, "leads", "", corpus), _condition(helpers, "helps", "", corpus)
    said = say("conditions.both", leads=leads.said, helps=helps.said)
    parts = [c.clause for c in (leads, helps) if c.clause]
    return replace(leads, said=said, clause=lambda clause: all(holds(clause) for holds in parts))


def _lists(what: Understanding, own: str) -> bool:
    leads = list_words().departments["lead"].search(own)
    return what.kind is Kind.LIST or bool(leads or list_words().clauses.search(own))


def _role(text: str) -> str:
    """What the department is asked for as: leads, helps, either, or leads_not; "" where it isn't said."""
    says = list_words().departments
    leads, part = says["lead"].search(text), says["part"].search(text)
    if says["either"].search(text):
        return "either"
    if says["lead_out"].search(text):
        return "helps" if part or says["named"].search(text) else "leads_not"
    if leads and (not part or says["part_out"].search(text)):
        return "leads"
    if not leads and says["helps"].search(text):
        return "helps"
    return "either" if part or says["named"].search(text) else ""


def without_departments(text: str, corpus: Corpus) -> str:
    """The text with a bar for each name of a department."""
    for word, _ in corpus.department_words:
        if len(word) > 2:
            text = text.replace(word, "|")
    return text


def _named(text: str, corpus: Corpus, *, short: bool) -> list[str]:
    """The departments that the text names, longest spelling first; not those named only to be left out."""
    found: dict[str, None] = {}
    left = text
    denied = list_words().departments["lead_out"].search(text)
    for word, name in corpus.department_words:
        if word in left and (short or len(word) > 2):
            if denied or not asking().excludes(left, word):
                found[name] = None
            left = left.replace(word, "|")
    return list(found)


def _condition(names: Sequence[str], role: str, text: str, corpus: Corpus) -> Condition:
    says = list_words().departments
    sole = role == "leads" and says["sole"].search(text) and not says["sole_or_not"].search(text)
    first = role == "leads" and says["first"].search(text)
    every = len(names) > 1 and says["together"].search(text)
    if role == "does":
        # What it leads; who leads nothing does what it helps in, as those do who are asked about together.
        leading = {corpus.department(d) for c in corpus.clauses for d in c.departments.lead}
        role = "leads" if leading & {*names} and not every else "either"

    def of(printed: Collection[str]) -> list[str]:
        return [corpus.department(name) for name in printed]

    def holds(clause: Clause) -> bool:
        lead, helps = of(clause.departments.lead), of(clause.departments.cooperate)
        if not lead and not helps:
            return False
        if sole or first:
            return lead[:1] == [names[0]] and (not sole or len(lead) == 1)
        held = [
            {
                "leads": n in lead,
                "helps": n in helps and n not in lead,
                "either": n in lead or n in helps,
                "leads_not": n not in lead,
            }[role]
            for n in names
        ]
        return all(held) if every or role == "leads_not" else any(held)

    def bracket(clause: Clause) -> str:
        return next(
            (
                g.raw
                for g in clause.groups
                if set(names) & {*of(g.departments.lead), *of(g.departments.cooperate)}
            ),
            clause.groups[0].raw if clause.groups else "",
        )

    def in_row(piece: Piece) -> bool:
        """Of a table, only the rows that a department named leads."""
        return not piece.row or any(n in of([*piece.row.values()]) for n in names) != (role == "leads_not")

    form = "sole" if sole else "first" if first else role
    said = say(f"conditions.{form}", names="、".join(names))
    return Condition(said, clause=holds, piece=in_row, bracket=bracket)
