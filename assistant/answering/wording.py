"""Sentences made from the words of a clause."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.corpus.departments import find_groups
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.types import Clause, DepartmentGroup, Evidence

__all__ = ["FIGURE", "conclusion", "department_sentence", "responsible", "row_sentence", "spoken"]

_SPOKEN_LIMIT = 60
_LEADS_SHOWN = 3
FIGURE = re.compile(r"\d|[一二三四五六七八九]折")
# What a printed rule opens with before it says anything, and what says something all the same.
_OPENS = re.compile(
    "其(?!中)|对(?!外|接)|凡|针对|围绕|依托|借助|根据|按照?|以|在|经|通过|结合|运用|利用|随着|除|如果|若|为(?!主)"
)
_HANGS = re.compile("(前提下|基础上|情况下|条件下|为(核心|依托|载体|主线|重点|龙头|引领)|时|外)，$")
_SAYS = re.compile("进行|设立|开展|建立|推进|推动|打造|实行|实施|给予|可由|应当|不得|责令|做好|为主导产业")


def conclusion(clause: Clause, evidence: Evidence, years: Sequence[int] = ()) -> str:
    """The evidence as a sentence, led by what it is about."""
    if evidence.row is not None:
        return row_sentence(clause, evidence.row, years)
    quote = evidence.quote.rstrip("。；，")
    if evidence.subject:
        return say("answer.fact", subject=evidence.subject, quote=quote)
    return say("answer.plain", quote=quote)


def row_sentence(clause: Clause, row: Mapping[str, str], years: Sequence[int] = ()) -> str:
    """One row of a table with its header: the columns asked for, each value with its unit."""
    unit = row.get("单位", row.get("计量单位", ""))
    values = {name: value for name, value in row.items() if FIGURE.search(value)}
    asked = {n: v for n, v in values.items() if any(str(y) in n for y in years)} or values
    label = next(
        (v for n, v in reversed(list(row.items())) if n not in values and v != unit and "单位" not in n), ""
    )
    caption = clause.label.partition(" ")[2] or clause.label
    shown = "，".join(
        f"{name}{value if value.endswith(unit) else value + unit}" for name, value in asked.items()
    )
    return say("answer.row", caption=caption, label=label, values="，" + shown if shown else "")


def spoken(short: str, clause: Clause, evidence: Evidence, years: Sequence[int] = ()) -> str:
    """One sentence for the phone: the document, the clause, and the part of the quote with the figures."""
    if evidence.row is not None:
        return row_sentence(clause, evidence.row, years)
    quote = re.sub(r"（[^（）]*）", "", evidence.quote).rstrip("。；，")
    room = _SPOKEN_LIMIT - len(short) - len(clause.label) - 4
    if len(quote) > room:
        parts = re.split(r"(?<=[，；])", quote)
        cut = _figured if FIGURE.search(quote) else _gist
        quote = "".join(cut(parts, room)).rstrip("，；")
    return say("speak.fact", short=short, label=clause.label, quote=quote)


def _figured(parts: list[str], room: int) -> list[str]:
    """A rule with figures cut down to them."""
    while len(parts) > 1 and sum(map(len, parts)) > room and not FIGURE.search(parts[0]):
        parts = parts[1:]
    while len(parts) > 1 and sum(map(len, parts)) > room and not FIGURE.search(parts[-1]):
        parts = parts[:-1]
    return parts


def _gist(parts: list[str], room: int) -> list[str]:
    """A rule without figures says at its head what it is; as much as there is room for, and never so little that it
    is not said yet (对符合条件的人才，…)."""
    # 提高容积率的，不再征收: all that stands before is the condition.
    given = max((n for n, part in enumerate(parts, 1) if part.endswith("的，")), default=0)
    ends = [n for n, part in enumerate(parts, 1) if n > given and not _opens(part)]
    fitting = [n for n in ends if sum(map(len, parts[:n])) <= room]
    return parts[: (fitting[-1:] or ends[:1] or [len(parts)])[0]]


def _opens(part: str) -> bool:
    return bool(_HANGS.search(part) or (_OPENS.match(part) and not _SAYS.search(part)))


def department_sentence(
    corpus: Corpus, clause: Clause, evidence: Evidence, years: Sequence[int] = ()
) -> tuple[str, str] | None:
    """Who is responsible, and the verbatim words that say so; None where the clause names nobody."""
    short = corpus.documents[clause.doc].short
    subject = evidence.subject or f"{short}{clause.label}"
    if evidence.row is not None:
        column = next((n for n in evidence.row if "牵头" in n or "责任" in n), "")
        row = row_sentence(clause, evidence.row, years)
        return say("answer.row_department", row=row, lead=evidence.row[column]), evidence.quote
    groups = _group(corpus, clause, evidence)
    return (_named(corpus, subject, groups[0]), groups[0].raw) if groups else None


def responsible(corpus: Corpus, clause: Clause, evidence: Evidence) -> str:
    """Who leads, in a few words for the end of an answer; empty where nobody or many are named."""
    groups = () if evidence.row is not None else _group(corpus, clause, evidence)
    leads = groups[0].departments.lead if groups else ()
    if not 0 < len(leads) <= _LEADS_SHOWN or groups[0].form == "责任单位":
        return ""
    return say("answer.responsible", lead="、".join(map(corpus.department, leads)))


def _group(corpus: Corpus, clause: Clause, evidence: Evidence) -> tuple[DepartmentGroup, ...]:
    """The bracket of departments that follows the evidence, if the clause has any."""
    groups = find_groups(clause.text, first_is_lead=corpus.documents[clause.doc].first_is_lead is not None)
    at = clause.text.find(evidence.quote)
    return tuple([g for g in groups if clause.text.find(g.raw) >= at] or groups)[:1]


def _named(corpus: Corpus, subject: str, group: DepartmentGroup) -> str:
    lead = "、".join(map(corpus.department, group.departments.lead))
    cooperate = "、".join(map(corpus.department, group.departments.cooperate))
    tail = say("answer.cooperate", names=cooperate) if cooperate else ""
    more = say("answer.open_ended") if group.open_ended else ""
    if group.form == "责任单位" and not cooperate:
        return say("answer.units", subject=subject, lead=lead)
    return say("answer.departments", subject=subject, lead=lead, cooperate=tail + more)
