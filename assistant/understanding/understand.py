"""Step 1: what is asked. Nothing is looked up in the text of the clauses here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from assistant.calculator.amounts import quantities, without_quantities
from assistant.corpus.lexicon import Concept, ConceptFinder
from assistant.corpus.store import Corpus
from assistant.text import TURN, bigrams, fold, speaks_of, strip_markup, words
from assistant.types import Claim, Kind, Question, Reason, Understanding
from assistant.understanding.aims import aims_of
from assistant.understanding.asking import asking
from assistant.understanding.parts import Senses, asks_something, questions_in
from assistant.understanding.references import find_documents, find_neighbour, find_references
from assistant.understanding.sounds import Sounds

__all__ = ["Reader"]

_FOLLOW_UP = re.compile(
    r"^(那|那么|那如果|如果是|要是|换成|换|还有|另外|上一条|刚才|这个|它|该|同样|再|以上|说错|不对|是)|(呢|的呢)[?？]?$"
)
_CORRECTS = re.compile(
    r"(说|看|写|记|弄|搞|打|填|报|讲|算|听)错|更正|改(一?下|过来)|不好意思|应该是|改成|改为|其实是|不对|漏了|忘了说|补充一下"
)
_ANEW = re.compile(r"^(另外|顺便|还有|再问|换个|另一个|对了|还想问|除此之外)")
_NEXT = re.compile(
    r"(?P<before>(前|上)(面|边|头)?(那|的)?一(条|款|点))|(后|下)(面|边|头)?(那|的)?一(条|款|点)"
)
_SAME = re.compile(r"同(样的?|一)(那|的|个)?(一)?(条|款|点)")
_ATTRIBUTES = ("面积", "几成", "比例", "最高", "多少", "几年", "部门", "牵头", "有效")
_GRANTED = re.compile(
    r"的?(补贴|补助|奖励|奖金|资助|红包|给不给|给我|能不能拿|能拿|拿得到|的那[项笔条]|里[头面]?|封顶|上限)"
)
_THAT = re.compile(r"([那这该][个笔份些]?|最[高多]|封顶|上限)$")
# The probability at which a sentence is taken to ask for what no phrase in it says.
_SURE = 0.75
_LIKELY = 0.45
_VAGUE = 0.3
_FAINT = 4
_AIMED = (Kind.DEPARTMENT, Kind.LIST, Kind.VALIDITY, Kind.COMPARISON)
_FACTUAL = (Kind.FACT, Kind.LIST)
# Sorts of fact that are asked for in one breath with another.
_LOOSE = {"rate", "duration", "place"}
_AT_ONCE = 4
_COMPLETES = 2
_DAY = re.compile(r"(20[12]\d)[年.\-/](?:(\d{1,2})[月.\-/](?:(\d{1,2})[日号]?)?)?")
_YEAR = re.compile(r"(?<!\d)(?<!制造)(20[12]\d)年?(?!\d)")
# 18年的数 is 2018; 19年期满 is none.
_SHORT_YEAR = re.compile(
    r"(?<![\d满租用共约第了这])(1[6-9]|2[0-5])年(?=的|呢|底|末|初|那|目标|要|是|指标|做|产|主|到|完|规)"
)


class Reader:
    """Reads questions against one corpus; holds the spellings it looks for, longest first."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._spellings = _spellings(corpus.lexicon)
        self._concepts = ConceptFinder(corpus.lexicon)
        self._typos = tuple(
            (fold(typo), fold(c.terms[0]))
            for c in corpus.lexicon
            for typo in c.typos
            if c.terms and len(typo) > 1
        )

    @cached_property
    def _sounds(self) -> Sounds:
        """What a question that names no subject may have meant by sound: subjects first, then asking words."""
        subjects = [w for lay in self._corpus.lay.values() for p in lay for w in words(fold(p.subject))]
        spelt = [fold(w) for c in self._corpus.lexicon for w in (*c.terms, *c.say)]
        return Sounds([*spelt, *Counter(subjects), *sorted(asking().filler), *_ATTRIBUTES])

    def split(self, question: Question) -> tuple[Question, ...]:
        """The questions of one message, each with those before it as context; one that asks nothing of its
        own (a greeting, an "行吗？") stays with its neighbour."""
        if len(find_documents(fold(question.text), self._corpus)[0]) > 1:
            return (question,)
        pieces = questions_in(question.text, Senses(self._subjects, self._weight, self._sorts))
        if len(pieces) < 2 or len(pieces) > _AT_ONCE:
            return (question,)
        return tuple(
            replace(question, text=piece, turns=(*question.turns, *pieces[:n]))
            for n, piece in enumerate(pieces)
        )

    def _weight(self, piece: str) -> int:
        """How many words of a piece carry meaning; which document prevails is asked with none."""
        read = self._read_text(piece)
        return len(read.focus) + _COMPLETES * (read.kind is Kind.COMPARISON)

    def _sorts(self, piece: str) -> frozenset[str]:
        """The sorts of answer that the words ask for."""
        read = self._read_text(piece)
        if asking().other_place(read.text):
            return frozenset({"elsewhere"})
        if read.asks_for and not read.wants:
            return frozenset(read.asks_for)
        return frozenset({read.kind.value}) if read.kind in _AIMED else frozenset({*read.wants} - _LOOSE)

    def _subjects(self, text: str) -> frozenset[str]:
        """Names of the lexicon's concepts that the text speaks of."""
        folded = fold(text)
        return frozenset(self._concepts.names(folded) | {c.name for c in self._like(folded)})

    def _like(self, folded: str) -> list[Concept]:
        return [c for c in self._corpus.lexicon if any(p.search(folded) for p in c.like)]

    def read(self, question: Question) -> Understanding:
        mine = self._read_text(question.text)
        if mine.stop or mine.kind is Kind.GREETING:
            return mine
        aims = aims_of(mine.text)
        names_nothing = self._names_nothing(mine, aims)
        if not question.turns:
            # "那市级的呢" with nothing before it asks nothing that could be looked up.
            alone = _FOLLOW_UP.search(mine.text) and len(mine.focus) <= _COMPLETES and not mine.documents
            alone = alone and not self._subjects(mine.text) and not mine.clauses and not mine.lost
            return replace(mine, focus=()) if alone or names_nothing else _aimed(mine, aims)
        if beside := self._beside(question, mine):
            return beside
        own = self._subjects(question.text)
        if _ANEW.search(mine.text) and own:
            return _aimed(mine, aims)
        names_nothing |= len(mine.focus) <= _COMPLETES and not (mine.expansion and mine.focus)
        asks_more = not own and bool(mine.wants)
        if _CORRECTS.search(mine.text):
            return self._continue(question, mine)
        if _FOLLOW_UP.search(mine.text) or names_nothing or asks_more:
            return self._continue(question, _aimed(mine, aims))
        if not mine.wants and not asks_something(mine.text):
            # The matter told now, what was asked of it before: 能补多少钱 / 我们发债，发行费380万.
            before = self._read_text(question.turns[-1])
            if own:
                return replace(mine, wants=before.wants, kind=before.kind) if not before.focus else mine
            return self._continue(question, mine)
        return _aimed(mine, aims)

    def _names_nothing(self, mine: Understanding, aims: Mapping[str, float]) -> bool:
        """Whether the sentence as a whole is one of those that name no matter, and none of its words does."""
        referred = mine.documents or mine.clauses or mine.lost or mine.unknown
        vague = aims.get("vague", 0.0) >= _VAGUE and len(mine.focus) <= _FAINT
        return vague and not referred and not self._subjects(mine.text)

    def _beside(self, question: Question, mine: Understanding) -> Understanding | None:
        """A clause pointed to from one that an earlier turn named: its neighbour, another number of the same
        document, or the same number of another one."""
        earlier = self._read_text(question.turns[-1])
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
            if earlier.focus or earlier.clauses or earlier.lost:
                return self._joined(mine, earlier)
        return mine

    def _joined(self, mine: Understanding, earlier: Understanding) -> Understanding:
        """What was asked about stays, more faintly; what was asked of it, and any amount, is replaced."""
        anew = bool(mine.focus or mine.wants)
        before = asking().without_wants(earlier.matter) if anew else earlier.matter
        # An amount that is told again replaces the earlier one of its kind.
        kinds = {q.kind for q in quantities(mine.original)}
        if all(q.value == 1 for q in quantities(earlier.original) if q.kind == "count"):
            kinds -= {"count"}  # 一台卖600万 is a price, which two machines don't replace
        told = without_quantities(fold(earlier.original), kinds) if kinds else earlier.original
        focus = tuple(dict.fromkeys((*mine.focus, *self._focus(before))))
        # A word or two ("市级的"), or what asks nothing, completes the earlier question instead of asking a new
        # one of it.
        asks = bool(mine.wants) or mine.kind is not Kind.FACT or asks_something(mine.text)
        completes = not asks or (len(mine.focus) <= _COMPLETES and not mine.wants)
        kind = mine.kind if mine.kind is not Kind.FACT or (mine.focus and asks) else earlier.kind
        wants = mine.wants or (() if mine.focus and asks else earlier.wants)
        if kind is Kind.LIST and not asks and "money" in kinds:
            # After a list, somebody who tells an amount wants it reckoned.
            kind, wants = Kind.FACT, ("money",)
        return replace(
            mine,
            matter=f"{before} {mine.matter}" if completes else mine.matter,
            kind=kind,
            text=f"{earlier.text}，{mine.text}",
            original=f"{told}{TURN}{mine.original}",
            context="" if completes else before,
            expansion=tuple(dict.fromkeys((*mine.expansion, *earlier.expansion))),
            documents=mine.documents or earlier.documents,
            clauses=mine.clauses or (() if mine.lost else earlier.clauses),
            focus=focus,
            wants=wants,
            years=mine.years or earlier.years,
        )

    @staticmethod
    def _focus(matter: str) -> tuple[str, ...]:
        tokens = bigrams(asking().without_filler(matter))
        return tuple(dict.fromkeys(t for t in tokens if len(t) > 1 or t.isascii()))

    def _read_text(self, text: str) -> Understanding:
        original = strip_markup(text)
        folded = _SHORT_YEAR.sub(r"20\1年", asking().spell(fold(original)))
        for typo, right in self._typos:
            if speaks_of(folded, typo):
                folded = folded.replace(typo, right)
        documents, rest = find_documents(folded, self._corpus)
        if not documents and not self._subjects(folded):
            folded = self._sounds.heard(folded)
            documents, rest = find_documents(folded, self._corpus)
        references = find_references(rest, documents, self._corpus)
        # The asker's own amounts are for the calculator; no clause is found by them.
        matter = without_quantities(references.rest)
        claims = tuple(
            Claim(q.kind, q.value, q.text)
            for q in quantities(folded)
            if q.kind in {"money", "share"} and asking().claims(folded, q.start)
        )
        # An amount that is the grant itself is nothing to reckon with: 那300万补贴我们能拿吗.
        granted = [
            q.text
            for q in quantities(folded)
            if _GRANTED.match(folded, q.end) and _THAT.search(folded[: q.start])
        ]
        for text_of in (*(claim.text for claim in claims), *granted):
            original = original.replace(text_of, " ")
        kind = asking().kind(folded)
        wants = asking().wanted(folded)
        if kind is Kind.FACT and len(documents) > 1:
            kind = Kind.COMPARISON
        # Somebody who tells an amount and asks how much wants a sum, whatever else is weighed.
        told = "money" in wants and matter != references.rest and len(documents) < 2
        if kind is Kind.COMPARISON and told:
            kind = Kind.FACT
        if kind is Kind.COMPARISON:
            matter = asking().conflict.sub(" ", matter)
        understanding = Understanding(
            kind=kind,
            text=folded,
            matter=matter,
            original=original,
            expansion=self.expand(folded),
            documents=documents,
            clauses=references.clauses,
            lost=references.lost,
            unknown=references.unknown,
            part=references.part,
            focus=self._focus(matter),
            day=_day(folded),
            years=tuple(dict.fromkeys(int(y) for y in _YEAR.findall(folded))),
            wants=wants,
            claims=claims,
            asks_for=tuple(name for name, pattern, _ in asking().never if pattern.search(folded)),
        )
        return replace(understanding, stop=Reason.UNSAFE) if asking().unsafe.search(folded) else understanding

    def expand(self, text: str) -> tuple[str, ...]:
        """Terms of the documents for the everyday words in the text; a longer word hides those inside it."""
        out: dict[str, None] = {}
        folded = left = fold(text)
        for spelling, concept in self._spellings:
            if speaks_of(left, spelling):
                left = left.replace(spelling, "\n")
                out.update(dict.fromkeys(concept.terms))
        for concept in self._like(folded):
            out.update(dict.fromkeys(concept.terms))
        return tuple(t for t in out if fold(t) not in folded)


