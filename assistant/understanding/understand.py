"""Step 1: what is asked, read together with what was asked before. Nothing is looked up in the clauses here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.calculator.amounts import quantities, without_quantities
from assistant.corpus.store import Corpus
from assistant.text import TURN, fold
from assistant.types import Kind, Question, Reason, Understanding
from assistant.understanding.aims import aims_of
from assistant.understanding.asking import asking
from assistant.understanding.parts import Senses, asks_something, questions_in
from assistant.understanding.references import find_documents, find_neighbour, find_references
from assistant.understanding.sentence import SentenceReader, focus_of, years_beside

__all__ = ["Reader"]

_FOLLOW_UP = re.compile(
    r"^(那|那么|那如果|如果是|要是|换成|换|还有|另外|上一条|刚才|这个|它|该|同样|再|以上|说错|不对|是(?![以由按否不]))|(呢|的呢)[?？]?$|换[个种](方式|办法)"
)
_CORRECTS = re.compile(
    r"(说|看|写|记|弄|搞|打|填|报|讲|算|听)错|更正|改(一?下|过来)|不好意思|应该是|改成|改为|其实是|不对|漏了|忘了说|补充一下"
)
_ANEW = re.compile(r"^(另外|顺便|还有(?!效)|再问|换个|另一个|对了|还想问|除此之外)")
_INSTEAD = re.compile(r"^(那|那么|换成|换|要是|如果是)|呢[?？]?$")
_NEXT = re.compile(
    r"(?P<before>(前|上)(面|边|头)?(那|的)?一(条|款|点))|(后|下)(面|边|头)?(那|的)?一(条|款|点)"
)
_SAME = re.compile(r"同(样的?|一)(那|的|个)?(一)?(条|款|点)")
# 生物医药到2019年底呢 asks what was asked before.
_PARTICLE = re.compile(r"呢[?？。]?$")
# The probability at which a sentence is taken to ask for what no phrase in it says.
_SURE = 0.6
_DOUBTFUL = 0.08
_LIKELY = 0.45
_CERTAIN = 0.9
_VAGUE = 0.3
_FAINT = 4
_SHORT = 8
_AIMED = (Kind.DEPARTMENT, Kind.LIST, Kind.VALIDITY, Kind.COMPARISON)
_FACTUAL = (Kind.FACT, Kind.LIST)
# Sorts of fact that are asked for in one breath with another.
_LOOSE = {"rate", "duration", "place"}
_AT_ONCE = 4
_COMPLETES = 2


class Reader:
    """Reads questions, each with its earlier turns, against one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._sentences = SentenceReader(corpus)

    def split(self, question: Question) -> tuple[Question, ...]:
        """The questions of one message, each with those before it as context; one that asks nothing of its
        own (a greeting, an "行吗？") stays with its neighbour."""
        if len(find_documents(fold(question.text), self._corpus)[0]) > 1:
            return (question,)
        pieces = questions_in(question.text, Senses(self._sentences.subjects, self._weight, self._sorts))
        if len(pieces) < 2 or len(pieces) > _AT_ONCE:
            return (question,)
        return tuple(
            replace(question, text=piece, turns=(*question.turns, *pieces[:n]))
            for n, piece in enumerate(pieces)
        )

    def expand(self, text: str) -> tuple[str, ...]:
        """Terms of the documents for the everyday words in the text."""
        return self._sentences.expand(text)

    def _weight(self, piece: str) -> int:
        """How many words of a piece carry meaning; which document prevails is asked with none."""
        read = self._sentences.read(piece)
        return len(read.focus) + _COMPLETES * (read.kind is Kind.COMPARISON)

    def _sorts(self, piece: str) -> frozenset[str]:
        """The sorts of answer that the words ask for."""
        read = self._sentences.read(piece)
        if asking().other_place(read.text):
            return frozenset({"elsewhere"})
        if read.asks_for and not read.wants:
            return frozenset(read.asks_for)
        return frozenset({read.kind.value}) if read.kind in _AIMED else frozenset({*read.wants} - _LOOSE)

    def read(self, question: Question) -> Understanding:
        mine = self._sentences.read(question.text)
        if mine.stop or mine.kind is Kind.GREETING:
            return mine
        aims = aims_of(mine.text)
        if aims.get("orders", 0.0) + aims.get("fraud", 0.0) >= _SURE:
            return replace(mine, stop=Reason.UNSAFE)
        names_nothing = self._names_nothing(mine, aims)
        if not question.turns:
            # "那市级的呢" with nothing before it asks nothing that could be looked up.
            alone = _FOLLOW_UP.search(mine.text) and len(mine.focus) <= _COMPLETES and not mine.documents
            alone = alone and not self._sentences.subjects(mine.text) and not mine.clauses and not mine.lost
            return replace(mine, focus=()) if alone or names_nothing else _aimed(mine, aims)
        if self._strays(mine):
            return _aimed(mine, aims)
        if beside := self._beside(question, mine):
            return beside
        # 谁来开发 asks for a sort of fact, and names no subject of its own.
        own = self._sentences.subjects(asking().without_wants(mine.text))
        if _ANEW.search(mine.text) and own:
            return _aimed(mine, aims)
        names_nothing |= len(mine.focus) <= _COMPLETES and not (mine.expansion and mine.focus)
        asks_more = not own and not mine.documents and len(mine.focus) <= _SHORT and _asks(mine)
        if _CORRECTS.search(mine.text):
            return self._continue(question, mine)
        if _FOLLOW_UP.search(mine.text) or names_nothing or asks_more:
            return self._continue(question, _aimed(mine, aims))
        if not mine.wants and not asks_something(mine.text):
            # The matter told now, what was asked of it before: 能补多少钱 / 我们发债，发行费380万.
            before = self._sentences.read(question.turns[-1])
            if own:
                return replace(mine, wants=before.wants, kind=before.kind) if not before.focus else mine
            return self._continue(question, mine)
        return _aimed(mine, aims)

    def _strays(self, mine: Understanding) -> bool:
        """Whether a sentence is about what no document covers, whatever came before: 那今天会下雨吗."""
        return bool(self._corpus.neighbour(mine.text)) and not self._sentences.subjects(mine.text)

    def _names_nothing(self, mine: Understanding, aims: Mapping[str, float]) -> bool:
        """Whether the sentence as a whole is one of those that name no matter, and none of its words does."""
        referred = mine.documents or mine.clauses or mine.lost or mine.unknown
        seeks = asking().seeks_help(mine.text) or bool(mine.wants) or mine.kind is not Kind.FACT
        vague = aims.get("vague", 0.0)
        most = _SHORT if vague >= _CERTAIN else _FAINT if seeks else 0
        # 面积多大 names what is asked of something, not the something.
        own = self._sentences.subjects(asking().without_wants(mine.text))
        return vague >= _VAGUE and len(mine.focus) <= most and not referred and not own

    def _beside(self, question: Question, mine: Understanding) -> Understanding | None:
        """A clause pointed to from one that an earlier turn named: its neighbour, another number of the same
        document, or the same number of another one."""
        earlier = self._sentences.read(question.turns[-1])
        match, found = _NEXT.search(mine.text), None
        if match and len(earlier.documents) == 1:
            step = -1 if match["before"] else 1
            found = find_neighbour(earlier.clauses, earlier.lost, step, earlier.documents[0], self._corpus)
        elif _SAME.search(mine.text) and len(mine.documents) == 1:
            found = find_neighbour(earlier.clauses, earlier.lost, 0, mine.documents[0], self._corpus)
        elif not mine.documents and len(mine.focus) <= _FAINT and earlier.documents:
            found = find_references(mine.text, earlier.documents, self._corpus)
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

    def _continue(self, question: Question, mine: Understanding) -> Understanding:
        """The question read together with the last turn that says what it is about, itself read so."""
        for n in range(len(question.turns) - 1, -1, -1):
            earlier = self.read(replace(question, text=question.turns[n], turns=question.turns[:n]))
            if (earlier.focus or earlier.clauses or earlier.lost) and not self._strays(earlier):
                return self._joined(mine, earlier)
        return replace(mine, focus=()) if self._names_nothing(mine, aims_of(mine.text)) else mine

    def _joined(self, mine: Understanding, earlier: Understanding) -> Understanding:
        """What was asked about stays, more faintly; what was asked of it, and any amount, is replaced."""
        anew = bool(mine.focus or mine.wants)
        about = f"{earlier.context} {earlier.matter}".strip()
        before = asking().without_wants(about) if anew else about
        # An amount that is told again replaces the earlier one of its kind.
        kinds = {q.kind for q in quantities(mine.original)}
        told_before = quantities(earlier.original)
        priced = any(q.kind == "money" for q in told_before)
        if priced and all(q.value == 1 for q in told_before if q.kind == "count"):
            kinds -= {"count"}  # 一台卖600万 is a price, which two machines don't replace
        told = without_quantities(fold(earlier.original), kinds) if kinds else earlier.original
        focus = tuple(dict.fromkeys((*mine.focus, *focus_of(before))))
        # A word or two ("市级的"), or what asks nothing, completes the earlier question instead of asking a new
        # one of it.
        asks = bool(mine.wants) or mine.kind is not Kind.FACT or asks_something(mine.text)
        completes = not asks or (len(mine.focus) <= _COMPLETES and not mine.wants)
        kind = mine.kind if mine.kind is not Kind.FACT or (mine.focus and asks) else earlier.kind
        wants = mine.wants or (() if (mine.focus and asks) or mine.asks_for else earlier.wants)
        if kind is Kind.LIST and not asks and "money" in kinds:
            # After a list, somebody who tells an amount wants it reckoned.
            kind, wants = Kind.FACT, ("money",)
        if kind is Kind.LIST and mine.kind is Kind.FACT and mine.wants:
            kind = Kind.FACT
        # 上科创板呢 after 新三板给多少: another matter takes the place of the earlier one.
        other = self._sentences.subjects(mine.text) - self._sentences.subjects(earlier.text)
        if other and not mine.wants and _INSTEAD.search(mine.text):
            return replace(
                mine, context=before, wants=wants, kind=kind, documents=mine.documents or earlier.documents
            )
        return replace(
            mine,
            matter=f"{before} {mine.matter}" if completes else mine.matter,
            kind=kind,
            text=f"{earlier.text if completes or mine.kind is not Kind.FACT else before}，{mine.text}",
            original=f"{told}{TURN}{mine.original}",
            context="" if completes else before,
            expansion=tuple(dict.fromkeys((*mine.expansion, *earlier.expansion))),
            documents=mine.documents or earlier.documents,
            clauses=mine.clauses or (() if mine.lost else earlier.clauses),
            focus=focus,
            wants=wants,
            years=mine.years or years_beside(mine.text, earlier.years) or earlier.years,
        )


