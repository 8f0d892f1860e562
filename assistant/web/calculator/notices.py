"""What is to be known beside a result: validity, ceilings, lost pages, the other document, the other choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.answering.drafts import Drafts
from assistant.answering.validity import chinese_date, validity_at
from assistant.calculator.schema import Rule
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.retrieval.precedence import prevails
from assistant.types import Evidence
from assistant.web.calculator.link import form_link
from assistant.web.texts import badge

__all__ = ["Told", "notices"]


@dataclass(frozen=True, slots=True)
class Told:
    """``link`` leads to the form of the other rule, which ``title`` names."""

    kind: str
    badge: str
    said: str
    link: str = ""
    title: str = ""


def notices(corpus: Corpus, rule: Rule, evidence: tuple[Evidence, ...], as_of: date) -> tuple[Told, ...]:
    shown = evidence if rule.result == "ceiling" else evidence[:1]
    # The chat's own sentences, so that both say the same.
    draft = Drafts(corpus).answered("", "", shown, as_of)
    plain = (
        n for n in draft.notices if not (n.kind == "ceiling" and rule.result in {"limit", "discretionary"})
    )
    return (
        *(Told(n.kind, badge(n.kind), n.text) for n in plain),
        *_other_documents(corpus, rule, as_of),
        *_alternatives(corpus, rule),
    )


def _other_documents(corpus: Corpus, rule: Rule, as_of: date) -> Iterator[Told]:
    """The rules of other documents in the same matter, and which of them counts."""
    mine = corpus.clause(rule.clause).doc
    for other in corpus.rules.values():
        if not rule.matter or other.matter != rule.matter or other.result != rule.result:
            continue
        theirs = corpus.clause(other.clause).doc
        for winner, loser in ((mine, theirs), (theirs, mine)):
            if clause := prevails(winner, loser, corpus):
                meta = corpus.documents[winner]
                lapsed = validity_at(meta, as_of).state == "expired"
                said = say(
                    "notice.precedence_lapsed" if lapsed else "notice.precedence",
                    winner=meta.short,
                    loser=corpus.documents[loser].short,
                    label=corpus.clause(clause).label,
                    ends=chinese_date(meta.validity.ends) if meta.validity.ends else "",
                )
                title = f"《{corpus.documents[theirs].short}》{other.title}"
                yield Told("precedence", badge("precedence"), said, form_link(other.id), title)


def _alternatives(corpus: Corpus, rule: Rule) -> Iterator[Told]:
    for name in rule.alternatives:
        other = corpus.rules[name]
        if other.discretion:
            said = say("calculation.alternative", title=other.title, quote=other.discretion)
            yield Told("alternative", badge("alternative"), said, form_link(other.id), other.title)
