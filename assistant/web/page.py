"""The page: a welcome, the conversation, a box. The conversation is one HTML component that we render ourselves.

``gr.Chatbot`` would read every message as Markdown and show buttons that cannot be translated.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import gradio as gr
from markupsafe import Markup

from assistant.text import readable
from assistant.web.calculator.link import PLACE
from assistant.web.front import Front
from assistant.web.progress import Progress, opening_note, progress_html
from assistant.web.talk import Talk, replies, restored, transcript
from assistant.web.texts import text

__all__ = ["build", "css", "theme"]

_CONCURRENT = 16
_FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")

_SCRIPTS = ("talk", "send", "tools", "history", "export", "count")


def theme() -> gr.themes.Base:
    """System fonts only: a plain string here would be fetched from Google."""
    fonts = [gr.themes.Font(name) for name in _FONTS]
    return gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=fonts, font_mono=fonts)


def css() -> str:
    """The style sheets, with the one sentence that only CSS can put in place."""
    words = text("page.connection").replace("\\", "").replace('"', "")
    sheets = (files("assistant.web") / name for name in ("static/tokens.css", "style.css"))
    return "\n".join(
        (*(sheet.read_text("utf-8") for sheet in sheets), f':root {{ --connection: "{words}"; }}\n')
    )


def script() -> str:
    """The scripts of the conversation, each with names of its own."""
    folder = files("assistant.web") / "static/chat"
    return "\n".join(f"{{\n{(folder / f'{name}.js').read_text('utf-8')}}}" for name in _SCRIPTS)


def build(front: Front) -> gr.Blocks:
    """The page; it is there while the index is still being opened."""

    def ask(typed: str, talk: Talk, event: gr.EventData) -> Iterator[tuple[Any, Any, Any, Any]]:
        # Each visitor has copies of the components, with numbers of their own: only the kind tells them apart.
        chip = isinstance(event.target, gr.HTML)
        sent = _sent(event)
        if chip and "kept" in sent:
            # Only the corpus is needed here: nothing waits for the index.
            talk = restored(front.opening.assistant.corpus, sent["kept"])
            yield gr.skip(), talk, transcript(talk), gr.skip()
            return
        question = readable((str(sent.get("question", "")) if chip else typed) or "")
        if chip and not question:
            # Any other click in the conversation, such as opening a clause, asks nothing.
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        # A draft in the box outlives a click on a chip.
        first = progress_html(Progress(opening_note(front)))
        yield gr.skip() if chip else "", gr.skip(), transcript(talk, question), first
        for told in replies(front, question, talk):
            if isinstance(told, Progress):
                yield gr.skip(), gr.skip(), gr.skip(), progress_html(told)
                continue
            talk = talk.adding(told)
            # What could not be answered goes back into the box, to be corrected there.
            box_now = gr.skip() if chip or told.answered else question
            yield box_now, talk, transcript(talk), progress_html(None)

    def clear() -> tuple[str, Talk, Markup, Markup]:
        return "", Talk(), transcript(Talk()), progress_html(None)

    page = gr.Blocks(title=text("page.title"), analytics_enabled=False)
    with page:
        gr.HTML(_header(), elem_id="top", apply_default_css=False)
        chat = gr.HTML(transcript(Talk()), js_on_load=script(), elem_id="chat", apply_default_css=False)
        progress = gr.HTML(progress_html(None), elem_id="progress", apply_default_css=False)
        with gr.Row(elem_id="composer"):
            box = gr.Textbox(
                placeholder=text("page.placeholder"),
                label=text("page.box"),
                show_label=False,
                container=False,
                lines=1,
                max_lines=4,
                autofocus=True,
                elem_id="box",
            )
            send = gr.Button(text("page.send"), variant="primary", elem_id="send", min_width=0, scale=0)
            gr.HTML(_count(front.settings.question_limit), elem_id="count", apply_default_css=False)
        gr.HTML('<p class="said" role="status"></p>', elem_id="exported", apply_default_css=False)
        with gr.Row(elem_id="after"):
            export = gr.Button(text("page.export"), elem_id="export", size="sm", min_width=0, scale=0)
            word = gr.Button(text("page.export_word"), elem_id="export-word", size="sm", min_width=0, scale=0)
            wipe = gr.Button(text("page.clear"), elem_id="clear", size="sm", min_width=0, scale=0)
        state = gr.State(Talk())
        shown = [box, state, chat, progress]
        # One listener for all three, so that a second question waits until the first is answered.
        asking = gr.on(
            [box.submit, send.click, chat.click],
            ask,
            [box, state],
            shown,
            show_progress="hidden",
            trigger_mode="once",
            api_visibility="private",
        )
        wipe.click(clear, None, shown, cancels=[asking], show_progress="hidden", api_visibility="private")
        for button, event in ((export, "policy-export"), (word, "policy-export-word")):
            button.click(None, js=f"() => {{ document.dispatchEvent(new Event('{event}')); }}")
    queued: gr.Blocks = page.queue(default_concurrency_limit=_CONCURRENT, api_open=False)
    return queued


def _header() -> Markup:
    header = Markup('<header><h1>{}</h1><p>{}</p><nav aria-label="{}"><a href="{}">{}</a></nav></header>')
    words = (text("page.title"), text("page.welcome"), text("page.nav"), PLACE, text("page.calculator"))
    return header.format(*words)


def _count(limit: int) -> Markup:
    line = Markup('<p class="count" role="status" data-limit="{}" data-left="{}" data-over="{}"></p>')
    return line.format(limit, text("page.left"), text("page.over"))


def _sent(event: gr.EventData) -> dict[str, Any]:
    """What the page's scripts sent with a click in the conversation."""
    return event._data if isinstance(event._data, dict) else {}
