"""What an answer rests on: the first quote in view, and for each clause a chip that opens it in its document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup

from assistant.answering.cite import place
from assistant.answering.render import citation_line
from assistant.corpus.store import Corpus
from assistant.types import Citation, Clause, Departments
from assistant.web.markup import badge_html, join
from assistant.web.texts import text

__all__ = ["citations_html", "clause_text", "department_lines", "printed_rows"]

_RULE = re.compile(r"\|[\s:|-]+\|")


def citations_html(citations: tuple[Citation, ...], corpus: Corpus, turn: int) -> Markup:
    """Raises UnknownClause for a citation of another corpus."""
    if not citations:
        return Markup("")
    first = citations[0]
    chips = (_chip(c, corpus, f"{turn}-{n}", bare=n == 0) for n, c in enumerate(citations))
    return Markup(
        '<div class="citation"><p class="place">{}{}</p><blockquote>{}</blockquote>{}</div>'
        '<div class="cited">{}</div>'
    ).format(
        text("cite.basis"),
        citation_line(first),
        _quote(first.quote, corpus.clause(first.id)),
        _departments(first.departments),
        join(chips),
    )


def _chip(citation: Citation, corpus: Corpus, key: str, *, bare: bool) -> Markup:
    """``bare``: its place and departments stand above already."""
    before, clause, after = corpus.around(citation.id)
    short = corpus.documents[clause.doc].short
    neighbours = (
        *(_clause(c, "cite.before") for c in before),
        _clause(clause, "cite.itself", citation.quote),
        *(_clause(c, "cite.after") for c in after),
    )
    name = text("cite.chip", short=short, label=citation.label.replace("、", ""))
    return Markup(
        '<details data-key="{}"><summary class="chip"><span class="unseen">{}</span>{}</summary>'
        '<div class="opened">{}<p class="term">{} <span>{}</span></p>{}{}</div></details>'
    ).format(
        key,
        text("cite.expand"),
        name,
        Markup("") if bare else Markup('<p class="place">{}</p>').format(citation_line(citation)),
        badge_html(citation.validity.state),
        citation.validity.basis,
        Markup("") if bare else _departments(citation.departments),
        join(neighbours),
    )


def _quote(quote: str, clause: Clause) -> Markup:
    """Verbatim; a row of a table stands under the table's header."""
    if quote.startswith("|"):
        header = next(line for line in clause.text.split("\n") if line.startswith("|"))
        return _table([header, quote], "")
    return Markup("<p>{}</p>").format(text("cite.quote", quote=quote))


def _departments(departments: Departments) -> Markup:
    if not departments.lead and not departments.cooperate:
        return Markup("")
    spans = join(Markup("<span>{}</span>").format(line) for line in department_lines(departments))
    return Markup('<p class="units">{}</p>').format(spans)


def department_lines(departments: Departments) -> Iterator[str]:
    lead, cooperate = "、".join(departments.lead), "、".join(departments.cooperate)
    if lead:
        yield text("cite.lead" if cooperate else "cite.units", names=lead)
    if cooperate:
        yield text("cite.cooperate", names=cooperate)


def _clause(clause: Clause, role: str, quote: str = "") -> Markup:
    where = [place(clause.path, clause.label)]
    where += [text("cite.page", page=clause.pages[0])] if clause.pages else []
    gap = Markup('<p class="gap">{}</p>').format(text("cite.incomplete", note=clause.missing))
    return Markup('<div class="clause {}"><p class="role"><b>{}</b> {}</p>{}{}</div>').format(
        role.partition(".")[2],
        text(role),
        "，".join(where),
        clause_text(clause.text, quote),
        "" if clause.complete else gap,
    )


def clause_text(words: str, quote: str = "") -> Markup:
    """A clause's words with their tables as such, and ``quote`` highlighted in them."""
    if "\n|" in words or words.startswith("|"):
        lines = words.split("\n")
        rows = [line for line in lines if line.startswith("|")]
        prose = "\n".join(line for line in lines if not line.startswith("|"))
        return _marked(prose, quote) + _table(rows, quote)
    return _marked(words, quote)


def _marked(words: str, quote: str) -> Markup:
    before, found, after = words.partition(quote) if quote else (words, "", "")
    mark = Markup("<mark>{}</mark>").format(found) if found else ""
    return Markup('<p class="text">{}{}{}</p>').format(before, mark, after) if words else Markup("")


def printed_rows(lines: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each line of a printed table with its cells, without the line that only rules it."""
    for line in lines:
        if not _RULE.fullmatch(line):
            yield line, tuple(cell.strip() for cell in line.strip("|").split("|"))


def _table(rows: Iterable[str], quote: str) -> Markup:
    """A printed table; the row that equals ``quote`` is highlighted. Wide ones scroll on their own."""
    html: list[Markup] = []
    for n, (line, words) in enumerate(printed_rows(rows)):
        cell = Markup("<th>{}</th>") if n == 0 else Markup("<td>{}</td>")
        if line == quote:
            cell = Markup("<td><mark>{}</mark></td>")
        html.append(Markup("<tr>{}</tr>").format(join(map(cell.format, words))))
    return Markup('<div class="wide"><table>{}</table></div>').format(join(html))