def _asks(mine: Understanding) -> bool:
    return bool(mine.wants or mine.asks_for) or asks_something(mine.text)


def _aimed(mine: Understanding, aims: Mapping[str, float]) -> Understanding:
    """What the sentence as a whole asks for, where no phrase of it says so."""
    kinds = {kind: aims.get(kind.value, 0.0) for kind in _AIMED}
    kinds[Kind.LIST] += aims.get("duties", 0.0)
    kind = max(kinds, key=lambda k: kinds[k])
    if aims.get("duties", 0.0) >= _LIKELY:
        mine = replace(mine, kind=Kind.LIST, duties=True)
    asks = mine.focus and asks_something(_PARTICLE.sub("", mine.text))
    # 条条都给我数数 asks, too, where nearly nothing else could be meant.
    if mine.kind is Kind.FACT and (asks or kinds[kind] >= _CERTAIN) and kinds[kind] >= _LIKELY:
        mine = replace(mine, kind=kind)
    never = {name: aims.get(name, 0.0) for name, _, _ in asking().never}
    named = 1 - aims.get("vague", 0.0)  # 要交什么材料 names no matter, and asks for papers all the same.
    if mine.asks_for and sum(never.values()) < _DOUBTFUL * named:
        # 刷的微信没办卡，能打折吗: the word is there, and nobody asks for a contact.
        mine = replace(mine, asks_for=tuple(name for name in mine.asks_for if name not in aims))
    # 可以申请哪些钱 says by itself that it wants a list.
    listed = asking().kind(mine.text) is Kind.LIST
    plain = (
        mine.kind in _FACTUAL and not listed and not mine.asks_for and not asking().who_may.search(mine.text)
    )
    # Who tells a figure and asks for a sum, or tells a sum, wants it reckoned with.
    told = {q.kind for q in quantities(mine.original)}
    plain = plain and not (told & {"money", "energy"} or (told and "money" in mine.wants))
    if plain and sum(never.values()) >= _SURE:
        mine = replace(mine, asks_for=(max(never, key=lambda n: never[n]),))
    if mine.kind is Kind.VALIDITY and mine.asks_for and not mine.documents:
        mine = replace(mine, kind=Kind.FACT)
    return mine
