"""One visitor's conversation: what was asked, what was shown, and the whole of it as HTML."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from markupsafe import Markup

from assistant.types import Question
from assistant.web.front import Front
from assistant.web.markup import join
from assistant.web.problems import problem_of
from assistant.web.texts import examples, text
from assistant.web.view import answer_html, chips, message_html

__all__ = ["Exchange", "Talk", "reply", "transcript"]

_KEPT = 40
_SHOWN = 300
_OURS = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Exchange:
    """``answered`` is false where an error stands in place of an answer: it gives no context to follow-ups."""

    question: str
    body: Markup
    answered: bool


@dataclass(frozen=True)
class Talk:
    """``count`` goes on rising when the oldest exchanges are dropped, so that keys stay unique."""

    exchanges: tuple[Exchange, ...] = ()
    count: int = 0

    @property
    def turns(self) -> tuple[str, ...]:
        """The visitor's earlier messages, oldest first."""
        return tuple(e.question for e in self.exchanges if e.answered)

    def adding(self, exchange: Exchange) -> Talk:
        """The same failure twice in a row is shown once."""
        if not exchange.answered and self.exchanges[-1:] == (exchange,):
            return self
        return replace(self, exchanges=(*self.exchanges, exchange)[-_KEPT:], count=self.count + 1)


def reply(front: Front, question: str, talk: Talk) -> Exchange:
    """Answer ``question`` in the light of ``talk``. Never raises: whatever goes wrong becomes a calm sentence."""
    try:
        answer = front.enqueue(Question(question, talk.turns), "page").result()
        return Exchange(question, answer_html(answer, front.tools.corpus, talk.count), answered=True)
    except Exception as error:
        problem = problem_of(error)
        if problem.status >= _OURS and problem is not error:
            _log.exception("没能回答")
        return Exchange(question, message_html(problem.detail), answered=False)


def transcript(talk: Talk, pending: str = "", note: str = "") -> Markup:
    """The whole conversation; ``pending`` is a question still being answered, ``note`` says so."""
    turns = [_turn(e.question, e.body) for e in talk.exchanges]
    if note:
        turns.append(_turn(pending, Markup('<p class="pending">{}</p>').format(note)))
    body = join(turns) if turns else _examples()
    return Markup('<div class="talk" role="log" aria-live="polite" aria-label="{}">{}</div>').format(
        text("page.chat"), body
    )


def _turn(question: str, body: Markup) -> Markup:
    shown = question if len(question) <= _SHOWN else question[:_SHOWN] + "……"
    asked = Markup('<p class="asked"><span class="unseen">{}</span>{}</p>').format(text("reply.asked"), shown)
    return Markup('<article class="turn">{}<div class="reply">{}</div></article>').format(
        asked if question.strip() else "", body
    )


def _examples() -> Markup:
    heading = Markup('<p class="aside">{}</p>').format(text("examples.heading"))
    return Markup('<div class="examples">{}{}</div>').format(heading, chips(examples()))
