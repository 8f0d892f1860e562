"""What is to be known beside a result: validity, ceilings, lost pages, the other document, the other choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.answering.drafts import Drafts
from assistant.calculator.schema import Rule
from assistant.corpus.store import Corpus
from assistant.messages import say
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
    for other, notice in Drafts(corpus).conflicts(rule, as_of):
        meta = corpus.documents[corpus.clause(other.clause).doc]
        title = f"《{meta.short}》{other.title}"
        yield Told(notice.kind, badge(notice.kind), notice.text, form_link(other.id), title)


def _alternatives(corpus: Corpus, rule: Rule) -> Iterator[Told]:
    for name in rule.alternatives:
        other = corpus.rules[name]
        if other.discretion:
            said = say("calculation.alternative", title=other.title, quote=other.discretion)
            yield Told("alternative", badge("alternative"), said, form_link(other.id), other.title)
