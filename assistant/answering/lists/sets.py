"""Lists by conditions: the clauses that hold all that the question asks of them, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.lists.chapters import Chapters, Scope
from assistant.answering.lists.conditions import Condition, Held, holding
from assistant.answering.lists.departments import of_departments, without_departments
from assistant.answering.lists.listed import Item, Listed
from assistant.answering.lists.pieces import Piece, Pieces, gist
from assistant.answering.lists.printed import Printed
from assistant.answering.lists.subjects import Subjects
from assistant.answering.lists.sums import names_figure, of_figures
from assistant.answering.wording import FIGURE
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.text import TURN, fold
from assistant.types import Evidence, Kind, Passage, Understanding
from assistant.understanding.asking import asking
from assistant.understanding.lists import list_words
from assistant.understanding.talking import several

__all__ = ["Sets"]

# Characters of a list that is still read to the end, and how many of its items are shown.
_ROOM = 1600
_SHOWN = 20
_MOST = 0.5
_GIVES = frozenset({"grant", "relief"})
_HELPS = frozenset({"grant", "relief", "land", "service"})


class Sets:
    def __init__(self, corpus: Corpus, subjects: Subjects, chapters: Chapters) -> None:
        self._corpus = corpus
        self._pieces = Pieces(corpus)
        self._printed = Printed(corpus, [p.plain for own in self._pieces.of.values() for p in own])
        self._subjects = subjects
        self._chapters = chapters
        self._pervading = {doc: self._pervades(doc) for doc in corpus.documents}

    def _pervades(self, doc: str) -> frozenset[str]:
        """The subjects that a document is known by, or that most of its clauses are on."""
        held = [
            {t for p in own for t in p.topics}
            for c, own in self._pieces.of.items()
            if c.partition("/")[0] == doc
        ]
        on = Counter(t for topics in held for t in topics)
        most = {t for t, clauses in on.items() if clauses > _MOST * len(held)}
        return frozenset(most | set(self._corpus.documents[doc].stems))

    def find(self, what: Understanding, kept: Sequence[Passage]) -> Listed | None:
        """None where the question sets no condition by words, figures, years, departments or ways of granting;
        a list without items where nothing holds those that it sets."""
        own = what.text if what.after is None else asking().spell(fold(what.original.split(TURN)[-1]))
        out = list_words().left_out.search(own)
        own = own.replace(out[0], "，") if out else own
        chapter = self._chapters.scope(what, own)
        own = own.replace(chapter.said, "，") if chapter and chapter.said else own
        department = of_departments(what, own, self._corpus)
        # 不论是补助还是奖补 asks for either, and so for nothing in particular.
        own = several().whatever.sub("，", own)
        told = self._told(what, own) if self._asks(what, own) else []
        strong = [c for c in (department, *told) if c]
        others = out and not strong and what.kind is Kind.LIST and self._asks(what, own)
        if others and list_words().gives.search(own):
            # 除了技改，还有什么补贴 asks for all others.
            strong = [Condition(say("conditions.gives"), piece=lambda piece: piece.kind == "grant")]
        if not strong:
            return None
        scope = self._scope(what, chapter)
        held = holding(self._pieces, (*scope, *strong))
        if not held and not all(c.sure for c in strong):
            return None
        for condition in self._narrowing(what, own, out["what"] if out else "", told, kept):
            # What the words only seem to say must not empty the list.
            if narrower := holding(self._pieces, (*scope, *strong, condition)):
                held, strong = narrower, [*strong, condition]
        return self._listed(held, scope, strong, what.text)

    def _asks(self, what: Understanding, own: str) -> bool:
        return not what.asks_for and (what.kind is Kind.LIST or bool(list_words().clauses.search(own)))

    def _told(self, what: Understanding, own: str) -> list[Condition]:
        """The conditions that the words alone tell."""
        bare = without_departments(own, self._corpus)
        printed = self._printed.condition(bare)
        helped = asking().seeks_help(what.matter)
        if not printed and not helped and not self._subjects.in_words(what.matter):
            printed = self._printed.about(bare)
        if not printed and list_words().clauses_by_number.search(own):
            printed = self._printed.compound(own, self._subjects.in_words(what.matter))
        way = None if printed else _granting(what)
        return list(filter(None, (printed, of_figures(own), _of_year(what, own), way)))

    def _narrowing(
        self,
        what: Understanding,
        own: str,
        out: str,
        told: Sequence[Condition],
        kept: Sequence[Passage],
    ) -> Iterator[Condition]:
        """What the list is of besides, as far as anything holds that too."""
        if out and (left := self._left_out(out)):
            yield left
        matter = several().whatever.sub("，", what.matter.replace(out, " ") if out else what.matter)
        meant = what.expansion if matter == what.matter else ()
        bare = replace(what, text=own, matter=without_departments(matter, self._corpus), expansion=meant)
        says_words = any(c.words for c in told)
        if not says_words and (about := self._about(bare, kept, told=bool(told))):
            yield about
        if not told and list_words().pays.search(own):
            yield Condition(say("conditions.gives"), piece=lambda piece: piece.kind == "grant")
        if stated := names_figure(own):
            yield stated
        if says_words and list_words().gives.search(own):
            yield Condition(say("conditions.gives"), piece=_gives)

    def _scope(self, what: Understanding, chapter: Scope | None) -> list[Condition]:
        """The documents and the chapter that the question keeps to."""
        if chapter:
            said = say("conditions.chapter", heading=chapter.name)
            return [Condition(said, clause=lambda c: c.id in chapter.clauses)]
        if not what.documents:
            return []
        names = "、".join(f"《{self._corpus.documents[d].short}》" for d in what.documents)
        return [Condition(say("conditions.document", names=names), clause=lambda c: c.doc in what.documents)]

    def _about(self, what: Understanding, kept: Sequence[Passage], *, told: bool) -> Condition | None:
        """That a piece is on the subjects of the question; beside a department alone, those it names itself."""
        named = self._subjects.named(what, kept)
        # IAB in a document of that name, of which most is about it, is no subject besides.
        named = replace(named, topics=named.topics - {t for d in what.documents for t in self._pervading[d]})
        if not named.topics or not (told or named.own):
            return None
        every = named.own and not named.apart

        def holds(piece: Piece) -> bool:
            topics = named.topics & set(piece.topics)
            return named.topics <= topics if every else bool(topics)

        return Condition(say("conditions.about", topics="、".join(sorted(named.topics))), piece=holds)

    def _left_out(self, said: str) -> Condition | None:
        """That a piece is not on the subject that the question takes out."""
        topics = self._subjects.in_words(said)
        if not topics:
            return None
        said = say("conditions.left_out", topics="、".join(sorted(topics)))
        return Condition(said, piece=lambda piece: bool(piece.kind) and not topics & set(piece.topics))

    def _listed(
        self, held: Sequence[Held], scope: Sequence[Condition], strong: Sequence[Condition], echoes: str
    ) -> Listed:
        over = {doc: sum(len(p.over) for p in m.precedence) for doc, m in self._corpus.documents.items()}
        # What prevails comes first.
        held = sorted(held, key=lambda h: -over[h.clause.doc])
        room = _ROOM // max(1, min(len(held), _SHOWN))
        said = "".join(c.said for c in scope) + "、".join(c.said for c in strong)
        head = say("answer.list_set", conditions=said, count=len(held))
        items = tuple(
            Item(gist(_figures_first(h.pieces), room), Evidence(h.clause.id, h.quote)) for h in held
        )
        return Listed(head, say("answer.list_how_set"), items, said, echoes)


def _figures_first(pieces: Sequence[Piece]) -> Sequence[Piece]:
    return sorted(pieces, key=lambda p: not FIGURE.search(p.quote)) if len(pieces) > 2 else pieces


def _gives(piece: Piece) -> bool:
    return bool(list_words().sums["given"].search(piece.plain))


def _of_year(what: Understanding, own: str) -> Condition | None:
    """That a piece sets a figure for the year, where the question names one outside the names of documents."""
    match = list_words().years.search(what.matter)
    asks = list_words().clauses_by_number.search(own)
    if match is None or match["year"] not in own or not asks:
        return None
    year = match["year"]

    def holds(piece: Piece) -> bool:
        return f"{year}年" in piece.plain and bool(FIGURE.search(piece.plain.replace(year, "")))

    return Condition(say("conditions.year", year=year), piece=holds, sure=False)


def _granting(what: Understanding) -> Condition | None:
    ways = list_words().ways(what.text)
    if not ways or what.kind is not Kind.LIST:
        return None
    kinds = _GIVES if list_words().gives.search(what.text) else _HELPS
    return Condition(
        say("conditions.way", ways="、".join(sorted(ways))),
        piece=lambda piece: piece.kind in kinds and list_words().granted(ways, piece.quote),
        sure=False,
    )
