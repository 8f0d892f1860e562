"""Step 4: the answer in words, from the clauses alone. Every composer returns a Draft with a status."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.answering.compare import Comparison
from assistant.answering.define import Definitions
from assistant.answering.drafts import Drafts
from assistant.answering.lists.lists import Lists
from assistant.answering.lists.rows import Rows
from assistant.answering.reckoning import conditions, quotes, result_sentence, workings
from assistant.answering.refuse import Refusals, canned
from assistant.answering.sought import only_guessed
from assistant.answering.units import says_itself, with_units
from assistant.answering.wording import conclusion, department_sentence, responsible, spoken
from assistant.calculator.figures import printed_figures
from assistant.corpus.store import Corpus
from assistant.messages import phrases, say
from assistant.retrieval.evidence import first_words, operative_text, whole_part
from assistant.retrieval.precedence import choices
from assistant.types import (
    Calculation,
    Clause,
    Draft,
    Evidence,
    Kind,
    Notice,
    Passage,
    Reason,
    Status,
    Understanding,
)
from assistant.understanding.asking import asking

__all__ = ["Composer"]

_SINCE = re.compile(r"(实行|执行|施行|实施)时间|20[12]\d年\d{1,2}月(\d{1,2}日)?(起|开始)")
_OF_ROWS = (Kind.LIST, Kind.FACT, Kind.DEPARTMENT)
_NEAR_BEST = 0.7
_ANSWER_LIMIT = 200
_CLAUSE_SHOWN = 220


class Composer:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._drafts = Drafts(corpus)
        self._definitions = Definitions(corpus)
        self._lists = Lists(corpus)
        self._comparison = Comparison(corpus)
        self._rows = Rows(corpus)
        self._refusals = Refusals(corpus)

    def compose(
        self,
        what: Understanding,
        passages: tuple[Passage, ...],
        as_of: date,
        reckoned: Calculation | None = None,
    ) -> Draft:
        kept = [p for p in passages if p.kept]
        if what.stop is Reason.UNSAFE:
            return canned(Status.REFUSED, say("refused.unsafe"), Reason.UNSAFE)
        if what.kind is Kind.GREETING:
            examples = phrases("greeting.examples")
            text = say("greeting.text") + say("greeting.try", examples="；".join(examples))
            return Draft(Status.ANSWERED, text, say("greeting.text"), suggestions=examples)
        if what.lost:
            return self._refusals.lost(what)
        if what.unknown:
            return self._refusals.unknown(what)
        beside = not kept and asking().lasts(what.text) and any(p.outside for p in passages[:1])
        if what.documents and asking().issuer.search(what.text):
            return self._drafts.issued(what.documents, as_of)
        nothing = not (what.documents or what.focus or what.clauses)
        if what.kind is Kind.VALIDITY and nothing and not asking().of_all.search(what.text):
            return self._refusals.which_document()
        if what.kind is Kind.VALIDITY and (what.documents or not (kept or beside) or not what.focus):
            return self._drafts.validity(what.documents or tuple(self._corpus.documents), as_of, what.day)
        if definition := self._definitions.find(what):
            sentence, evidence = definition
            return self._drafts.answered(sentence, sentence, (evidence,), as_of)
        if what.kind in _OF_ROWS and not what.asks_for and (rows := self._rows.find(what, kept)):
            return self._drafts.answered(rows[0], rows[0].split("。")[0] + "。", rows[1], as_of)
        if listed := self._lists.find(what, kept, passages):
            return self._drafts.listed(listed, as_of)
        if what.kind is Kind.COMPARISON:
            comparison = self._comparison
            compared = comparison.find(what, kept) if what.focus else comparison.rule_of_precedence(what)
            if compared:
                return self._drafts.answered(*compared, as_of)
        if not what.focus and not what.clauses:
            return self._refusals.vague(what)
        kept = self._refusals.with_figure(what, kept)
        if refusal := self._refusals.refusal(what, passages, kept):
            return refusal
        if kept and only_guessed(what, kept[0], self._corpus):
            return self._refusals.vague(what)
        if what.kind is Kind.VALIDITY and not self._has_own_time(what, kept[0]):
            prevails = choices(kept, self._corpus)[0].passage.clause.doc
            return self._drafts.validity((prevails,), as_of, what.day)
        if what.kind is Kind.DEPARTMENT and "operator" not in what.wants and not says_itself(what, kept):
            return self._department(what, kept, as_of)
        if what.clauses and not what.focus:
            return self._clause(kept[0], as_of)
        if reckoned is None and (unsaid := self._refusals.unsaid(what, kept)):
            return unsaid
        return self._fact(what, kept, reckoned, as_of)

    def _has_own_time(self, what: Understanding, passage: Passage) -> bool:
        """Whether a provision says itself since when it applies or how long it lasts, whatever its document's
        validity."""
        if (
            asking().lasts(what.text)
            and passage.evidence
            and asking().prints_length(passage.evidence[0].quote)
        ):
            return True
        meta = self._corpus.documents[passage.clause.doc]
        basis = {b.clause for b in meta.validity.basis}
        own = any(_SINCE.search(e.quote) for e in passage.evidence)
        return own and passage.clause.id not in basis

    def _clause(self, passage: Passage, as_of: date) -> Draft:
        clause = passage.clause
        text = operative_text(clause)
        shown = text if len(text) <= _CLAUSE_SHOWN else text[:_CLAUSE_SHOWN].rsplit("。", 1)[0] + "。……"
        short = self._corpus.documents[clause.doc].short
        answer = say("answer.clause", short=short, label=clause.label, text=shown)
        evidence = Evidence(clause.id, first_words(clause) or clause.text)
        return self._drafts.answered(answer, spoken(short, clause, evidence), (evidence,), as_of)

    def _department(self, what: Understanding, kept: list[Passage], as_of: date) -> Draft:
        chosen = with_units(kept)
        evidence = chosen.evidence[0]
        named = department_sentence(self._corpus, chosen.clause, evidence, what.years)
        if named is None:
            return self._refusals.no_department(chosen)
        answer, quote = named
        shown = Evidence(chosen.clause.id, quote, evidence.subject)
        return self._drafts.answered(answer, answer, (shown,), as_of)

    def _fact(
        self, what: Understanding, kept: list[Passage], reckoned: Calculation | None, as_of: date
    ) -> Draft:
        found = choices(kept, self._corpus)
        reckoned_on = str(reckoned.trace["clause"]) if reckoned else ""
        choice = next((c for c in found if c.passage.clause.id == reckoned_on), found[0])
        passage = choice.passage
        notices = self._drafts.beside(choice, as_of)
        if reckoned and reckoned.trace["ask"]:
            question = str(reckoned.trace["ask"]) + "？"
            return Draft(Status.CLARIFY, question, question, Reason.TOO_VAGUE)
        shown = _together(passage, what.wants)
        short = self._corpus.documents[passage.clause.doc].short
        if reckoned and reckoned.trace["result"] != "missing":
            return self._reckoned(what, reckoned, shown, notices, as_of)
        verdict = _verdict(what, shown) + self._source(what, passage.clause)
        answer = verdict + "".join(conclusion(passage.clause, e, what.years) for e in shown)
        answer += responsible(self._corpus, passage.clause, shown[0])
        speak = verdict + spoken(short, passage.clause, shown[0], what.years)
        return self._drafts.answered(answer, speak, shown, as_of, notices)

    def _reckoned(
        self,
        what: Understanding,
        reckoned: Calculation,
        shown: tuple[Evidence, ...],
        notices: list[Notice],
        as_of: date,
    ) -> Draft:
        """The amount first, its workings next, resting on the words that the steps quote."""
        sentence = result_sentence(reckoned)
        clause = self._corpus.clause(str(reckoned.trace["clause"]))
        evidence = (
            tuple(Evidence(clause.id, whole_part(clause, quote)) for quote in quotes(reckoned)) or shown
        )
        if not notices:
            # The other document is named whether or not it was found.
            rivals = self._drafts.conflicts(self._corpus.rules[reckoned.rule], as_of)
            notices = [notice for _, notice in rivals][:1]
        for other in reckoned.trace["alternatives"]:
            if other["quote"]:
                text = say("calculation.alternative", title=other["title"], quote=other["quote"])
                notices = [*notices, Notice("alternative", text)]
        quoted = reckoned.trace["result"] == "discretionary"
        basis = "" if quoted else say("calculation.basis", quote=evidence[0].quote.rstrip("。；，"))
        eligible = asking().whether(what.text) and reckoned.trace["result"] != "no_award"
        standing = conditions(reckoned, met=eligible)
        answer = sentence + standing + (workings(reckoned) or basis)
        answer += responsible(self._corpus, clause, evidence[0]) + self._source(what, clause)
        return self._drafts.answered(answer, sentence, evidence[:1], as_of, notices)

    def _source(self, what: Understanding, clause: Clause) -> str:
        """Where the answer stands, for those who ask."""
        if not asking().source.search(what.text):
            return ""
        short = self._corpus.documents[clause.doc].short
        return say("answer.stands_in", short=short, label=clause.label)


def _verdict(what: Understanding, shown: tuple[Evidence, ...]) -> str:
    """Whether the figure that the asker takes for granted is the one that stands in the clause."""
    printed = {figure for e in shown for figure in printed_figures(e.quote)}
    for claim in what.claims:
        same_kind = {f for f in printed if f.kind == claim.kind}
        if same_kind:
            right = any(f.value == claim.value for f in same_kind)
            return say("answer.right") if right else say("answer.wrong", claim=claim.text)
    return ""


def _together(passage: Passage, wants: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The best evidence of a clause, with what fits nearly as well, in printed order and within a short answer.

    Where the best does not hold a sort of fact that was asked for, the next that does stands with it.
    """
    text = passage.clause.text
    best, *others = passage.evidence
    chosen = [best]
    for want in wants:
        if not any(asking().holds((want,), e.quote) > 0 for e in chosen):
            chosen += [e for e in others if e not in chosen and asking().holds((want,), e.quote) > 0][:1]
    others = [e for e in others if e not in chosen]
    for other in others:
        said = any(other.quote in e.quote or e.quote in other.quote for e in chosen)
        fits = other.score >= _NEAR_BEST * best.score and not other.row and not said
        if fits and sum(len(e.quote) for e in (*chosen, other)) <= _ANSWER_LIMIT:
            chosen.append(other)
    if len(chosen) > 1:
        chosen = [replace(e, subject="") for e in chosen]
    return tuple(sorted(chosen, key=lambda e: text.find(e.quote)))
