"""An Answer as HTML. Every word from users and documents is escaped here, by markupsafe, and nowhere else.

The page shows this HTML as it stands: no Markdown is involved, so no text can turn into markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from assistant.answering.cite import place
from assistant.answering.render import citation_line
from assistant.corpus.store import Corpus
from assistant.types import Answer, Citation, Clause, Departments, Notice
from assistant.web.texts import badge, text

__all__ = ["answer_html", "chips", "clause_text", "join", "message_html"]

_OPENING, _CLOSING = "（《“‘", "）》”’"
_RULE = re.compile(r"\|[\s:|-]+\|")


def join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def message_html(words: str) -> Markup:
    """A sentence of the page itself in place of an answer."""
    return Markup('<p class="message">{}</p>').format(words)


def chips(questions: Iterable[str]) -> Markup:
    """Questions to click; the page's script reads ``data-ask``."""
    button = Markup('<button type="button" class="chip" data-ask="{0}">{0}</button>')
    return Markup('<div class="chips">{}</div>').format(join(button.format(q) for q in questions))


def answer_html(answer: Answer, corpus: Corpus, turn: int) -> Markup:
    """Conclusion, notices, citations, further questions. ``turn`` keeps the keys of its disclosures unique."""
    several = len(answer.citations) > 1
    parts = [
        _words(answer.answer),
        _notices(answer.notices, answer.answer),
        *(_citation(c, corpus, f"{turn}-{n}", several) for n, c in enumerate(answer.citations)),
    ]
    if answer.suggestions:
        heading = Markup('<p class="aside">{}</p>').format(text("reply.suggestions"))
        parts += [heading, chips(answer.suggestions)]
    return join(parts)


def _words(words: str) -> Markup:
    """The first sentence as the conclusion, the rest as paragraphs below it."""
    first, *lines = words.split("\n")
    end = _first_sentence(first)
    rest = [line for line in (first[end:], *lines) if line.strip()]
    return Markup('<p class="conclusion">{}</p>{}').format(
        first[:end], join(Markup("<p>{}</p>").format(line) for line in rest)
    )


def _first_sentence(line: str) -> int:
    """Where the first sentence ends; a full stop inside brackets or quotation marks ends nothing."""
    depth = 0
    for at, char in enumerate(line):
        depth += (char in _OPENING) - (char in _CLOSING)
        if char == "。" and depth <= 0:
            return at + 1
    return len(line)


def _notices(notices: Iterable[Notice], said: str) -> Markup:
    """A notice that only repeats the answer keeps its badge and loses its sentence."""
    item = Markup('<li class="notice-{}"><span class="badge">{}</span>{}</li>')
    items = [
        item.format(
            _class(n.kind),
            badge(n.kind),
            "" if n.text in said else Markup('<span class="notice-text">{}</span>').format(n.text),
        )
        for n in notices
    ]
    return Markup('<ul class="notices">{}</ul>').format(join(items)) if items else Markup("")


def _class(kind: str) -> str:
    return re.sub(r"[^a-z_]", "", kind)


def _citation(citation: Citation, corpus: Corpus, key: str, several: bool) -> Markup:
    state = citation.validity.state
    mark = Markup('<span class="badge badge-{}">{}</span>').format(_class(state), badge(state))
    before, clause, after = corpus.around(citation.id)
    neighbours = (
        *(_clause(c, "cite.before") for c in before),
        _clause(clause, "cite.itself", citation.quote),
        *(_clause(c, "cite.after") for c in after),
    )
    return Markup(
        '<section class="citation"><p class="place">{}{}{}</p><blockquote>{}</blockquote>{}'
        '<details data-key="{}"><summary>{}</summary>{}</details></section>'
    ).format(
        text("cite.basis"),
        citation_line(citation),
        mark if several and state != "in_force" else "",
        _quote(citation.quote, clause),
        _departments(citation.departments),
        key,
        text("cite.expand"),
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
    lead, cooperate = "、".join(departments.lead), "、".join(departments.cooperate)
    lines = [text("cite.lead" if cooperate else "cite.units", names=lead)] if lead else []
    lines += [text("cite.cooperate", names=cooperate)] if cooperate else []
    spans = join(Markup("<span>{}</span>").format(line) for line in lines)
    return Markup('<p class="units">{}</p>').format(spans)


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


def _table(rows: Iterable[str], quote: str) -> Markup:
    """A printed table; the row that equals ``quote`` is highlighted. Wide ones scroll on their own."""
    lines = [row for row in rows if not _RULE.fullmatch(row)]
    html: list[Markup] = []
    for n, line in enumerate(lines):
        cell = Markup("<th>{}</th>") if n == 0 else Markup("<td>{}</td>")
        if line == quote:
            cell = Markup("<td><mark>{}</mark></td>")
        cells = (cell.format(c.strip()) for c in line.strip("|").split("|"))
        html.append(Markup("<tr>{}</tr>").format(join(cells)))
    return Markup('<div class="wide"><table>{}</table></div>').format(join(html))
