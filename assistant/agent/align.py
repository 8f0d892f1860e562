"""Whether a figure is told of what its clause says it of, and not of the neighbour.

A clause that grants 3000万元 for 国家级 and 1000万元 for 省级 holds both figures; only the words before each
tell them apart. So a figure's words are compared with those before the figures of its kind in the sources:
if another figure's words are clearly nearer, the figures were swapped.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.agent.figures import Figure, figures
from assistant.text import fold

__all__ = ["Levels", "OfLevel", "misplaced", "pairs"]

_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
_BREAK = re.compile(r"[。；;\n]")
_PAUSE = re.compile(r"[，,、。；;\n]")
_RESPECTIVELY = re.compile(r"(?P<items>[^，,。；;\n]*?)[，,]?(?:分别|依次)(?P<rest>[^。；;\n]*)")
_AND = re.compile(r"[、和与及]")
# A date or a rank is itself what tells figures apart.
_KINDS = {"money", "share", "duration", "area", "count", "people", "energy", "number", "ratio"}
# How much of what is said before a figure, by rarity, the neighbour's words must cover, and more than its own.
_COVERED, _MORE = 0.5, 0.15
_SENTENCE_COUNTS = 0.4
_LAST_WORDS, _ALIKE = 5, 0.7


@dataclass(frozen=True, slots=True)
class OfLevel:
    """What a rule grants at one level, and the other words for that level."""

    words: tuple[str, ...]
    figures: tuple[Figure, ...]


Levels = Mapping[str, OfLevel]


@dataclass(frozen=True, slots=True)
class _Place:
    """A figure, the words right by it (``near``; ``words`` are their parts) and those of its sentence so far."""

    figure: Figure
    near: str
    words: frozenset[str]
    sentence: frozenset[str]

    @property
    def last(self) -> frozenset[str]:
        """The pairs of the words between the last pause and the figure."""
        return pairs(_PAUSE.split(self.near.partition("  ")[0].rstrip("，,、 "))[-1])

    @property
    def years(self) -> frozenset[str]:
        return frozenset(_YEAR.findall(self.near))

    def nearness(self, said: _Place, rarity: Mapping[str, float]) -> float:
        """The share, by rarity, of what was said that stands here, too."""

        def weight(words: Iterable[str]) -> float:
            return sum(rarity.get(w, 0.0) for w in words)

        around, here = said.sentence - said.words, weight(said.words & self.words)
        here += _SENTENCE_COUNTS * weight(said.words & (self.sentence - self.words))
        whole = weight(said.words) + _SENTENCE_COUNTS * weight(around & said.sentence)
        return (here + _SENTENCE_COUNTS * weight(around & self.sentence)) / whole if whole else 0.0


def misplaced(
    text: str, sources: Sequence[tuple[str, str]], levels: Sequence[Levels] = ()
) -> Iterable[tuple[Figure, str]]:
    """The figures of ``text`` that the sources say of something else, each with what they say there instead.

    ``sources`` are (what it is called, its words). ``levels`` are the amounts by level of the rules that
    stand on these sources: a level that is named decides before any likeness does.
    """
    known = [
        replace(place, sentence=place.sentence | _words(fold(name)))
        for name, source in sources
        for place in _places(source)
    ]
    for said in _places(text):
        kind = said.figure.kind
        rivals = [p for p in known if p.figure.kind == kind and p.figure.value != said.figure.value]
        own = [p for p in known if p.figure.same == said.figure.same]
        # 一批, 一条: how one speaks, no count.
        spoken = kind == "count" and said.figure.value == "1"
        if kind.partition(":")[0] not in _KINDS or spoken or not rivals or not own:
            continue
        if (right := _by_level(said, levels)) is not None:
            if right:
                yield said.figure, right
        elif said.years and any(p.years for p in own):
            right = next((p.figure.text for p in rivals if p.years & said.years), "")
            if right and not any(p.years & said.years for p in own):
                yield said.figure, right
        elif right := _by_last_words(said, own, rivals) or _by_likeness(said, own, rivals):
            yield said.figure, right


def _by_level(said: _Place, levels: Sequence[Levels]) -> str | None:
    """What the level named by the figure has instead; empty if it has just that; None if no level decides."""
    for table in levels:
        named = [level for level in table if any(word in said.near for word in (level, *table[level].words))]
        named = [n for n in named if not any(n != m and n in m for m in named)]
        held = {f.same for level in table.values() for f in level.figures}
        right = [{f.same for f in table[n].figures} for n in named]
        if named and said.figure.same in held:
            if all(said.figure.same in r for r in right):
                return ""
            return table[named[0]].figures[0].text if len(named) == 1 else None
    return None


def _by_last_words(said: _Place, own: Sequence[_Place], rivals: Sequence[_Place]) -> str:
    """What the sources have right after the very words that stand right before the figure."""
    if len(said.last) < _LAST_WORDS:
        return ""

    def cover(place: _Place) -> float:
        return len(said.last & place.last) / len(said.last)

    best = max(rivals, key=cover)
    return best.figure.text if cover(best) == 1 and max(map(cover, own)) < _ALIKE else ""


def _by_likeness(said: _Place, own: Sequence[_Place], rivals: Sequence[_Place]) -> str:
    held = Counter(word for p in (*own, *rivals) for word in p.words | p.sentence)
    rarity = {w: math.log((1 + (len(own) + len(rivals)) / n) / 2) for w, n in held.items()}
    best = max(p.nearness(said, rarity) for p in own)
    other = max(rivals, key=lambda p: p.nearness(said, rarity))
    near = other.nearness(said, rarity)
    return other.figure.text if near >= _COVERED and near >= best + _MORE else ""


@lru_cache(maxsize=512)
def _places(text: str) -> tuple[_Place, ...]:
    folded, out = fold(text), []
    found = figures(text)
    items = dict(_respective(folded, found))
    ends: dict[str, int] = {}
    for figure in found:
        begin = max((m.end() for m in _BREAK.finditer(folded, 0, figure.start)), default=0)
        pause = _PAUSE.search(folded, figure.end)
        end = pause.start() if pause else len(folded)
        before, end = items.get(
            figure.start, (folded[max(begin, ends.get(figure.kind, 0)) : figure.start], end)
        )
        ends[figure.kind] = end
        near = before + "  " + folded[figure.end : end]
        out.append(_Place(figure, near, _words(near), _words(folded[begin:end])))
    return tuple(out)


def _respective(folded: str, found: Sequence[Figure]) -> Iterable[tuple[int, tuple[str, int]]]:
    """国家级、省级……分别给予3000万元、1000万元的补助: each figure with its own item of the list, and where the
    words end that follow them all."""
    for match in _RESPECTIVELY.finditer(folded):
        rest = [f for f in found if match.start("rest") <= f.start < match.end("rest")]
        run = [f for f in rest if f.kind == rest[0].kind]
        row = [run[0]] if run else []
        for figure in run[1:]:
            if not _AND.fullmatch(folded[row[-1].end : figure.start].strip()):
                break
            row.append(figure)
        items = [i for i in _AND.split(match["items"]) if i.strip()]
        if len(row) > 1 and len(items) >= len(row):
            pause = _PAUSE.search(folded, row[-1].end)
            end = pause.start() if pause else len(folded)
            yield from ((f.start, (item, end)) for f, item in zip(row, items[-len(row) :], strict=True))


@lru_cache(maxsize=2048)
def pairs(text: str) -> frozenset[str]:
    """Pairs of Chinese characters next to one another."""
    pieces = re.findall(r"[一-鿿]+", fold(text))
    return frozenset(p[i : i + 2] for p in pieces for i in range(len(p) - 1))


def _words(text: str) -> frozenset[str]:
    """Characters, pairs of them and numbers: enough to tell 省级 from 国家级 and 2018年 from 2019年."""
    plain = re.sub(r"[^一-鿿a-z\d]", " ", text)
    pieces = re.findall(r"[一-鿿]+|[a-z]+|\d+", plain)
    pairs = {p[i : i + 2] for p in pieces if not p.isascii() for i in range(len(p) - 1)}
    return frozenset(pairs | set(re.findall(r"[一-鿿]|[a-z]+|\d+", plain)))
