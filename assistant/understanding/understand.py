"""Step 1: what is asked, read together with what was asked before. Nothing is looked up in the clauses here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.calculator.amounts import quantities
from assistant.corpus.store import Corpus
from assistant.text import TURN, bigrams, fold
from assistant.types import Kind, Question, Reason, Understanding
from assistant.understanding.aimed import CERTAIN, SURE, aimed
from assistant.understanding.aims import aims_of
from assistant.understanding.apart import asks_something
from assistant.understanding.asking import asking
from assistant.understanding.carried import asides, narrowed
from assistant.understanding.message import MessageReader
from assistant.understanding.references import find_neighbour, find_references
from assistant.understanding.sentence import SentenceReader, focus_of
from assistant.understanding.talking import turns
from assistant.understanding.tongues import Tongues
from assistant.understanding.turns import COMPLETES, corrects, follows_up, joined, resumed

__all__ = ["Reader"]

_NEXT = re.compile(
    r"(?P<before>(前|上)((面|边|头)?(那|的)?一|(面|边|头)(那|的|这))(条(?![件例文])|款(?!项)|点))"
    r"|(后|下)((面|边|头)?(那|的)?一|(面|边|头)(那|的|这))(条(?![件例文])|款(?!项)|点)"
)
_SAME = re.compile(r"同(样的?|一)(那|的|个)?(一)?(条|款|点)")
_VAGUE = 0.3
_FAINT = 4
_SHORT = 8


class Reader:
    """Reads questions, each with its earlier turns, against one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._sentences = SentenceReader(corpus)
        self._messages = MessageReader(corpus, self._sentences)
        self._tongues = Tongues(corpus)

    def split(self, question: Question) -> tuple[Question, ...]:
        """The questions of one message, each with those before it as context."""
        return self._messages.split(self.in_chinese(question))

    def in_chinese(self, question: Question) -> Question:
        read = self._tongues.in_chinese
        return replace(question, text=read(question.text), turns=tuple(map(read, question.turns)))

    def expand(self, text: str) -> tuple[str, ...]:
        """Terms of the documents for the everyday words in the text."""
        return self._sentences.expand(text)

    def read(self, question: Question) -> Understanding:
        question = self.in_chinese(question)
        what = self._read(resumed(question))
        return self._with_the_message(what, question) if question.beside and not what.stop else what

    def _with_the_message(self, what: Understanding, question: Question) -> Understanding:
        """A part with what the same message tells before it: figures, if it tells none, and a document."""
        message = TURN.join(question.turns[-question.beside :])
        before = self._sentences.read(message)
        reckons = "money" in what.wants and not quantities(what.original)
        if reckons and quantities(before.original):
            _, figures = narrowed(before.original, focus_of(what.text))
            what = replace(what, original=f"{figures}{TURN}{what.original}")
        return replace(what, beside=True, leans=() if what.documents else before.documents)

    def _read(self, question: Question) -> Understanding:
        said, unchanged = asides(question.text) if question.turns else (question.text, False)
        mine = self._sentences.read(said)
        if said != question.text:
            mine = replace(mine, original=self._sentences.read(question.text).original)
        if mine.stop or mine.kind is Kind.GREETING:
            return mine
        if during := asking().stage_at(mine.text, mine.day, question.as_of):
            mine = replace(mine, kind=Kind.FACT, asks_for=(), during=during)
        aims = aims_of(mine.text)
        if aims.get("orders", 0.0) + aims.get("fraud", 0.0) >= SURE:
            return replace(mine, stop=Reason.UNSAFE)
        earlier = self._earlier(question)
        if earlier is None:
            return self._alone(mine, aims)
        if self._strays(mine):
            return aimed(mine, aims)
        if beside := self._beside(earlier, mine):
            return beside
        if question.beside:
            earlier = self._narrowed(earlier, mine)
        if turns().rest_of_clause.search(mine.text):
            return replace(self._joined(mine, earlier), kind=Kind.FACT, after=earlier, rest=True)
        if question.beside and turns().anew.search(mine.text) and len(mine.focus) > _FAINT:
            return aimed(mine, aims)
        return replace(self._after(earlier, mine, aims, unchanged=unchanged), after=earlier)

    def _narrowed(self, earlier: Understanding, mine: Understanding) -> Understanding:
        """Of a story told before the first of several questions, what this one is about."""
        about, _ = narrowed(earlier.matter, mine.focus)
        if about == earlier.matter:
            return earlier
        _, figures = narrowed(earlier.original, mine.focus)
        return replace(earlier, matter=about, original=figures, expansion=self._sentences.expand(about))

    def _alone(self, mine: Understanding, aims: Mapping[str, float]) -> Understanding:
        """A message with nothing before it; "那市级的呢" then asks nothing that could be looked up."""
        if self._strays(mine):
            return aimed(mine, aims)
        nothing = follows_up(mine.text) and len(mine.focus) <= COMPLETES and not mine.documents
        nothing = nothing and not self._sentences.subjects(mine.text) and not mine.clauses and not mine.lost
        return replace(mine, focus=()) if nothing or self._names_nothing(mine, aims) else aimed(mine, aims)

    def _earlier(self, question: Question) -> Understanding | None:
        """The last turn that says what it is about, or, of several, that which is pointed to (用电那块), itself
        read after those before it; else the last one."""
        last = None
        for n in _nearest_first(question):
            beside = max(0, question.beside - (len(question.turns) - n))
            earlier = self.read(
                replace(question, text=question.turns[n], turns=question.turns[:n], beside=beside)
            )
            told = earlier.focus or earlier.clauses or earlier.lost
            # 申报截止到几号 leaves the conversation where it was.
            asides = n > 0 and earlier.asks_for and not self._sentences.subjects(question.turns[n])
            if told and not asides and not self._strays(earlier):
                return earlier
            last = last or earlier
        return last

    def _after(
        self, earlier: Understanding, mine: Understanding, aims: Mapping[str, float], *, unchanged: bool
    ) -> Understanding:
        """A message read as what it is to the one before: its continuation, a correction, or a new question."""
        # 谁来开发 asks for a sort of fact, and names no subject of its own.
        own = self._sentences.subjects(asking().without_wants(mine.matter))
        if turns().anew.search(mine.text) and own:
            return aimed(mine, aims)
        if corrects(mine.text):
            return self._joined(mine, earlier)
        nothing = self._names_nothing(mine, aims) or (
            len(mine.focus) <= COMPLETES and not (mine.expansion and mine.focus)
        )
        asks_more = not own and not mine.documents and len(mine.focus) <= _SHORT and _asks(mine)
        if follows_up(mine.text) or nothing or asks_more:
            return self._joined(aimed(mine, aims), earlier, unchanged=unchanged)
        if not mine.wants and not asks_something(mine.text):
            # The matter told now, what was asked of it before: 能补多少钱 / 我们发债，发行费380万.
            if own and not earlier.focus:
                return replace(mine, wants=earlier.wants, kind=earlier.kind)
            return self._joined(mine, earlier)
        if unchanged:
            mine = replace(mine, original=f"{earlier.original}{TURN}{mine.original}")
        return aimed(mine, aims)

    def _joined(
        self, mine: Understanding, earlier: Understanding, *, unchanged: bool = False
    ) -> Understanding:
        if earlier.focus or earlier.clauses or earlier.lost:
            return joined(mine, earlier, self._sentences, unchanged=unchanged)
        return replace(mine, focus=()) if self._names_nothing(mine, aims_of(mine.text)) else mine

    def _strays(self, mine: Understanding) -> bool:
        """Whether a sentence is about what no document covers, whatever came before: 那今天会下雨吗."""
        return bool(self._corpus.neighbour(mine.text)) and not self._sentences.subjects(mine.text)

    def _names_nothing(self, mine: Understanding, aims: Mapping[str, float]) -> bool:
        """Whether none of a sentence's words names a matter, or it is as a whole one of those that name none."""
        if self._sentences.tells_nothing(mine):
            return True
        referred = mine.documents or mine.clauses or mine.lost or mine.unknown
        seeks = asking().seeks_help(mine.text) or bool(mine.wants) or mine.kind is not Kind.FACT
        vague = aims.get("vague", 0.0)
        most = _SHORT if vague >= CERTAIN else _FAINT if seeks else 0
        # 面积多大 names what is asked of something, not the something.
        own = self._sentences.subjects(asking().without_wants(mine.text))
        return vague >= _VAGUE and len(mine.focus) <= most and not referred and not own

    def _beside(self, earlier: Understanding, mine: Understanding) -> Understanding | None:
        """A clause pointed to from one that an earlier turn named: its neighbour, another number of the same
        document, or the same number of another one."""
        match, found = _NEXT.search(mine.text), None
        if match and len(earlier.documents) == 1:
            step = -1 if match["before"] else 1
            found = find_neighbour(earlier.clauses, earlier.lost, step, earlier.documents[0], self._corpus)
        elif _SAME.search(mine.text) and len(mine.documents) == 1:
            found = find_neighbour(earlier.clauses, earlier.lost, 0, mine.documents[0], self._corpus)
        elif not mine.documents and earlier.documents:
            found = find_references(mine.text, earlier.documents, self._corpus)
            # What is said beside the number (换个问题，同一份文件的) names nothing; 又上了三条线 counts.
            if len(focus_of(found.rest)) > _FAINT or self._sentences.subjects(found.rest):
                return None
        if found is None or not (found.clauses or found.lost or found.unknown):
            return None
        return replace(
            mine,
            documents=mine.documents or earlier.documents,
            focus=(),
            clauses=found.clauses,
            lost=found.lost,
            unknown=found.unknown,
        )


def _nearest_first(question: Question) -> list[int]:
    """The places of the earlier turns, the last first, or the one first whose words the question points to."""
    order = list(range(len(question.turns) - 1, -1, -1))
    that = turns().that.search(asking().spell(fold(question.text)))
    if that is None:
        return order
    words = set(bigrams(that["of"])[-1:])
    return sorted(order, key=lambda n: not words <= set(bigrams(fold(question.turns[n]))))


def _asks(mine: Understanding) -> bool:
    return bool(mine.wants or mine.asks_for) or asks_something(mine.text)
