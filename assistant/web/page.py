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
from assistant.web.talk import Talk, reply, transcript
from assistant.web.texts import text

__all__ = ["build", "css", "theme"]

_CONCURRENT = 16
_FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")

# Chips send their question. A new answer replaces the HTML, so disclosures that were open are opened again,
# and the newest turn is brought into view.
_SCRIPT = """
const open = new Set();
element.addEventListener('toggle', (event) => {
  const key = event.target.dataset.key;
  if (key) { event.target.open ? open.add(key) : open.delete(key); }
}, true);
element.addEventListener('click', (event) => {
  const chip = event.target.closest('[data-ask]');
  if (chip) { trigger('click', { question: chip.dataset.ask }); }
});
let shown = 0;
let waiting = false;
watch('value', () => {
  element.querySelectorAll('details[data-key]').forEach((d) => { if (open.has(d.dataset.key)) { d.open = true; } });
  const turns = element.querySelectorAll('.turn');
  const pending = element.querySelector('.pending') !== null;
  if (turns.length > shown || (turns.length && waiting && !pending)) {
    turns[turns.length - 1].scrollIntoView({ block: 'start' });
  }
  shown = turns.length;
  waiting = pending;
});
"""


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


def build(front: Front) -> gr.Blocks:
    """The page; it is there while the index is still being opened."""

    def ask(typed: str, talk: Talk, event: gr.EventData) -> Iterator[tuple[Any, Any, Any]]:
        # Each visitor has copies of the components, with numbers of their own: only the kind tells them apart.
        chip = isinstance(event.target, gr.HTML)
        question = readable((_chosen(event) if chip else typed) or "")
        if chip and not question:
            # Any other click in the conversation, such as opening a clause, asks nothing.
            yield gr.skip(), gr.skip(), gr.skip()
            return
        note = text("reply.searching" if front.opening.done else "reply.opening")
        # A draft in the box outlives a click on a chip.
        yield gr.skip() if chip else "", gr.skip(), transcript(talk, question, note)
        exchange = reply(front, question, talk)
        talk = talk.adding(exchange)
        # What could not be answered goes back into the box, to be corrected there.
        yield gr.skip() if chip or exchange.answered else question, talk, transcript(talk)

    def clear() -> tuple[str, Talk, Markup]:
        return "", Talk(), transcript(Talk())

    page = gr.Blocks(title=text("page.title"), analytics_enabled=False)
    with page:
        gr.HTML(_header(), elem_id="top", apply_default_css=False)
        chat = gr.HTML(transcript(Talk()), js_on_load=_SCRIPT, elem_id="chat", apply_default_css=False)
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
        wipe = gr.Button(text("page.clear"), elem_id="clear", size="sm")
        state = gr.State(Talk())
        shown = [box, state, chat]
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
    queued: gr.Blocks = page.queue(default_concurrency_limit=_CONCURRENT, api_open=False)
    return queued


def _header() -> Markup:
    header = Markup('<header><h1>{}</h1><p>{}</p><nav aria-label="{}"><a href="{}">{}</a></nav></header>')
    words = (text("page.title"), text("page.welcome"), text("page.nav"), PLACE, text("page.calculator"))
    return header.format(*words)


def _chosen(event: gr.EventData) -> str:
    data = event._data
    return str(data.get("question", "")) if isinstance(data, dict) else ""
