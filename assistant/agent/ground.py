"""Whether every claim of a model's text stands in what it cites. Deterministic; no model judges another.

A sentence answers for itself: its figures, departments, titles, numbers and quoted words must stand in the
sources whose tokens it carries (a sentence without tokens leans on the next one that has some, else on the
one before). The findings are Chinese sentences, fit to be given back to the model for one repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from assistant.agent.figures import Figure, figures, stands_in
from assistant.agent.sources import Source, Sources, tokens_in, without_tokens
from assistant.calculator.amounts import quantities
from assistant.calculator.units import in_wan
from assistant.corpus.store import Corpus
from assistant.text import fold
from assistant.types import Claim

__all__ = ["Grounding", "sentences"]

_LIMIT = 1500
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]*(?:\s*[\[【〔][SC]\d+[\]】〕])*")
_MARKUP = re.compile(r"https?:|www\.|javascript:|data:|</?[a-z!][^>]*>|!?\[[^\]]*\]\(|&#?\w+;", re.I)
_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{6,})[”」』\"]")
_TITLE = re.compile(r"《([^》]{2,60})》")
_NUMBER = re.compile(r"[一-鿿]{1,6}〔\d{4}〕\s*\d+\s*号")
_PLACE = re.compile(r"第([\d一二三四五六七八九十]+)条|（([一二三四五六七八九十]+)）")
_BODY = re.compile(
    r"(?:(?<![一-鿿])|(?<=[由向是为和与及到归找交]))[市省][一-鿿]{1,9}?(?:委员会|管委会|局|委|厅|办)(?=[一-鿿]?[^员托会]|$)"
)
_COUNT = re.compile(r"[共有计](\d+)(?=[项条处个种])")
_ENUMERATED = re.compile(r"^\s*(?:\d{1,2}[.、)）]|[-*•·])\s*")
_CLAUSE = re.compile(r"[，,；;。]")
_NEAR = 14
_CHINESE, _FOREIGN = re.compile(r"[一-鿿]"), re.compile(r"[A-Za-z]")
_LEAK = 24
# Kinds of figure that an answer may not leave out.
_ESSENTIAL = {"money", "share", "area", "energy", "duration", "date", "ratio"}


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((files("assistant.agent") / "wording.yaml").read_text("utf-8"))
    return data


def _finding(name: str, **values: object) -> str:
    return str(_words()["findings"][name]).format(**values)


def sentences(text: str) -> tuple[str, ...]:
    return tuple(s for m in _SENTENCE.finditer(text) if (s := m.group()).strip())


@dataclass(frozen=True)
class _Said:
    """One sentence without its tokens, and the sources that it rests on."""

    text: str
    sources: tuple[Source, ...]


class Grounding:
    """``asked`` are the asker's words: their figures may be repeated, though not as what is granted. ``told`` are
    texts of our own whose names and quotes may be repeated; ``secret`` is what must not be: the prompt."""

    def __init__(
        self,
        corpus: Corpus,
        sources: Sources,
        asked: Iterable[str] = (),
        told: Iterable[str] = (),
        claims: Iterable[Claim] = (),
        secret: str = "",
    ) -> None:
        self._corpus = corpus
        self._sources = sources
        self._asked = tuple(asked)
        self._told = tuple(told)
        self._denied = {f.same for claim in claims for f in figures(claim.text)}
        self._secret = fold(secret)
        self._limit = _LIMIT + 2 * sum(map(len, self._told))

    def whole(self, text: str, must: Sequence[Source] = (), speak: str = "") -> tuple[str, ...]:
        """Findings of a finished text: it must cite all of ``must``, and tell the figures of ``speak``."""
        bare = without_tokens(text).strip()
        if not bare:
            return (_finding("empty"),)
        tokens = tokens_in(text)
        found = [_finding("unknown_token", text=t) for t in tokens if self._sources.find(t) is None]
        if not self._sources.of(tokens):
            found.append(_finding("no_source"))
        found += [_finding("main", token=s.token) for s in must if s.token not in tokens]
        told = figures(bare)
        for source in must:
            if (amount := _result(source)) and not all(stands_in(f, told) for f in figures(amount)):
                found.append(_finding("calculation", text=amount))
        kept = (f for f in figures(speak) if f.kind.partition(":")[0] in _ESSENTIAL)
        found += [_finding("dropped", text=f.text.strip()) for f in kept if not stands_in(f, told)]
        # A list may say how many items it has.
        items = sum(bool(_ENUMERATED.match(line)) for line in bare.splitlines())
        ours = {m[1] for words in self._told for m in _COUNT.finditer(words)}
        counted = _COUNT.sub(lambda m: "" if m[1] in {str(items), str(len(tokens)), *ours} else m[0], text)
        return tuple(dict.fromkeys([*found, *self.part(counted)]))

    def part(self, text: str) -> tuple[str, ...]:
        """Findings of some sentences by themselves, as they arrive in a stream."""
        return (*self._form(text), *(f for said in self._said(text) for f in self._claims(said)))

    def _said(self, text: str) -> Iterable[_Said]:
        parts = sentences(text)
        held = [self._sources.of(tokens_in(part)) for part in parts]
        for i, part in enumerate(parts):
            after = next((h for h in held[i:] if h), None)
            before = next((h for h in reversed(held[:i]) if h), ())
            yield _Said(without_tokens(part), after if after is not None else before)

    def _form(self, text: str) -> Iterable[str]:
        if len(text) > self._limit:
            yield _finding("long", limit=self._limit)
        if _MARKUP.search(text):
            yield _finding("markup")
        bare = without_tokens(text)
        if len(_FOREIGN.findall(bare)) > 2 * len(_CHINESE.findall(bare)):
            yield _finding("language")
        folded = fold(text)
        if any(folded[i : i + _LEAK] in self._secret for i in range(0, len(folded) - _LEAK, _LEAK // 2)):
            yield _finding("leak")

    def _claims(self, said: _Said) -> Iterable[str]:
        shown = "、".join(f"[{s.token}]" for s in said.sources) or "（无）"
        text = _ENUMERATED.sub("", said.text)
        for source in said.sources:
            for name in source.names:
                text = text.replace(name, "　")
        ground = [f for s in said.sources for f in figures(f"{s.text}\n{s.dates}")]
        asked = [f for words in self._asked for f in figures(words)]
        # A day that our own answer names was worked out from what was asked.
        asked += [f for words in self._told for f in figures(words) if f.kind == "date"]
        for figure in figures(text):
            if not stands_in(figure, ground):
                if not stands_in(figure, asked) or self._granted(figure, said.text):
                    yield _finding("figure", text=figure.text.strip(), tokens=shown)
            elif self._limited(figure, said.sources) and not _holds(said.text, "ceiling"):
                yield _finding("ceiling", text=figure.text.strip())
        yield from self._names(said, text)
        yield from self._levels(said)
        if any(s.calculation is None or s.calculation.trace["result"] == "ceiling" for s in said.sources):
            printed = "".join(s.text for s in said.sources)
            promises = (w for w in _words()["promises"] if w in said.text and w not in printed)
            yield from (_finding("promise", text=w) for w in promises)

    def _limited(self, figure: Figure, sources: Sequence[Source]) -> bool:
        """Whether the figure is a limit wherever the sources have it."""
        if figure.kind not in {"money", "share"} or any(s.calculation for s in sources):
            return False
        limits = [at for s in sources for at in _limits(s.text) if at[0] == figure.same]
        return bool(limits) and all(limit for _, limit in limits)

    def _granted(self, figure: Figure, text: str) -> bool:
        """Whether the asker's own figure is told as what the policy grants, or as right though it is not."""
        if figure.same in self._denied:
            return not _holds(text, "denials")
        before = fold(text).partition(figure.text)[0][-_NEAR:]
        return any(before.endswith(w) or f"{w}为" in before[-len(w) - 2 :] for w in _words()["awards"])

    def _names(self, said: _Said, text: str) -> Iterable[str]:
        """Quoted words, titles, document numbers, clause numbers, departments."""
        own = "\n".join([*(s.text for s in said.sources), *(n for s in said.sources for n in s.names)])
        known = fold("\n".join([own, *self._asked, *self._told]))
        for quoted in _QUOTED.findall(said.text):
            parts = [p for p in re.split(r"…+|\.{3,}", quoted) if p.strip()]
            if any(fold(p).strip("。，；") not in known for p in parts):
                yield _finding("quote", text=quoted)
        for title in _TITLE.findall(said.text):
            if fold(title) not in known and not any(
                title in self._corpus.documents[s.clause.doc].aliases for s in said.sources if s.clause
            ):
                yield _finding("title", text=title)
        for number in _NUMBER.findall(said.text):
            if fold(number).replace(" ", "") not in known.replace(" ", ""):
                yield _finding("number", text=number)
        departments = "\n".join(
            f"{name}\n{self._corpus.department(name)}"
            for s in said.sources
            if s.clause
            for name in (*s.clause.departments.lead, *s.clause.departments.cooperate)
        )
        for body in _BODY.findall(text):
            if fold(body) not in known and fold(body) not in fold(departments):
                yield _finding("department", text=body)

    def _levels(self, said: _Said) -> Iterable[str]:
        """An amount beside the name of one level only must be that level's, by the rules of the clauses cited."""
        ids = {s.clause.id for s in said.sources if s.clause}
        tables = [
            r.award.levels.table
            for r in self._corpus.rules.values()
            if r.clause in ids and r.award and r.award.levels
        ]
        for piece in _CLAUSE.split(said.text):
            for table in tables:
                named = [level for level in table if level in piece]
                if len(named) != 1:
                    continue
                printed = {level: _of_level(entry) for level, entry in table.items()}
                right = printed[named[0]]
                others = {f.same for level, fs in printed.items() if level != named[0] for f in fs}
                for figure in figures(piece):
                    if figure.same in others and not any(f.same == figure.same for f in right):
                        shown = "、".join(f.text for f in right)
                        yield _finding("level", level=named[0], text=figure.text, right=shown)


def _of_level(entry: Any) -> tuple[Figure, ...]:
    return tuple(f for value in (entry.amount, entry.percent) if value for f in figures(str(value)))


def _holds(text: str, words: str) -> bool:
    return any(word in text for word in _words()[words])


@lru_cache(maxsize=512)
def _limits(text: str) -> tuple[tuple[tuple[str, str], bool], ...]:
    """Each amount and share of a clause, and whether words before it (or 以内 after it) make it a limit."""
    folded, out = fold(text), []
    for q in quantities(folded):
        if q.kind in {"money", "share"}:
            before, after = folded[max(0, q.start - _NEAR) : q.start], folded[q.end : q.end + 3]
            before = re.split(r"[，。；]", before)[-1]
            limit = any(w in before for w in _words()["limits"]) or after.startswith(("以内", "之内"))
            out += [(figure.same, limit) for figure in figures(q.text)]
    return tuple(out)


def _result(source: Source) -> str:
    trace = source.calculation.trace if source.calculation else {}
    return in_wan(Decimal(str(trace["amount_yuan"]))) if trace.get("amount_yuan") is not None else ""
