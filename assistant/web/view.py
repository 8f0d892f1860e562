"""An Answer as HTML. Every word from users and documents is escaped here, by markupsafe, and nowhere else.

The page shows this HTML as it stands: no Markdown is involved, so no text can turn into markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup

from assistant.corpus.store import Corpus
from assistant.types import Answer, Notice
from assistant.web.cited import citations_html
from assistant.web.markup import css_class, join
from assistant.web.steps import steps_html, without_workings
from assistant.web.texts import badge, text

__all__ = ["answer_html", "chips", "message_html"]

_NOTHING = Markup("")
_OPENING, _CLOSING = "（《“‘", "）》”’"


def message_html(words: str) -> Markup:
    """A sentence of the page itself in place of an answer."""
    return Markup('<p class="message">{}</p>').format(words)


def chips(questions: Iterable[str]) -> Markup:
    """Questions to click; the page's script reads ``data-ask``."""
    button = Markup('<button type="button" class="chip" data-ask="{0}">{0}</button>')
    return Markup('<div class="chips">{}</div>').format(join(button.format(q) for q in questions))


def answer_html(answer: Answer, corpus: Corpus, turn: int, tools: Markup = _NOTHING) -> Markup:
    """Conclusion, notices, steps, citations, further questions. ``turn`` keeps the keys of its disclosures unique.

    Raises UnknownClause for an answer from another corpus."""
    parts = [
        _words(without_workings(answer)),
        _notices(answer.notices, answer.answer),
        steps_html(answer, corpus, date.today()),
        citations_html(answer.citations, corpus, turn),
        tools,
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
            css_class(n.kind),
            badge(n.kind),
            "" if n.text in said else Markup('<span class="notice-text">{}</span>').format(n.text),
        )
        for n in notices
    ]
    return Markup('<ul class="notices">{}</ul>').format(join(items)) if items else Markup("")
