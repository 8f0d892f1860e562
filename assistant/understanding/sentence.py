"""One sentence by itself: its spelling, the documents and clauses it names, its amounts, its manner of asking."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

from assistant.calculator.amounts import quantities, without_quantities
from assistant.calculator.sums import family_of
from assistant.corpus.lexicon import Concept, ConceptFinder
from assistant.corpus.store import Corpus
from assistant.text import WordFinder, bigrams, fold, speaks_of, strip_markup
from assistant.types import Claim, Kind, Reason, Understanding
from assistant.understanding.apart import asks_something
from assistant.understanding.asking import asking
from assistant.understanding.references import find_documents, find_references

__all__ = ["SentenceReader", "focus_of", "years_beside"]

_REMEMBERED = 256
_GRANTED = re.compile(
    r"的?(?:[^，。；？?、]{0,4}(?:补贴|补助|奖励|奖金|资助))|的?(红包|给不给|给我|能不能拿|能拿|拿得到|的那[项笔条]|里[头面]?|封顶|上限)"
)
_THAT = re.compile(r"([那这该][个笔份些]?|最[高多]|封顶|上限)$")
# 是一百五十万，不是五百万: the second is nothing to reckon with.
_NOT = re.compile(r"(?<!是)(不是|并非|而非)$")
_NUMERAL = r"[\d.,〇零一二两三四五六七八九十百千万亿]"
# 2018年8月的15号文 is a document's date, and no day to look at.
_DAY = re.compile(
    r"(?>(20[12]\d)[年.\-/](?:(\d{1,2})[月.\-/](?:(\d{1,2})[日号]?)?)?)"
    r"(?!的?(?:\d{1,3}号|文件|文|政策|意见|方案|计划|印发|出台|发布|颁布))"
)
_AFTER = re.compile(r"[底末]?(?:以后|之后|过后|过了)")
_TODAY = re.compile(r"(?:现在|今天|今年|目前|如今|眼下|而家|当下)")
_YEAR = re.compile(r"(?<!\d)(?<!制造)(20[12]\d)年?(?!\d)")
# 第三条 of no document in particular.
_NUMBERED_ITEM = re.compile(r"第\s*[（(]?[\d一二三四五六七八九十]+[）)]?\s*[条款项点章节]?")
_WORD = re.compile(r"[\u3400-\u9fffa-z\d]")
_COMPOUND = 2
_ONE_MATTER = (Kind.FACT, Kind.DEPARTMENT)
# 18年的数 is 2018; 19年期满 is none.
_NEXT_YEAR = re.compile(r"(?P<after>(?:再)?(?:下|往后|后)一年|次年|第二年)|(?P<before>(?:上|前|往前)一年)")
_SHORT_YEAR = re.compile(
    r"(?<![\d满租用共约第了这])(1[6-9]|2[0-5])年(?=$|[?？。]|的|呢|底|末|初|那|目标|要|是|指标|做|产|主|到|完|规|[跟和与、]|分别|各|多少|定)"
)


class SentenceReader:
    """Reads sentences against one corpus; holds the spellings it looks for, longest first."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        # A message is looked at piece by piece and as a whole, a follow-up with its earlier turns.
        self.read = lru_cache(_REMEMBERED)(self._read)
        self.subjects = lru_cache(_REMEMBERED)(self._subjects)
        self._spellings = WordFinder(_spellings(corpus.lexicon))
        self._concepts = ConceptFinder(corpus.lexicon)
        self._typos = WordFinder(
            (fold(typo), fold(c.terms[0]))
            for c in corpus.lexicon
            for typo in c.typos
            if c.terms and len(typo) > 1
        )

    @cached_property
    def _telling(self) -> WordFinder[None]:
        """The words that tell a matter, be they made of words that don't (国家标准): not 门槛, and not 谁在运营,
        which asks for a sort of fact."""
        without, generic = asking().without_generic, asking().generic
        keywords = {fold(w) for rule in self._corpus.rules.values() for w in rule.keywords}
        spelt = {s for s, _ in _spellings(self._corpus.lexicon)} | {w for w in keywords if len(w) > _COMPOUND}
        return WordFinder(
            (s, None) for s in spelt - generic if not (asks_something(s) and not without(s).strip())
        )

    def _subjects(self, text: str) -> frozenset[str]:
        """Names of the lexicon's concepts that the text speaks of."""
        folded = fold(text)
        return frozenset(self._concepts.names(folded) | {c.name for c in self._like(folded)})

    def _like(self, folded: str) -> list[Concept]:
        return [c for c in self._corpus.lexicon if any(p.search(folded) for p in c.like)]

    def _read(self, text: str) -> Understanding:
        original = asking().without_own_number(strip_markup(text))
        folded = _SHORT_YEAR.sub(r"20\1年", asking().spell(fold(original)))
        for typo, right in self._typos.find(folded):
            folded = folded.replace(typo, right)
        documents, rest = find_documents(folded, self._corpus)
        references = find_references(rest, documents, self._corpus)
        # The asker's own amounts are for the calculator; no clause is found by them.
        matter = without_quantities(references.rest)
        told = quantities(folded)
        claims = tuple(
            Claim(q.kind, q.value, q.text)
            for q in told
            if q.kind in {"money", "share"} and asking().claims(folded, q.start)
        )
        # An amount that is the grant itself is nothing to reckon with: 那300万补贴我们能拿吗.
        granted = [q.text for q in told if _GRANTED.match(folded, q.end) and _THAT.search(folded[: q.start])]
        denied = [q.text for q in told if _NOT.search(folded[: q.start])]
        for text_of in (*(claim.text for claim in claims), *granted, *denied):
            # 150万不是50万: the second is no part of the first.
            original = re.sub(rf"(?<!{_NUMERAL}){re.escape(text_of)}", " ", original)
        kind = asking().kind(folded)
        wants = asking().wanted(folded)
        # Somebody who tells an amount and asks how much wants a sum, whatever else is weighed; and by the
        # document that applies, where he names two of them and compares nothing.
        reckons = "money" in wants and matter != references.rest
        governs = asking().governs(folded) and matter != references.rest
        # The sum is his own by what it is said to be of: 投了500万, and not 没提500万.
        own = any(q.kind == "money" and family_of(q, folded) for q in told)
        one_sum = governs or (reckons and own and not asking().of_each.search(folded))
        if kind is Kind.FACT and len(documents) > 1 and not one_sum:
            kind = Kind.COMPARISON
        reckons = governs or (reckons and len(documents) < 2)
        if (kind is Kind.COMPARISON and reckons) or (kind is Kind.VALIDITY and governs):
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
            # 新能源呢: each character of a subject may be filler.
            focus=focus_of(matter) or (tuple(bigrams(matter)) if self.subjects(matter) else ()),
            day=_day(folded),
            years=_years(folded),
            wants=wants,
            claims=claims,
            asks_for=tuple(
                name
                for name, pattern, _ in asking().never
                if pattern.search(folded) and asking().unless_told.get(name) not in {q.kind for q in told}
            ),
        )
        ordered = asking().orders.search(folded)
        if not (ordered or asking().unsafe.search(folded)):
            return understanding
        rest = asking().without_orders(original) if ordered else ""
        if rest != original and asks_something(rest) and (beside := self._read(rest)).focus:
            return beside
        return replace(understanding, stop=Reason.UNSAFE)

    def tells_nothing(self, mine: Understanding) -> bool:
        """Whether a sentence has no word that tells one provision from another: amounts, counts and persons,
        and 项目, 补贴, 条件, 园区, that any provision may be about."""
        if (
            mine.kind not in (*_ONE_MATTER, Kind.VALIDITY)
            or mine.documents
            or mine.clauses
            or mine.lost
            or mine.years
        ):
            return False
        if mine.asks_for or mine.during or self._like(mine.text):
            return False
        text = asking().without_validity(mine.text) if mine.kind is Kind.VALIDITY else mine.text
        if self._telling.find(text):
            return False
        plain = without_quantities(text, {q.kind for q in quantities(text)})
        return not _WORD.search(asking().without_generic(_NUMBERED_ITEM.sub(" ", plain)))

    def unnamed(self, folded: str) -> str:
        """The text without the words for any concept."""
        for spelling, _ in self._spellings.find(folded):
            folded = folded.replace(spelling, "")
        return folded

    def expand(self, text: str) -> tuple[str, ...]:
        """Terms of the documents for the everyday words in the text; a longer word hides those inside it."""
        out: dict[str, None] = {}
        folded = left = fold(text)
        for spelling, concept in self._spellings.find(left):
            if speaks_of(left, spelling):
                left = left.replace(spelling, "\n")
                out.update(dict.fromkeys(concept.terms))
        for concept in self._like(folded):
            out.update(dict.fromkeys(concept.terms))
        return tuple(t for t in out if fold(t) not in folded)


