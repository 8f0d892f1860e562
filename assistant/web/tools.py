"""What can be done with an answer: copy it, say whether it helped. The page's scripts do it."""

from __future__ import annotations

from markupsafe import Markup

from assistant.answering.render import to_text
from assistant.types import Answer
from assistant.web.texts import text

__all__ = ["tools_html"]

_LONGEST_REASON = 200


def tools_html(answer: Answer, turn: int) -> Markup:
    """``turn`` tells the controls of one answer from those of the others."""
    return Markup(
        '<div class="tools" role="group" aria-label="{group}" data-turn="{turn}" data-answer="{id}">'
        '<button type="button" data-act="copy" data-copy="{plain}">{copy}</button>'
        '<button type="button" data-act="helpful" aria-pressed="false">{helpful}</button>'
        '<button type="button" data-act="unhelpful" aria-pressed="false" aria-expanded="false"'
        ' aria-controls="reason-{turn}">{unhelpful}</button>'
        '<form class="reason" id="reason-{turn}" hidden><label for="why-{turn}">{why}</label>'
        '<span class="row"><input id="why-{turn}" maxlength="{longest}" autocomplete="off">'
        "<button>{send}</button></span></form>"
        '<p class="said" role="status"></p></div>'
    ).format(
        group=text("tools.group"),
        turn=turn,
        id=answer.id,
        plain=to_text(answer),
        copy=text("tools.copy"),
        helpful=text("tools.helpful"),
        unhelpful=text("tools.unhelpful"),
        why=text("tools.why"),
        longest=_LONGEST_REASON,
        send=text("tools.send"),
    )