def _aimed(mine: Understanding, aims: Mapping[str, float]) -> Understanding:
    """What the sentence as a whole asks for, where no phrase of it says so."""
    kinds = {kind: aims.get(kind.value, 0.0) for kind in _AIMED}
    kind = max(kinds, key=lambda k: kinds[k])
    asks = mine.focus and asks_something(mine.text)
    if mine.kind is Kind.FACT and asks and kinds[kind] >= _LIKELY:
        mine = replace(mine, kind=kind)
    never = {name: aims.get(name, 0.0) for name, _, _ in asking().never}
    # Who asks for a figure is not taken to ask for something else on a sentence's general manner.
    plain = mine.kind in _FACTUAL and not mine.asks_for and not mine.wants
    if plain and sum(never.values()) >= _SURE:
        mine = replace(mine, asks_for=(max(never, key=lambda n: never[n]),))
    return mine


def _day(folded: str) -> date | None:
    """The day that the question names; the first of a month, the middle of a year, where it is no closer."""
    match = _DAY.search(folded)
    if match is None:
        return None
    year, month, day = (int(g) if g else None for g in match.groups())
    try:
        return date(year or 0, month or 7, day or 1)
    except ValueError:
        return None


def _spellings(lexicon: tuple[Concept, ...]) -> tuple[tuple[str, Concept], ...]:
    pairs = [(fold(w), c) for c in lexicon for w in (*c.say, *c.typos, *c.terms) if len(w) > 1]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
