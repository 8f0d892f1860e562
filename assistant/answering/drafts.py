"""Drafts of an answer: the words, what is read aloud, and the notices that go with what they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from assistant.answering.lists.listed import Listed
from assistant.answering.validity import chinese_date, validity_at, validity_notice, validity_sentence
from assistant.calculator.schema import Rule
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.retrieval.precedence import Choice, prevails
from assistant.types import Draft, Evidence, Notice, Reason, Status

__all__ = ["Drafts"]

_CEILING = re.compile(r"不超过|不高于|最高|以内|上限")
_LIST_SHOWN = 20


class Drafts:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def answered(
        self,
        answer: str,
        speak: str,
        evidence: Iterable[Evidence],
        as_of: date,
        notices: Iterable[Notice] = (),
    ) -> Draft:
        shown = tuple(evidence)
        said = []
        clause = self._corpus.clause(shown[0].clause)
        meta = self._corpus.documents[clause.doc]
        if any(_CEILING.search(e.quote) for e in shown):
            said.append(Notice("ceiling", say("notice.ceiling")))
        if notice := validity_notice(meta, as_of):
            said.append(notice)
        if not clause.complete:
            pages = next((gap.pages for gap in meta.gaps if gap.clause == clause.id), "")
            said.append(
                Notice("incomplete_source", say("notice.incomplete_source", note=clause.missing, pages=pages))
            )
        # "该文件" is the one that the answer stands in; what concerns others comes after.
        return Draft(Status.ANSWERED, answer, speak, None, shown, (*said, *notices))

    def validity(self, keys: Iterable[str], as_of: date, asked_on: date | None) -> Draft:
        # The first to end comes first, one that names no end last.
        metas = sorted(
            map(self._corpus.documents.__getitem__, keys), key=lambda m: m.validity.ends or date.max
        )
        as_of = asked_on or as_of
        text = "".join(validity_sentence(meta, as_of) for meta in metas)
        evidence = tuple(
            Evidence(basis.clause, basis.quote, meta.short)
            for meta in metas
            for basis in reversed(meta.validity.basis)
        )
        if not evidence:
            first = next(c for c in reversed(self._corpus.clauses) if c.doc == metas[0].key)
            evidence = (Evidence(first.id, first.text, metas[0].short),)
        states = tuple(Notice(validity_at(m, as_of).state, text) for m in metas[:1])
        lapsed = "、".join(f"《{m.short}》" for m in metas if validity_at(m, as_of).state == "expired")
        several = say("validity.lapsed", names=lapsed) if lapsed else say("validity.none_lapsed")
        return Draft(Status.ANSWERED, text, text if len(metas) == 1 else several, None, evidence, states)

    def issued(self, keys: Iterable[str], as_of: date) -> Draft:
        """Who put the documents out, as their last lines or their titles tell."""
        texts, evidence = [], []
        for meta in (self._corpus.documents[key] for key in keys):
            of = [c for c in self._corpus.clauses if c.doc == meta.key]
            shown = next((c for c in of if c.kind == "signature"), of[0])
            day = say("validity.issued", date=chinese_date(meta.issued)) if meta.issued else ""
            note = f"（{meta.issuer_note}）" if meta.issuer_note else ""
            texts.append(say("answer.issued", title=meta.title, issuer=meta.issuer, note=note, day=day))
            evidence.append(Evidence(shown.id, shown.text, meta.short))
        return self.answered("".join(texts), texts[0], evidence, as_of)

    def listed(self, listed: Listed, as_of: date) -> Draft:
        if not listed.items:
            text = say("refused.no_such", conditions=listed.condition) + say("refused.contact_general")
            return Draft(Status.REFUSED, text, text.split("。")[0] + "。", Reason.NOT_IN_CORPUS)
        lines, doc = [listed.head], ""
        for n, item in enumerate(listed.items[:_LIST_SHOWN], 1):
            clause = self._corpus.clause(item.evidence.clause)
            if clause.doc != doc:
                doc = clause.doc
                lines.append(say("answer.list_document", short=self._corpus.documents[doc].short))
            lines.append(say("answer.list_item", n=n, said=item.said, label=clause.label))
        if len(listed.items) > _LIST_SHOWN:
            lines.append(say("answer.list_more", rest=len(listed.items) - _LIST_SHOWN))
        evidence = tuple(item.evidence for item in listed.items)
        docs = dict.fromkeys(self._corpus.clause(e.clause).doc for e in evidence)
        metas = [self._corpus.documents[d] for d in docs]
        lapsed = tuple(
            Notice(notice.kind, f"《{meta.short}》：{notice.text}")
            for meta in metas
            if (notice := validity_notice(meta, as_of))
        )
        answer = "\n".join([*lines, listed.how])
        return Draft(Status.ANSWERED, answer, listed.head, None, evidence, lapsed, echoes=listed.echoes)

    def beside(self, choice: Choice, as_of: date) -> list[Notice]:
        """What is to be known of another document on the same matter: that it gives way, or says the same."""
        if choice.twin:
            clause = choice.twin.clause
            short = self._corpus.documents[clause.doc].short
            return [Notice("same", say("notice.same", short=short, label=clause.label))]
        if choice.loser is None:
            return []
        winner, loser = choice.passage.clause.doc, choice.loser.clause.doc
        if choice.yields:
            winner, loser = loser, winner
        return [self._prevailing(winner, loser, choice.clause, as_of)]

    def conflicts(self, rule: Rule, as_of: date) -> Iterator[tuple[Rule, Notice]]:
        """The rules of other documents in the same matter, with which of the two documents counts."""
        mine = self._corpus.clause(rule.clause).doc
        for other in self._corpus.rules.values():
            if not rule.matter or other.matter != rule.matter or other.result != rule.result:
                continue
            theirs = self._corpus.clause(other.clause).doc
            for winner, loser in ((mine, theirs), (theirs, mine)):
                if clause := prevails(winner, loser, self._corpus):
                    yield other, self._prevailing(winner, loser, clause, as_of)

    def _prevailing(self, winner: str, loser: str, clause: str, as_of: date) -> Notice:
        meta = self._corpus.documents[winner]
        lapsed = validity_at(meta, as_of).state == "expired"
        text = say(
            "notice.precedence_lapsed" if lapsed else "notice.precedence",
            winner=meta.short,
            loser=self._corpus.documents[loser].short,
            label=self._corpus.clause(clause).label,
            ends=chinese_date(meta.validity.ends) if meta.validity.ends else "",
        )
        return Notice("precedence", text)
