"""Drafts that do not answer: refused, missing, unknown or too vague; each says what the asker can do next."""

from __future__ import annotations

import re

from assistant.answering.sought import lacks_value, tells_parts
from assistant.calculator.amounts import quantities
from assistant.corpus.store import Corpus
from assistant.messages import phrases, say
from assistant.retrieval.evidence import operative_text
from assistant.text import TURN
from assistant.types import Draft, Kind, Notice, Passage, Reason, Status, Understanding
from assistant.understanding.apart import asking_pieces
from assistant.understanding.asking import asking

__all__ = ["Refusals", "canned"]

_YEAR_COLUMN = re.compile(r"20\d\d")
_FIGURES = frozenset({"money", "rate"})
_STATEMENTS = frozenset({"fact", "target", "duty", "relief", "service"})
_NEARLY = 0.7
_BEYOND_DOUBT = 0.95
# So well found that an outside word counts only where something is asked, not in what is told beside it.
_SURE = 0.7
_MATTER_SHOWN = 24
# Nearer than this, what the question is about beside the clauses may be called by its name.
_NAMED = 0.36
# Log-odds; of 2700 questions that a clause answers 2 are beyond it, and of the 330 that none does 7 that no other sign
# tells.
_UNSAID = 1.5


def canned(status: Status, text: str, reason: Reason) -> Draft:
    """A draft without evidence; its first sentence is the one to read aloud."""
    return Draft(status, text, text.split("。")[0] + "。", reason)


