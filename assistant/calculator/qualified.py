"""How many of the pieces that were told qualify: 四个针剂, 一个全国头一家, 一个第三, 另外两个第五第七 are two.

The text is cut into groups of pieces, each with what is said of it. What says so is in the rule, as patterns of
the count's ``like``: 前三 (within the rank), 计入 (of a kind that always counts), 按名次 (of a kind that counts by
its rank), 不计 (does not count), 一个 (one piece told without a number).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculator.amounts import Quantity, numeral
from assistant.calculator.facts import Fact
from assistant.calculator.unknown import without_unknown

__all__ = ["PIECES", "Qualified", "qualified"]

PIECES = {"前三", "计入", "按名次", "不计", "一个"}

_N = r"[一二两三四五六七八九十\d]{1,3}"
_RANK = re.compile(
    rf"第(?P<nth>{_N})(?![条款项批期次代季年])|(?P<first>[头首]一?[家个名位款支]|头一|打头|拔头筹)"
    rf"|(?:名次|排名|排位|位次|(?<![安编])排(?![除队查产名位]))[^，。；;、,\d一二三四五六七八九十]{{0,5}}"
    rf"(?P<row>{_N}(?:[、,和与及跟]\s*{_N}(?![个款支种件项只]))*)"
)
_NOT_BEFORE = re.compile(r"(?:没|未|(?<!是)不|非|冇|唔)[^，。；;]{0,5}$")
_NOT_AFTER = re.compile(r"[^，。；;,]{0,3}(?:以外|之外|开外|外头|以后|之后|没|未|不|冇)")
_WORDS = r"[^，。；;？?！!\n()：:,\s、]+"
# A breath runs on over a list of ranks: 第一、第三, 2、6、8.
_LISTED = r"(?:(?<=[一二三四五六七八九十家名位])、|(?<=\d)[、,](?=\s*\d))"
_BREATH = re.compile(rf"{_WORDS}(?:{_LISTED}{_WORDS})*")
_ALL = re.compile(r"都|全|均|统统|通通|个个")
_REST = re.compile(r"其余|其它|其他(?!化学)|剩|另外|余下|别的")
_ONLY = re.compile(r"只|仅|就|才")
_TOTAL = re.compile(r"一共|合计|总共|总计|共计|合共|加起来|加在一起|合起来|拢共")
# 又过了一个，现在三个了: how many there are by now.
_BY_NOW = re.compile(r"(?:所以|那么?|这样)?(?:现在|目前|如今|眼下|至今|到现在)")
_UNITS = {"个", "款", "支", "种", "件", "项", "只"}


@dataclass(frozen=True, slots=True)
class Qualified:
    """``count``: how many qualify, None where it is not certain; ``said``: whether the words decide it."""

    count: Decimal | None
    said: bool


@dataclass(frozen=True, slots=True)
class _Group:
    size: int
    text: str


def qualified(fact: Fact, folded: str, found: Iterable[Quantity]) -> Qualified | None:
    """None where nothing sets some pieces apart from others."""
    return _Reader(fact.like).read(folded, found) if fact.type == "count" and fact.like else None


class _Reader:
    def __init__(self, like: dict[str, tuple[str, ...]]) -> None:
        within = next(key for key in like if key.startswith("前"))
        self._limit = numeral(within[1:])
        self._within, self._always, self._by_rank, self._never, self._one = (
            re.compile("|".join(like[key])) for key in (within, "计入", "按名次", "不计", "一个")
        )

    def read(self, folded: str, found: Iterable[Quantity]) -> Qualified | None:
        known = without_unknown(folded)
        ranks = [m.span() for m in (*_RANK.finditer(folded), *self._within.finditer(folded))]
        counts = [
            q
            for q in found
            if q.kind == "count" and q.unit in _UNITS and q.value == int(q.value)
            if not any(start < q.end and q.start < end for start, end in ranks)
        ]
        groups, ahead, rest = self._groups(known, counts)
        if not groups:
            return self._alone(known, ahead)
        decided = [self._yes(group, ahead) for group in self._parts(groups, rest)]
        if all(yes is None for yes in decided):
            return None
        count = None if None in decided else sum((y for y in decided if y), Decimal(0))
        return Qualified(count, said=True)

    def _alone(self, known: str, said: str) -> Qualified | None:
        """One piece told without a number: 这支针剂第二家过评."""
        ranks = _ranks(known)
        if not (self._one.search(known) or len(ranks) == 1):
            return None
        yes = self._yes(_Group(max(1, len(ranks)), known), "")
        return Qualified(Decimal(max(1, len(ranks))) if yes is None else yes, said=yes is not None)

    def _groups(self, known: str, counts: list[Quantity]) -> tuple[list[_Group], str, str]:
        """The groups in their order, what is said ahead of them all, and what is said of the rest."""
        groups: list[_Group] = []
        ahead = rest = ""
        for breath in _BREATH.finditer(known):
            inside = [q for q in counts if breath.start() <= q.start < breath.end()]
            if inside:
                groups += self._sliced(known, breath.start(), breath.end(), inside)
            elif groups and (rest or _REST.search(breath[0])):
                rest += breath[0]
            elif self._says(breath[0]):
                if groups:
                    groups = self._said_of(groups, breath[0])
                else:
                    ahead += breath[0]
        return groups, ahead, rest

    def _sliced(self, text: str, start: int, end: int, counts: list[Quantity]) -> Iterator[_Group]:
        """One breath with several counts: what is said stands after each of them, or before each."""
        before = len(counts) > 1 and self._says(text[start : counts[0].start])
        before = before and not self._says(text[counts[-1].end : end])
        cuts = [start, *(q.end if before else q.start for q in (counts[:-1] if before else counts[1:])), end]
        for q, left, right in zip(counts, cuts, cuts[1:], strict=False):
            yield _Group(int(q.value), text[left:right])

    def _said_of(self, groups: list[_Group], words: str) -> list[_Group]:
        """都是前三的 is said of all that nothing was said of, else it is said of the last."""
        open_ones = [g for g in groups if self._yes(g, "") is None or not self._says(g.text)]
        meant = open_ones if _ALL.search(words) else [g for g in groups[-1:] if g in open_ones]
        return [replace(g, text=f"{g.text} {words}") if g in meant else g for g in groups]

    def _parts(self, groups: list[_Group], rest: str) -> list[_Group]:
        """Without the whole that the other groups are parts of; what is left of it is a group of its own."""
        whole, *parts = groups
        told = sum(g.size for g in parts)
        if parts and _BY_NOW.match(parts[-1].text) and parts[-1].size * 2 >= whole.size + told:
            return [replace(parts[-1], text=whole.text + parts[-1].text)]
        if parts and _TOTAL.search(parts[-1].text):
            if parts[-1].size * 2 == whole.size + told:
                return groups[:-1]
            if parts[-1].size == whole.size and len(parts) > 1:
                # 两个注射剂，一个第三家，另一个第七，两个合起来: the whole once more.
                return self._parts(groups[:-1], rest)
        kinds = [self._kind(g.text) for g in parts]
        if not parts or told > whole.size or (self._kind(whole.text) and any(kinds)):
            return groups
        inherited = [
            g if self._yes(g, "") is not None else replace(g, text=whole.text + g.text) for g in parts
        ]
        left = _Group(whole.size - told, rest or whole.text)
        if not left.size:
            return inherited
        if self._yes(left, "") is None:
            left = replace(left, text=whole.text + rest)
        if self._yes(left, "") is None and any(self._yes(g, "") for g in parts):
            # 五个里有两个前三: the others are not.
            by_rank = any(
                self._within.search(g.text) or _ranks(g.text) or _ONLY.search(g.text) for g in parts
            )
            return inherited if by_rank else [*inherited, left]
        return [*inherited, left]

    def _yes(self, group: _Group, ahead: str) -> Decimal | None:
        """How many of the group qualify, None where that is not said."""
        for text in (group.text, ahead + group.text) if ahead else (group.text,):
            if self._never.search(text):
                return Decimal(0)
            if self._always.search(text) and not self._by_rank.search(text):
                return Decimal(group.size)
            ranks = _ranks(text)
            if len(ranks) == 1:
                return Decimal(group.size if ranks[0] <= self._limit else 0)
            if ranks:
                return Decimal(sum(r <= self._limit for r in ranks)) if len(ranks) == group.size else None
            if within := self._within.search(text):
                out = _NOT_BEFORE.search(text[: within.start()]) or _NOT_AFTER.match(text, within.end())
                return Decimal(0 if out else group.size)
        return None

    def _says(self, text: str) -> bool:
        return bool(
            _RANK.search(text) or self._within.search(text) or self._never.search(text)
        ) or self._kind(text)

    def _kind(self, text: str) -> bool:
        return bool(self._always.search(text) or self._by_rank.search(text))


def _ranks(text: str) -> list[Decimal]:
    """前三 is no rank by itself; 名次是2、6、8 are three."""
    found: list[Decimal] = []
    for match in _RANK.finditer(text):
        spelt = re.findall(_N, match["row"] or match["nth"] or "一")
        found += [numeral("二" if n == "两" else n) for n in spelt]
    return found
