"""Whether every claim of a model's text stands in what it cites. Deterministic; no model judges another.

A sentence answers for itself, by the checks in ``CHECKS`` and the sources whose tokens it carries. The findings
are Chinese sentences, fit to be given back to the model for one repair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.agent.check_amounts import calculated, grounded, placed, result
from assistant.agent.check_words import departments, elsewhere, names, promises, requirements, scopes
from assistant.agent.figures import figures, stands_in
from assistant.agent.said import Given, Said, bare_of_numbering, said
from assistant.agent.sources import Source, Sources, tokens_in, without_tokens
from assistant.agent.wording import finding, words
from assistant.corpus.store import Corpus
from assistant.text import fold
from assistant.types import Claim

__all__ = ["CHECKS", "Grounding"]

CHECKS: tuple[Callable[[Said, Given], Iterable[str]], ...] = (
    grounded,
    placed,
    calculated,
    promises,
    names,
    departments,
    scopes,
    requirements,
    elsewhere,
)
_LIMIT = 1500
_MARKUP = re.compile(r"https?:|www\.|javascript:|data:|</?[a-z!][^>]*>|!?\[[^\]]*\]\(|&#?\w+;", re.I)
_CHINESE, _FOREIGN = re.compile(r"[一-鿿]"), re.compile(r"[A-Za-z]")
# Kana, Hangul, Cyrillic, Greek, frames, what could not be decoded; one character over and over.
_STRANGE = re.compile(
    r"[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0370-\u03ff\u2500-\u25ff\ufffd]|([^\d\s.…])\1{3,}"
)
_COUNT = re.compile(r"[共有计](\d+)(?=[项条处个种])")
_LEAK = 24
_SHORT = 5
# Kinds of figure that an answer may not leave out.
_ESSENTIAL = {"money", "share", "area", "energy", "duration", "date", "ratio"}


class Grounding:
    """``secret`` is what must not be repeated: the prompt. For the others see ``Given``."""

    def __init__(
        self,
        corpus: Corpus,
        sources: Sources,
        asked: Iterable[str] = (),
        told: Iterable[str] = (),
        claims: Iterable[Claim] = (),
        secret: str = "",
    ) -> None:
        denied = frozenset(f.same for claim in claims for f in figures(claim.text))
        self._given = Given(corpus, sources, tuple(asked), tuple(told), denied)
        self._secret = fold(secret)
        self._limit = _LIMIT + 2 * sum(map(len, self._given.told))

    def whole(self, text: str, must: Sequence[Source] = (), speak: str = "") -> tuple[str, ...]:
        """Findings of a finished text: it must cite all of ``must``, and tell the figures of ``speak``."""
        bare, sources, tokens = without_tokens(text).strip(), self._given.sources, tokens_in(text)
        if not bare:
            return (finding("empty"),)
        found = [finding("unknown_token", text=t) for t in tokens if sources.find(t) is None]
        if not sources.of(tokens):
            found.append(finding("no_source"))
        found += [finding("main", token=s.token) for s in must if s.token not in tokens]
        told = figures(bare)
        for source in must:
            if (amount := result(source)) and not all(stands_in(f, told) for f in figures(amount)):
                found.append(finding("calculation", text=amount))
        essential = (f for f in figures(speak) if f.kind.partition(":")[0] in _ESSENTIAL)
        kept = (f for f in essential if not stands_in(f, self._given.figures))
        found += [finding("dropped", text=f.text.strip()) for f in kept if not stands_in(f, told)]
        return tuple(dict.fromkeys([*found, *self.part(self._uncounted(text, bare, len(tokens)))]))

    def part(self, text: str) -> tuple[str, ...]:
        """Findings of some sentences by themselves, as they arrive in a stream."""
        found = [*self._form(text)]
        for sentence in said(text, self._given.sources):
            if not (sentence.sources and self._ours(sentence)):
                found += (f for check in CHECKS for f in check(sentence, self._given))
        return tuple(found)

    def _uncounted(self, text: str, bare: str, tokens: int) -> str:
        """The text without the number of its own items, which a list may tell."""
        items = sum(bare_of_numbering(line) != line for line in bare.splitlines())
        counts = {str(items), str(tokens), *(m[1] for t in self._given.told for m in _COUNT.finditer(t))}
        return _COUNT.sub(lambda m: "" if m[1] in counts else m[0], text)

    def _form(self, text: str) -> Iterable[str]:
        bare, folded = without_tokens(text), fold(text)
        if len(text) > self._limit:
            yield finding("long", limit=self._limit)
        if _MARKUP.search(text):
            yield finding("markup")
        if len(_FOREIGN.findall(bare)) > 2 * len(_CHINESE.findall(bare)) or _STRANGE.search(bare):
            yield finding("language")
        ours = "".join([*self._given.asked, *self._given.told])
        yield from (finding("talk", text=w) for w in words()["talk"] if w in bare and w not in ours)
        if any(folded[i : i + _LEAK] in self._secret for i in range(0, len(folded) - _LEAK, _LEAK // 2)):
            yield finding("leak")

    def _ours(self, sentence: Said) -> bool:
        """Whether it stands word for word in the local answer or in a calculation's own words."""
        text = fold(bare_of_numbering(sentence.text)).strip("。；;. \n")
        own = [*self._given.told, *(s.text for s in sentence.sources if s.calculation)]
        return len(text) > _SHORT and any(text in fold(words) for words in own)
