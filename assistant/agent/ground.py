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

from assistant.agent.align import Levels, OfLevel, misplaced, pairs
from assistant.agent.figures import Figure, figures, stands_in
from assistant.agent.sources import Source, Sources, tokens_in, without_tokens
from assistant.calculator.amounts import quantities
from assistant.calculator.schema import Rule
from assistant.calculator.units import in_wan
from assistant.corpus.store import Corpus
from assistant.text import fold
from assistant.types import Claim

__all__ = ["Grounding", "sentences"]

_LIMIT = 1500
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]*(?:\s*[\[【〔][SC]\d+[\]】〕])*")
_MARKUP = re.compile(r"https?:|www\.|javascript:|data:|</?[a-z!][^>]*>|!?\[[^\]]*\]\(|&#?\w+;", re.I)
_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{2,})[”」』\"]")
_TITLE = re.compile(r"《([^》]{2,60})》")
_NUMBER = re.compile(r"[一-鿿]{1,6}〔\d{4}〕\s*\d+\s*号")
_PLACE = re.compile(r"第([\d一二三四五六七八九十]+)条|（([一二三四五六七八九十]+)）")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_STRANGE = re.compile(
    r"[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0370-\u03ff\u2500-\u25ff\ufffd]|([^\d\s.…])\1{3,}"
)
_PIECE = re.compile(r"[^，,；;。：:（）()\n]+")
_BODY = re.compile(
    r"(?:(?<![一-鿿])|(?<=[由向是为和与及到归找交]))[市省](?:(?![由的])[一-鿿]){1,9}?(?:委员会|管委会|局|委|厅|办|中心)(?=[一-鿿]?[^员托会]|$)"
    r"|市委[一-鿿]{2,4}部"
)
_COUNT = re.compile(r"[共有计](\d+)(?=[项条处个种])")
_ENUMERATED = re.compile(r"^\s*(?:\d{1,2}[.、)）]|[-*•·])\s*")
_CIRCLED = re.compile("[①-⑳]")
_NEAR = 14
_CHINESE, _FOREIGN = re.compile(r"[一-鿿]"), re.compile(r"[A-Za-z]")
_LEAK = 24
_POINTS, _POINT = 10, re.compile("[种条项个类点步只方处情件家]")
# By which share of its words a sentence may fit a clause that it doesn't cite better than its own.
_BETTER = 0.2
_SUPPORTED, _SHORT = 0.5, 5
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
        if len(_FOREIGN.findall(bare)) > 2 * len(_CHINESE.findall(bare)) or _STRANGE.search(bare):
            yield _finding("language")
        ours = "".join([*self._asked, *self._told])
        yield from (_finding("talk", text=w) for w in _words()["talk"] if w in bare and w not in ours)
        folded = fold(text)
        if any(folded[i : i + _LEAK] in self._secret for i in range(0, len(folded) - _LEAK, _LEAK // 2)):
            yield _finding("leak")

    def _claims(self, said: _Said) -> Iterable[str]:
        if said.sources and self._ours(said):
            return
        shown = "、".join(f"[{s.token}]" for s in said.sources) or "（无）"
        text = _CIRCLED.sub("", _ENUMERATED.sub("", said.text))
        for source in said.sources:
            for name in source.names:
                text = text.replace(name, "　")
        ground = [f for s in said.sources for f in figures(f"{s.text}\n{s.dates}")]
        asked = [f for words in self._asked for f in figures(words)]
        # A day that our own answer names was worked out from what was asked.
        asked += [f for words in self._told for f in figures(words) if f.kind == "date"]
        for figure in figures(text):
            if not stands_in(figure, ground) and not _only_counts(figure, ground):
                if not stands_in(figure, asked) or self._granted(figure, said.text):
                    yield _finding("figure", text=figure.text.strip(), tokens=shown)
            elif self._limited(figure, said.sources) and not _holds(said.text, "ceiling"):
                yield _finding("ceiling", text=figure.text.strip())
        yield from self._names(said, text)
        yield from self._placed(said)
        yield from self._elsewhere(said)
        yield from self._calculated(said)
        yield from self._scopes(said)
        yield from self._required(said)
        yield from self._leads(said)
        if any(s.calculation is None or s.calculation.trace["result"] == "ceiling" for s in said.sources):
            printed = "".join(s.text for s in said.sources)
            promises = (w for w in _words()["promises"] if w in said.text and w not in printed)
            yield from (_finding("promise", text=w) for w in promises)

    def _ours(self, said: _Said) -> bool:
        """Whether the sentence stands word for word in the local answer or in a calculation's own words."""
        text = fold(_ENUMERATED.sub("", said.text)).strip("。；;. \n")
        own = [*self._told, *(s.text for s in said.sources if s.calculation)]
        return len(text) > _SHORT and any(text in fold(words) for words in own)

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
        for word in _LATIN.findall(text):
            if word.lower() not in known:
                yield _finding("word", text=word)
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
            if fold(body) not in known and fold(body) not in fold(departments) and "创新中心" not in body:
                yield _finding("department", text=body)

    def _placed(self, said: _Said) -> Iterable[str]:
        """Figures told of another thing than in the clause; what a calculation tells is judged by its result."""
        clauses = [s for s in said.sources if s.clause]
        reckoned = [s for s in said.sources if s.calculation]
        ids = {s.clause.id for s in clauses if s.clause}
        levels = [
            _levels(r) for r in self._corpus.rules.values() if r.clause in ids and r.award and r.award.levels
        ]
        steps = [f for s in reckoned for f in figures(s.text)]
        found = [
            at
            for at in misplaced(said.text, [("".join(s.names), s.text) for s in clauses], levels)
            if not stands_in(at[0], steps)
        ]
        found += misplaced(said.text, [("", s.text.partition("。")[0]) for s in reckoned])
        for figure, right in found:
            yield _finding("misplaced", text=figure.text.strip(), right=right.strip())

    def _elsewhere(self, said: _Said) -> Iterable[str]:
        """A sentence that is plainly of a clause which it doesn't cite."""
        own = frozenset[str]().union(
            *(pairs(s.text + "".join(s.names)) for s in said.sources), *map(pairs, self._asked)
        )
        words = pairs(said.text)
        if not words or not said.sources or any(s.calculation for s in said.sources):
            return
        cover = len(words & own) / len(words)
        for source in self._sources:
            if source.clause and source not in said.sources:
                other = len(words & pairs(source.text)) / len(words)
                if other > cover + _BETTER:
                    yield _finding("elsewhere", text=said.text.strip()[:20], token=source.token)
                    return

    def _calculated(self, said: _Said) -> Iterable[str]:
        """A sentence about a calculation tells its result, not only a step of it; a ceiling as one."""
        told = figures(said.text)
        for source in said.sources:
            amount = _result(source)
            steps = [f for f in figures(source.text) if f.kind == "money" and f not in figures(amount)]
            asked = [f for words in self._asked for f in figures(words)]
            inner = [f for f in told if f.kind == "money" and stands_in(f, steps) and not stands_in(f, asked)]
            has = bool(amount) and all(stands_in(f, told) for f in figures(amount))
            if amount and not has and any(self._granted(f, said.text) for f in inner):
                yield _finding("calculation", text=amount)
            elif has and source.calculation and source.calculation.trace["result"] == "ceiling":
                if not self._near_ceiling(said.text, amount):
                    yield _finding("ceiling", text=amount)

    def _required(self, said: _Said) -> Iterable[str]:
        """What is required of an applicant, and how it goes on, must be in the clause's words."""
        own = frozenset[str]().union(
            *(pairs(s.text) for s in said.sources), *map(pairs, (*self._asked, *self._told))
        )
        for piece in _PIECE.findall(said.text):
            words = pairs(piece)
            if _holds(piece, "hedges") or not _holds(piece, "requirements"):
                continue
            if words and len(words & own) < _SUPPORTED * len(words):
                yield _finding("required", text=piece.strip()[:30])

    def _leads(self, said: _Said) -> Iterable[str]:
        """Who is said to lead does so by the clause cited."""
        corpus = self._corpus
        clauses = [s.clause for s in said.sources if s.clause]
        leads = {corpus.department(n) for c in clauses for n in c.departments.lead}
        helps = {corpus.department(n) for c in clauses for n in c.departments.cooperate} - leads
        for piece in _PIECE.findall(said.text):
            if "牵头" in piece and "配合" not in piece and not _holds(piece, "denials"):
                named = {name for word, name in corpus.department_words if word in fold(piece)}
                yield from (_finding("lead", text=name) for name in sorted(named & helps))

    def _near_ceiling(self, text: str, amount: str) -> bool:
        """Whether the words for a ceiling stand with the amount or right after it."""
        pieces, wanted = _PIECE.findall(text), figures(amount)
        at = [i for i, piece in enumerate(pieces) if all(stands_in(f, figures(piece)) for f in wanted)]
        return any(_holds("，".join(pieces[i : i + 2]), "ceiling") for i in at)

    def _scopes(self, said: _Said) -> Iterable[str]:
        """Words that say whom or what level a rule is for must be the clause's own."""
        own = fold("\n".join([*(s.text for s in said.sources), *self._asked, *self._told]))
        text = fold(said.text)
        for word in _words()["scopes"]:
            if (
                word in text
                and word not in own
                and not any(word in w and w in own for w in _words()["scopes"])
            ):
                yield _finding("scope", text=word)
            # 省级重大科技项目 where the clause has 国家级重大科技项目 only.
            for match in re.finditer(f"{word}([一-鿿]{{4}})", text):
                before = {
                    own[max(0, m.start() - 3) : m.start()] for m in re.finditer(re.escape(match[1]), own)
                }
                others = [w for w in _words()["scopes"] if any(b.endswith(w) for b in before)]
                if others and not any(b.endswith(word) for b in before):
                    yield _finding("scope", text=match[0])


def _levels(rule: Rule) -> Levels:
    assert rule.award and rule.award.levels
    options = rule.facts[rule.award.levels.by].options
    return {
        name: OfLevel(tuple(options.get(name, ())), figures(level.amount or f"{level.percent}"))
        for name, level in rule.award.levels.table.items()
    }


def _only_counts(figure: Figure, ground: Iterable[Figure]) -> bool:
    """Whether a small number only tells how many points are being made (三种情形, 一条): the sources count
    nothing in that unit, so that it can't be mistaken for a count of theirs."""
    kind, _, unit = figure.kind.partition(":")
    if kind not in {"count", "duration"} or Decimal(figure.value) > (1 if unit else _POINTS):
        return False
    if not unit and not _POINT.search(figure.text[-1:]):
        return False
    return not any(g.kind == figure.kind and g.text[-1:] == figure.text[-1:] for g in ground)


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