def focus_of(matter: str) -> tuple[str, ...]:
    """The tokens of the matter that carry meaning."""
    tokens = bigrams(asking().without_filler(matter))
    return tuple(dict.fromkeys(t for t in tokens if len(t) > 1 or t.isascii()))


def years_beside(text: str, years: tuple[int, ...]) -> tuple[int, ...]:
    """The year after or before the last of ``years`` that the folded text asks for; none if it doesn't."""
    match = _NEXT_YEAR.search(text)
    return (years[-1] + (1 if match["after"] else -1),) if match and years else ()


def _years(folded: str) -> tuple[int, ...]:
    named = tuple(dict.fromkeys(int(y) for y in _YEAR.findall(folded)))
    return (*named, *years_beside(folded, named))


def _day(folded: str) -> date | None:
    """The day that the question names, the last of several (2018年的意见2026年还有效吗); the first of a month, the
    middle of a year, where it is no closer; the first day after what it is said to come after. None where it asks
    of today: 2019年做的，现在还能申请吗."""
    named = list(_DAY.finditer(folded))
    if not named or _TODAY.search(folded, named[-1].end()):
        return None
    year, month, day = (int(g) if g else None for g in named[-1].groups())
    after = _AFTER.match(folded, named[-1].end())
    try:
        if after and month is None:
            return date((year or 0) + 1, 1, 1)
        return date(year or 0, month or 7, day or 1) + timedelta(days=1 if after and day else 0)
    except ValueError:
        return None


def _spellings(lexicon: tuple[Concept, ...]) -> tuple[tuple[str, Concept], ...]:
    pairs = [(fold(w), c) for c in lexicon for w in (*c.say, *c.typos, *c.terms) if len(w) > 1]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
