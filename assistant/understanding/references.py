"""Clauses that a question names by number: 扶持意见第十一条, 15号文（七）, 穗府〔2018〕9号第五部分第2点.

A number alone identifies a clause where numbers run on through the document or its chapter, which is how
people quote it; a number that the document has lost is reported as lost, one it never had as unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import permutations

from assistant.corpus.numbering import CN_NUMBER, chinese_number, marker_at, printed_number
from assistant.corpus.store import Corpus
from assistant.text import fold
from assistant.types import Clause

__all__ = ["References", "find_documents", "find_neighbour", "find_references"]

_N = rf"({CN_NUMBER}|\d{{1,3}})"
_COUNTING = "了加上建开买新装增添投"
_PART = re.compile(
    rf"(?<![这那哪每本该])(?!一部分)第?{_N}(?:部分|大部分|大点|章)|(?<![\d零一二三四五六七八九十百第]){_N}、"
)
_ITEM = re.compile(
    rf"第{_N}(?:条|款|点|项|小点)|[（(]{_N}[）)]"
    # 加了两条灌装线, 上了三条产线: so many are counted.
    rf"|(?<![\d.之{_COUNTING}])(?![一两][条点]){_N}(?:条|点)(?![数个\d零一二三四五六七八九])"
)
_ARABIC_ITEM = re.compile(r"(?<![\d.])(\d{1,2})\.(?!\d)")
_NUMBER_OF = re.compile(rf"({CN_NUMBER})号文")
_THAT = re.compile(r"([a-z\u4e00-\u9fff])[那这](?:份|个|本|部|一份)((?:计划|方案|意见|文件|政策))")
_BETWEEN = "的|产业|园区?|试点|示范|城市|建设|实施|行动|发展|政策|工信|[三五]年|[那这]"
_STEMMED = (
    rf"(?:{_BETWEEN}){{0,5}}?(?:(?:[那这]|[那这]?一)[份个本部](?:文件|文|政策)?|[那这]一?[条项款](?!线|路|街|生产|产)|的?(?:意见|计划|方案|文件|东西|材料)|办法(?!是)"
    r"|里[头面边]?(?=[，,由哪有写说讲提跟和与凡共]|关于|一共|总共))"
)
_JOINS = r"\s?(?:和|跟|与|同|、|还是|对比|比|或者?)\s?"
_ALONE = r"(?!有关|相关|方面|的?(?:企业|补贴|补助|事))"
_EACH = re.compile(r"各|分别|哪个|哪份|谁|区别|不同|不一样|对比|相比")
_THAT_PAPER = re.compile(r"[那这该](?:个|份|一份)?(?P<sort>(?:行动|实施)?(?:计划|方案|意见))")
_LAST = re.compile(r"最后(?:那|一|这)?个?(?:部分|章)")
_FEW = 3
_TABLE = re.compile(r"(指标|目标|主要目标)?(体系)?(表格|表1|表一|那张表|指标表|目标表|的表)")


@dataclass(frozen=True, slots=True)
class References:
    """``clauses`` are ids; ``lost`` printed numbers in lost pages; ``unknown`` numbers that never were;
    ``part`` a chapter named without a clause, -1 for the last."""

    clauses: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    rest: str = ""
    part: int | None = None


def find_documents(text: str, corpus: Corpus) -> tuple[tuple[str, ...], str]:
    """Keys of the documents that ``text`` names by title, number or alias, and the text without the names."""
    found: dict[str, None] = {}
    # 十五号文 is 15号文, and IAB那份计划 is the IAB计划.
    text = _NUMBER_OF.sub(lambda m: f"{chinese_number(m[1])}号文", _THAT.sub(r"\1\2", text))
    names = sorted(
        ((fold(name), key) for key, meta in corpus.documents.items() for name in _names(meta) if name),
        key=lambda pair: -len(pair[0]),
    )
    for name, key in names:
        if name in text:
            found[key] = None
            text = text.replace(name, " ")
    stems = sorted(
        ((fold(stem), key) for key, meta in corpus.documents.items() for stem in meta.stems),
        key=lambda pair: -len(pair[0]),
    )
    if not found and _EACH.search(text):
        text = _two_stems(stems, text)
    for stem, key in stems:
        own = re.escape(stem)
        without = re.sub(rf"{own}{_STEMMED}", " ", text)
        # 扶持意见和中国制造2025: what is joined to a document's name is one, too.
        if found and key not in found:
            without = re.sub(rf" {_JOINS}{own}{_ALONE}|{own}{_JOINS} ", " ", without)
        if without != text:
            found[key] = None
            text = without
    if not found and (pointed := _of_its_type(stems, text, corpus)):
        found[pointed] = None
    return tuple(found), text


def _of_its_type(stems: list[tuple[str, str]], text: str, corpus: Corpus) -> str | None:
    """The one document whose stem is said, and whose sort of paper is pointed at: 报IAB的钱，那个行动计划还算数么."""
    that = _THAT_PAPER.search(text)
    keys = {
        key
        for stem, key in stems
        if that and stem in text and that["sort"] in fold(corpus.documents[key].title)
    }
    return keys.pop() if len(keys) == 1 else None


def _two_stems(stems: list[tuple[str, str]], text: str) -> str:
    """The text with the first two stems in a row written as documents: IAB和中国制造2025各补多少."""
    for (one, key), (other, second) in permutations(stems, 2):
        pair = re.search(rf"{re.escape(one)}({_JOINS}){re.escape(other)}", text) if key != second else None
        if pair:
            return f"{text[: pair.start()]}{one}方案{pair[1]}{other}方案{text[pair.end() :]}"
    return text


def _names(meta: object) -> tuple[str, ...]:
    number = getattr(meta, "number", None) or ""
    short_number = re.sub(r"[〔〕]", "", number)
    return (
        meta.title,  # type: ignore[attr-defined]
        re.sub(r"（[^（）]*）$", "", meta.title),  # type: ignore[attr-defined]
        meta.short,  # type: ignore[attr-defined]
        number,
        number.replace("〔", "[").replace("〕", "]"),
        number.replace("〔", "(").replace("〕", ")"),
        short_number,
        *meta.aliases,  # type: ignore[attr-defined]
    )


def find_references(text: str, documents: tuple[str, ...], corpus: Corpus) -> References:
    """``text`` is folded and without document names. Nothing is resolved unless a document is named."""
    if len(documents) != 1:
        return References(rest=text)
    doc = documents[0]
    part = next((chinese_number(next(filter(None, m.groups()))) for m in _PART.finditer(text)), None)
    rest = _PART.sub(" ", text) if part is not None else text
    items = [chinese_number(next(filter(None, m.groups()))) for m in _ITEM.finditer(rest)]
    rest = _ITEM.sub(" ", rest)
    items += [int(m[1]) for m in _ARABIC_ITEM.finditer(rest)]
    rest = _ARABIC_ITEM.sub(" ", rest)
    clauses = [c for c in corpus.clauses if c.doc == doc]
    if part is None and not items:
        tables = [c.id for c in clauses if c.kind == "table"] if _TABLE.search(text) else []
        last = -1 if _LAST.search(text) else None
        return References(tuple(tables), rest=_TABLE.sub(" ", text) if tables else text, part=last)
    forms = ["（一）"] * len(items) if items else ["一、"]
    wanted = [printed_number(form, n) for form, n in zip(forms, items or [part or 0], strict=True)]
    lost_numbers = {n for gap in corpus.documents[doc].gaps for n in gap.numbers}
    lost = tuple(n for n in wanted if n in lost_numbers)
    inside = [c.id for c in clauses if _matches(c, part, items, near=True)]
    outside = [c.id for c in clauses if _matches(c, part, items, near=False)]
    if found := next((ids for ids in (inside, () if lost else outside) if 0 < len(ids) <= _FEW), None):
        return References(tuple(found), rest=rest)
    inhabited = part is not None and not items and any(_chapter(c) == part for c in clauses)
    unknown = (
        () if lost or inside or outside or inhabited else tuple(f"第{n.strip('（、）')}条" for n in wanted)
    )
    return References((), lost, unknown, rest, part if inhabited else None)


def find_neighbour(
    clauses: tuple[str, ...], lost: tuple[str, ...], step: int, doc: str, corpus: Corpus
) -> References | None:
    """The clause that follows (``step`` 1) or precedes (-1) a numbered one, or has its number in ``doc`` (0);
    or that this number is lost."""
    if lost:
        printed = lost[-1 if step > 0 else 0]
    elif clauses:
        clause = corpus.clause(clauses[0])
        printed = next((e for e in reversed(clause.path) if marker_at(e)), "")
    else:
        return None
    marker = marker_at(printed)
    if marker is None or marker.number is None or marker.number + step < 1:
        return None
    return find_references(f"第{marker.number + step}条", (doc,), corpus)


def _chapter(clause: Clause) -> int | None:
    return next((m.number for element in clause.path if (m := marker_at(element))), None)


def _matches(clause: Clause, part: int | None, items: list[int], *, near: bool) -> bool:
    """Whether the numbers of the path are those that were said, read from the inside (``near``) or outside."""
    numbers = [m.number for element in clause.path if (m := marker_at(element))]
    if clause.kind != "clause" or not numbers or (part is not None and numbers[0] != part):
        return False
    inner = numbers if part is None else numbers[1:]
    if not items:
        return part is not None and len(numbers) == 1
    return (inner[-len(items) :] if near else inner[: len(items)]) == items