class Refusals:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def lost(self, what: Understanding) -> Draft:
        meta = self._corpus.documents[what.documents[0]]
        pages = next(gap.pages for gap in meta.gaps if set(gap.numbers) & set(what.lost))
        text = say("missing.numbers", short=meta.short, numbers="、".join(what.lost), pages=pages)
        return Draft(
            Status.MISSING,
            text + say("missing.next"),
            text,
            Reason.PAGE_MISSING,
            notices=(Notice("incomplete_source", text),),
        )

    def unknown(self, what: Understanding) -> Draft:
        meta = self._corpus.documents[what.documents[0]]
        labels = [c.label for c in self._corpus.clauses if c.doc == meta.key and c.kind == "clause"]
        text = say(
            "refused.clause_unknown",
            short=meta.short,
            numbers="、".join(what.unknown),
            first=labels[0],
            last=labels[-1],
        )
        return canned(Status.REFUSED, text, Reason.CLAUSE_UNKNOWN)

    def vague(self, what: Understanding) -> Draft:
        choices = phrases("clarify.choices")
        text = say("clarify.too_vague", choices="、".join(choices))
        return Draft(Status.CLARIFY, text, text, Reason.TOO_VAGUE, suggestions=choices[:3])

    def which_document(self) -> Draft:
        shorts = tuple(f"《{meta.short}》" for meta in self._corpus.documents.values())
        text = say("clarify.which_document", choices="、".join(shorts))
        return Draft(Status.CLARIFY, text, text, Reason.TOO_VAGUE, suggestions=shorts[:3])

    def refusal(
        self, what: Understanding, passages: tuple[Passage, ...], kept: list[Passage]
    ) -> Draft | None:
        """A refusal when nothing was found, another place is asked about, or no clause speaks of what is."""
        place = asking().other_place(what.text)
        if place and not any(place in p.clause.text for p in kept[:3]):
            return self.refuse(say("refused.elsewhere", place=place), kept)
        for name, _, in_text in asking().never:
            if name in what.asks_for and not (kept and in_text.search(kept[0].clause.text)):
                return self.refuse(say("refused.asks_for", what=name), kept)
        foreign = not passages or not passages[0].parts.get("spoken")
        meant = next((p.outside for p in passages[:1]), "")
        subject = self.outside(what.text, kept) or meant
        # What is asked beside a clause is of the documents' kind, whatever words it is asked in.
        if meant in self._corpus.unsaid or (subject and not foreign):
            if subject == meant and passages[0].parts["outside"] < _NAMED:
                return self.refuse(_not_found(what), kept)
            beside = [p for p in passages[:1] if p.evidence]
            return self.refuse(say("refused.outside", subject=subject), kept or beside)
        if kept and not subject:
            lacking = self._not_written(what, kept) if lacks_value(what, kept) else None
            return self.wrong_year(what, kept[0]) or self.without_figure(what, kept) or lacking
        if foreign:
            documents = "、".join(f"《{meta.short}》" for meta in self._corpus.documents.values())
            return canned(
                Status.REFUSED, say("refused.out_of_scope", documents=documents), Reason.OUT_OF_SCOPE
            )
        return self.refuse(_not_found(what), kept)

    def no_department(self, best: Passage) -> Draft:
        clause = best.clause
        short = self._corpus.documents[clause.doc].short
        subject = _subject(best)
        text = say("answer.no_department", short=short, label=clause.label, subject=subject)
        return canned(Status.REFUSED, text + say("refused.contact_general"), Reason.NOT_IN_CORPUS)

    def unsaid(self, what: Understanding, kept: list[Passage]) -> Draft | None:
        """A clause on the matter is no answer where what is asked of it hardly stands there. What is asked after
        something else is judged with that, and a clause that is named is what was asked for."""
        if what.kind is not Kind.FACT or what.context or what.clauses:
            return None
        # Who tells a sum and asks for one wants to know what is given for it, be that no figure.
        reckons = "money" in what.wants and any(q.kind == "money" for q in quantities(what.original))
        said = reckons or tells_parts(what, kept[0])
        if said or kept[0].parts.get("unsaid", 0.0) < _UNSAID:
            return None
        return self._not_written(what, kept)

    def _not_written(self, what: Understanding, kept: list[Passage]) -> Draft:
        asked = _asking_parts(what.original.split(TURN)[-1]).rstrip("。？?")
        return self.refuse(say("refused.unsaid", matter=_shortened(asked)), kept)

    def wrong_year(self, what: Understanding, best: Passage) -> Draft | None:
        """A table is no answer for a year that it lacks."""
        row = best.evidence[0].row if best.evidence else None
        columns = [name for name in row or {} if _YEAR_COLUMN.search(name)]
        said = " ".join((*columns, *(row or {}).values()))
        if not (columns and what.years) or any(str(y) in said for y in what.years):
            return None
        years = "、".join(f"{y}年" for y in what.years)
        return self.refuse(say("refused.year", years=years, columns="、".join(columns)), [best])

    def without_figure(self, what: Understanding, kept: list[Passage]) -> Draft | None:
        """A fact is no answer to "how much" if it holds no such figure; a grant without one is."""
        return self._not_written(what, kept) if _lacks_figure(what, kept[0]) else None

    @staticmethod
    def with_figure(what: Understanding, kept: list[Passage]) -> list[Passage]:
        """The passages, led by a grant that holds the figure asked for, where the best one does not."""
        if not kept or not _lacks_figure(what, kept[0]):
            return kept
        # Who tells an amount wants it reckoned with, whatever stands nearest.
        told = any(q.kind == "money" for q in quantities(what.original))
        better = [
            p
            for p in kept[1:]
            if p.score >= _NEARLY * kept[0].score
            and p.evidence
            and p.evidence[0].kind not in _STATEMENTS
            and (told or set(p.evidence[0].topics) & set(kept[0].evidence[0].topics))
            and asking().holds(_wanted(what), p.evidence[0].quote) > -1
        ]
        return [*better[:1], *(p for p in kept if p not in better[:1])]

    def outside(self, text: str, kept: list[Passage]) -> str | None:
        """The neighbouring subject that the question is about, unless a clause answers it beyond doubt."""
        if kept and kept[0].score >= _BEYOND_DOUBT:
            return None
        sure = bool(kept) and kept[0].score >= _SURE
        return self._corpus.neighbour(_asking_parts(text) if sure else text)

    def refuse(self, text: str, kept: list[Passage]) -> Draft:
        """Refused plainly, with what the documents do have nearby and where to ask."""
        nearby = contact = ""
        if kept and kept[0].evidence:
            clause = kept[0].clause
            short = self._corpus.documents[clause.doc].short
            subject = _subject(kept[0])
            nearby = say("refused.nearby", subject=subject, short=short, label=clause.label)
            if clause.departments.lead:
                contact = say("refused.contact", department=clause.departments.lead[0])
        text += nearby + (contact or say("refused.contact_general"))
        return canned(Status.REFUSED, text, Reason.NOT_IN_CORPUS)


def _not_found(what: Understanding) -> str:
    return say("refused.not_in_corpus", matter=_shortened(what.original.replace(TURN, "，")))


def _shortened(asked: str) -> str:
    return asked if len(asked) <= _MATTER_SHOWN else asked[:_MATTER_SHOWN] + "…"


def _subject(passage: Passage) -> str:
    return passage.evidence[0].subject or operative_text(passage.clause)[:20]


def _wanted(what: Understanding) -> tuple[str, ...]:
    return tuple(w for w in what.wants if w in _FIGURES)


def _lacks_figure(what: Understanding, best: Passage) -> bool:
    """Whether a figure was asked for and the passage states something else."""
    if what.kind is not Kind.FACT or not _wanted(what) or not best.evidence or asking().compares(what.text):
        return False
    stated = best.evidence[0].kind in _STATEMENTS and best.evidence[0].row is None
    stated = stated and not tells_parts(what, best)
    return stated and all(asking().holds(_wanted(what), e.quote) == -1 for e in best.evidence)


def _asking_parts(text: str) -> str:
    """The pieces of a sentence that ask something; all of it where none does by itself."""
    return "，".join(asking_pieces(text)) or text
