"""Whether the corpus agrees with itself and with the supplied source. Each complaint is a Chinese sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from assistant.corpus.documents import EDITORIAL, Basis, FrontMatter, Precedence, read_body
from assistant.corpus.numbering import chinese_number
from assistant.corpus.reconstruct import Source, body_of, prove
from assistant.corpus.store import Corpus
from assistant.errors import CorpusError
from assistant.types import Clause

__all__ = ["check"]

_TERM = re.compile(r"有效期限?(?:为|是)?(\d{1,2}|[一二三四五六七八九十两]+)年")
_UNTIL = re.compile(r"有效期限?至(\d{4})年(\d{1,2})月(\d{1,2})日")
_STARTS = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:正式)?(?:施行|实施|执行|生效)")
_YEARS = re.compile(r"(\d{4})年?[-—－–](\d{4})年(?!\d*月)")
_MONTHS = re.compile(r"(\d{4})年(\d{1,2})月[-—－–](\d{4})年(\d{1,2})月")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_MARK = re.compile(r"\[\[页(\d+)\]\]")


def check(folder: Path) -> list[str]:
    """Complaints, none if all is well. Raises CorpusError when the documents cannot even be read."""
    corpus = Corpus.documents_only(folder)
    complaints = [c for meta in corpus.documents.values() for c in _document(meta, corpus)]
    complaints += _departments(corpus)
    if (folder / "source" / "layout.yaml").exists():
        source = Source.load(folder / "source")
        bodies = {f.stem: read_body(f) for f in sorted((folder / "documents").glob("*.md"))}
        # Only a text that carries the source has places at which its page marks could be compared.
        differences = prove(source, bodies)
        complaints += differences or [
            c for doc in source.front_matter for c in _marks(source, doc, bodies[doc])
        ]
        complaints += _footer_titles(corpus, source)
    try:
        Corpus.load(folder)
    except CorpusError as error:
        complaints.append(str(error))
    return complaints


def _document(meta: FrontMatter, corpus: Corpus) -> Iterator[str]:
    clauses = [c for c in corpus.clauses if c.doc == meta.key]
    text = "\n".join(c.text for c in clauses)
    yield from _gaps(meta, corpus.gaps[meta.key], clauses)
    yield from _titles(meta, clauses)
    quoted: list[Basis | Precedence] = [
        *meta.validity.basis,
        *meta.precedence,
        *([meta.first_is_lead] if meta.first_is_lead else []),
    ]
    for basis in quoted:
        if basis.clause not in corpus.by_id:
            yield f"{meta.key}：文件头引用了不存在的条款 {basis.clause}"
        elif basis.quote not in corpus.by_id[basis.clause].text:
            yield f"{meta.key}：文件头的引文“{basis.quote}”与 {basis.clause} 原文不一致"
    for rule in meta.precedence:
        for other in rule.over:
            if other not in corpus.documents:
                yield f"{meta.key}：优先于“{other}”，但没有这份文件"
    signature = next((c.text for c in clauses if c.kind == "signature"), "")
    yield from _issue(
        meta, signature or "\n".join(c.text for c in clauses if c.kind in ("title", "preamble"))
    )
    yield from _issuers(meta, signature)
    yield from _dates(meta, text)
    pages = [p for c in clauses for p in c.pages]
    if pages and meta.pages and (min(pages), max(pages)) != meta.pages:
        yield f"{meta.key}：文件头写第{meta.pages[0]}—{meta.pages[1]}页，正文标记为第{min(pages)}—{max(pages)}页"


def _gaps(meta: FrontMatter, found: tuple[str, ...], clauses: list[Clause]) -> Iterator[str]:
    declared = {n for gap in meta.gaps for n in gap.numbers}
    for number in found:
        if number not in declared:
            what = f"{number}" if number.endswith("倒序") else f"缺少{number}"
            yield f"{meta.key}：编号不连续，{what}，文件头的 gaps 没有写明"
    for number in sorted(declared - set(found)):
        yield f"{meta.key}：gaps 写明缺少{number}，但正文中编号并不缺"
    cut = {c.id for c in clauses if not c.complete}
    declared_cut = {gap.clause for gap in meta.gaps if gap.clause}
    for clause_id in sorted(cut - declared_cut):
        yield f"{meta.key}：条款 {clause_id} 因缺页不完整，文件头的 gaps 没有写明"
    for clause_id in sorted(declared_cut - cut):
        yield f"{meta.key}：gaps 写明 {clause_id} 不完整，但正文中它是完整的"


def _titles(meta: FrontMatter, clauses: list[Clause]) -> Iterator[str]:
    title = next((c for c in clauses if c.kind == "title"), None)
    from_footer = meta.source is not None and meta.source.title_from == "footer"
    if title is None and not from_footer:
        yield f"{meta.key}：正文开头没有与文件头一致的标题“{meta.title}”"
    if title is not None and (meta.number or "") not in title.text.split("\n")[1:] and meta.number:
        yield f"{meta.key}：文号“{meta.number}”与正文所印不一致"
    if title is None and meta.number and not any(meta.number in c.text for c in clauses):
        yield f"{meta.key}：文号“{meta.number}”在正文中找不到"
    if title is not None and meta.number is None and len(title.text.split("\n")) > 1:
        yield f"{meta.key}：正文印有文号，文件头没有填写"


def _issue(meta: FrontMatter, place: str) -> Iterator[str]:
    """``place``: the signature or, without one, the head. A date anywhere else is that of another matter."""
    if meta.issued and meta.issued not in set(_days(_DAY, place)):
        yield f"{meta.key}：印发日期 {meta.issued} 与正文落款或标题下所印不一致"


def _issuers(meta: FrontMatter, signature: str) -> Iterator[str]:
    for name in re.split(r"[、，\s]+", meta.issuer) if signature else ():
        if name not in signature:
            yield f"{meta.key}：发文机关“{name}”与正文落款不一致"


def _dates(meta: FrontMatter, text: str) -> Iterator[str]:
    """The validity in the front matter must follow from printed words."""
    quotes = "\n".join(b.quote for b in meta.validity.basis)
    periods = list(_periods(quotes, meta.issued))
    starts = {*([meta.issued] if meta.issued else []), *_days(_STARTS, quotes)}
    starts |= {min(begin for begin, _ in periods)} if periods else set()
    if meta.validity.begins and meta.validity.begins not in starts:
        yield f"{meta.key}：有效期起始日 {meta.validity.begins} 不能由所引依据推出"
    if meta.validity.begins is None and periods:
        yield f"{meta.key}：正文写有有效期，文件头没有填写起始日"
    ends = max((end for _, end in periods), default=None)
    if meta.validity.ends and meta.validity.ends != ends:
        yield f"{meta.key}：有效期截止日 {meta.validity.ends} 不能由所引依据推出"
    if meta.validity.ends is None and (periods or _TERM.search(text) or _UNTIL.search(text)):
        yield f"{meta.key}：正文写有有效期，文件头没有填写截止日"


def _days(pattern: re.Pattern[str], text: str) -> Iterator[date]:
    for match in pattern.finditer(text):
        yield date(*map(int, match.groups()))


def _periods(quotes: str, issued: date | None) -> Iterator[tuple[date, date]]:
    """First and last day of every period that the quoted words state."""
    start = next(_days(_STARTS, quotes), issued)
    if start:
        for match in _TERM.finditer(quotes):
            yield start, _years_later(start, chinese_number(match[1])) - timedelta(days=1)
        for day in _days(_UNTIL, quotes):
            yield start, day
    for match in _YEARS.finditer(quotes):
        yield date(int(match[1]), 1, 1), date(int(match[2]), 12, 31)
    for match in _MONTHS.finditer(quotes):
        first_year, first_month, last_year, last_month = map(int, match.groups())
        after = date(last_year + last_month // 12, last_month % 12 + 1, 1)
        yield date(first_year, first_month, 1), after - timedelta(days=1)


def _years_later(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


def _departments(corpus: Corpus) -> Iterator[str]:
    """A printed department that the directory lacks would be lost to the filters."""
    for clause in corpus.clauses:
        for name in (*clause.departments.lead, *clause.departments.cooperate):
            if corpus.department(name) not in corpus.departments:
                yield f"{clause.id}：责任单位“{name}”不在 departments.yaml 中"


def _footer_titles(corpus: Corpus, source: Source) -> Iterator[str]:
    for meta in corpus.documents.values():
        named = meta.source is not None and meta.source.title_from == "footer"
        if named and EDITORIAL.sub("", meta.title) not in source.footers():
            yield f"{meta.key}：标题“{meta.title}”与原文页脚不一致"


def _marks(source: Source, doc: str, body: str) -> Iterator[str]:
    """Page marks are no printed text, so the proof passes over them; a citation shows them all the same."""
    expected, found = (dict(_places(text)) for text in (body_of(source, doc), body))
    for page in sorted(expected.keys() | found.keys()):
        if expected.get(page) != found.get(page):
            yield f"{doc}：页码标记 [[页{page}]] 的位置与原文不一致"
            return


def _places(body: str) -> Iterator[tuple[int, int]]:
    """Each page and the number of printed characters before it."""
    at = 0
    for n, part in enumerate(_MARK.split(body)):
        if n % 2:
            yield int(part), at
        else:
            at += len(re.sub(r"(?m)^#+|\s", "", EDITORIAL.sub("", part)))
