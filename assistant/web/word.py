"""A conversation as a Word document. The library is imported with the first document that is asked for."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.answering.render import citation_line
from assistant.corpus.store import Corpus
from assistant.types import Answer, Citation
from assistant.web.cited import department_lines, printed_rows
from assistant.web.kept import Kept
from assistant.web.steps import step_rows, without_workings
from assistant.web.texts import badge, text

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["word_file"]

_BODY, _HEADING = "宋体", "黑体"
_HEADINGS = ("Title", "Heading 1", "Heading 2", "Heading 3")
_STYLES = ("Normal", "Quote", "List Bullet", "Table Grid", *_HEADINGS)


def word_file(talk: Iterable[Kept], corpus: Corpus, made: str) -> bytes:
    """The bytes of a .docx; ``made`` says when. Raises UnknownClause for an answer from another corpus."""
    from docx import Document

    document = Document()
    _set_fonts(document)
    properties = document.core_properties
    properties.title, properties.author, properties.language = (
        text("export.title"),
        text("page.title"),
        "zh-CN",
    )
    document.add_heading(text("export.title"), 0)
    document.add_paragraph(text("export.made", at=made))
    document.add_paragraph(text("page.welcome"))
    for kept in talk:
        _add(document, kept.question, kept.answer, corpus)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_fonts(document: Document) -> None:
    """Word takes Chinese characters from the East Asian font of a style, which its templates leave to chance."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    for name in _STYLES:
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        # A theme's font would outweigh ours.
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:ascii"), "Times New Roman")
        fonts.set(qn("w:hAnsi"), "Times New Roman")
        fonts.set(qn("w:eastAsia"), _HEADING if name in _HEADINGS else _BODY)
        if name in _HEADINGS:
            style.font.color.rgb = RGBColor(0, 0, 0)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _add(document: Document, question: str, answer: Answer, corpus: Corpus) -> None:
    document.add_heading(_plain(question), 1)
    first, *rest = [line for line in without_workings(answer).split("\n") if line.strip()] or [""]
    document.add_paragraph().add_run(_plain(first)).bold = True
    for line in rest:
        document.add_paragraph(_plain(line))
    for notice in answer.notices:
        said = text("export.notice", kind=badge(notice.kind), words=notice.text)
        document.add_paragraph(_plain(said), style="List Bullet")
    if steps := step_rows(answer, corpus):
        document.add_heading(text("form.steps"), 2)
        head = tuple(text(f"form.step_{name}") for name in ("what", "said", "result"))
        binds = text("export.binds", words=text("form.binds"))
        _table(document, [head, *((s.what, s.said + binds * s.binds, s.result) for s in steps)])
    if answer.citations:
        document.add_heading(text("export.basis"), 2)
    for citation in answer.citations:
        _cite(document, citation, corpus)


def _cite(document: Document, citation: Citation, corpus: Corpus) -> None:
    document.add_paragraph(_plain(citation_line(citation)))
    if citation.quote.startswith("|"):
        lines = corpus.clause(citation.id).text.split("\n")
        header = next(line for line in lines if line.startswith("|"))
        _table(document, [cells for _, cells in printed_rows((header, citation.quote))])
    else:
        document.add_paragraph(_plain(text("cite.quote", quote=citation.quote)), style="Quote")
    state = text("export.validity", state=badge(citation.validity.state), basis=citation.validity.basis)
    document.add_paragraph(_plain("；".join((*department_lines(citation.departments), state))))


def _table(document: Document, rows: Sequence[Sequence[str]]) -> None:
    """The first row is repeated on each page."""
    from docx.oxml import OxmlElement

    table = document.add_table(0, len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = _plain(words)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    document.add_paragraph()


def _plain(words: str) -> str:
    """Without the control characters that no XML can hold."""
    return "".join(char for char in words if char >= " " or char in "\n\t")
