"""What is asked in pinyin, in English or with characters that only sound right, as Chinese, so that everything after
reads one language in one spelling."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from assistant.corpus.store import Corpus
from assistant.text import fold, is_foreign
from assistant.understanding.asking import asking
from assistant.understanding.english import english
from assistant.understanding.pinyin import Pinyin, closed_up, is_pinyin
from assistant.understanding.pinyin_words import Words

__all__ = ["Tongues", "spoken"]

_LATIN = re.compile(r"[a-z]+(?:['’][a-z]+)*")
_RUN = re.compile(r"[a-z][a-z'&\s-]*[a-z]")
_REMEMBERED = 256
# Of a message without a Chinese character so many letters must be pinyin; English falls into consonants there.
_MOSTLY = 0.8
# Letters that stand for something in Chinese, too (IP, app), are left as they are.
_ABBREVIATION = 3


class Tongues:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.in_chinese = lru_cache(_REMEMBERED)(self._in_chinese)

    def _in_chinese(self, text: str) -> str:
        """The text itself, unless it holds pinyin, English or slips that can be read."""
        folded = fold(text)
        letters = [w for w in _LATIN.findall(folded) if w not in self._names]
        if not is_foreign(text):
            read = self._mixed(text, folded) if any(len(w) > 1 for w in letters) else text
            return self._corrected(read)
        if not any(len(w) > 1 for w in letters):
            return text
        spelt = sum(len(w) for w in letters if is_pinyin(w))
        pinyin = spelt >= _MOSTLY * sum(map(len, letters))
        if pinyin and not english().knows(folded):
            return self._pinyin.read(folded, self._written(text, folded))
        return english().in_chinese(folded) or text

    def _corrected(self, text: str) -> str:
        """Only what is corrected is folded; the spellings of Cantonese and of chat are no slips."""
        folded = asking().spell(fold(text))
        right = self._pinyin.corrected(folded)
        if right == folded or len(folded) != len(text):
            return text if right == folded else right
        return "".join(t if r == f else r for t, f, r in zip(text, folded, right, strict=True))

    def _mixed(self, text: str, folded: str) -> str:
        """A Chinese message with pinyin or English words in it; what is neither is left."""
        read = _RUN.sub(lambda m: self._words(m[0]), folded)
        names = self._written(text, read)
        if any(is_pinyin(w) and len(w) > 1 for w in _LATIN.findall(read) if w not in names):
            read = self._pinyin.read(read, names)
        return closed_up(read) if read != folded else text

    def _written(self, text: str, folded: str) -> frozenset[str]:
        """The names in a message. What may be pinyin, too, is a name in capitals, or where no other letters are beside
        it: AI产业."""
        alone = {run for run in _RUN.findall(folded) if " " not in run}
        names = self._names.intersection(_LATIN.findall(folded))
        return frozenset(n for n in names if not is_pinyin(n) or n.upper() in text or n in alone)

    def _words(self, run: str) -> str:
        known = english().knows(run) and all(len(w) > _ABBREVIATION for w in _LATIN.findall(run))
        return (english().in_chinese(run) or run) if known else run

    @cached_property
    def _names(self) -> frozenset[str]:
        """What the documents and the lexicon themselves write in Latin letters."""
        texts = [clause.text for clause in self._corpus.clauses]
        texts += [word for concept in self._corpus.lexicon for word in (*concept.terms, *concept.say)]
        return frozenset(w for text in texts for w in _LATIN.findall(text.lower()))

    @cached_property
    def _pinyin(self) -> Pinyin:
        return Pinyin(Words(*spoken(self._corpus)))


def spoken(corpus: Corpus) -> tuple[list[str], list[str]]:
    """How people ask and what the documents say, in lower case; the words that must be known."""
    asks = [ask for lay in corpus.lay.values() for p in lay for ask in (p.subject, *p.ask)]
    asks += [ask for unsaid in corpus.unsaid.values() for ask in unsaid.ask]
    asks += [ask for of in corpus.outside_asks.values() for ask in of]
    named = [w for c in corpus.lexicon for w in (*c.terms, *c.say)]
    named += [*(word for word, _ in corpus.department_words), *asking().filler, *asking().generic]
    texts = (*asks, *(clause.text for clause in corpus.clauses))
    return [text.lower() for text in texts], [word.lower() for word in named]
