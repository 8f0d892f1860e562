"""One visitor's conversation: what was asked, what was shown, and the whole of it as HTML."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from assistant.corpus.store import Corpus
from assistant.types import Answer, Question
from assistant.web.front import Front
from assistant.web.kept import Kept, keep, read_kept
from assistant.web.markup import join
from assistant.web.problems import problem_of
from assistant.web.progress import Progress, Run
from assistant.web.texts import examples, text, words
from assistant.web.tools import tools_html
from assistant.web.view import answer_html, chips, message_html

__all__ = ["Exchange", "Talk", "replies", "restored", "transcript"]

_KEPT = 40
_SHOWN = 300
_OURS = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Exchange:
    """``answered`` is false where an error stands in place of an answer: it gives no context to follow-ups.
    ``kept`` is what the browser keeps of it."""

    question: str
    body: Markup
    answered: bool
    kept: str = ""


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


def replies(front: Front, question: str, talk: Talk) -> Iterator[Progress | Exchange]:
    """What is being done, and last the answer to ``question`` in the light of ``talk``. Never raises: whatever
    goes wrong becomes a calm sentence."""
    try:
        run = Run(front, Question(question, talk.turns), "page")
        yield from run.told()
        yield _exchange(question, run.answer(), front.tools.corpus, talk.count)
    except Exception as error:
        problem = problem_of(error)
        if problem.status >= _OURS and problem is not error:
            _log.exception("没能回答")
        yield Exchange(question, message_html(problem.detail), answered=False)


def restored(corpus: Corpus, entries: Any) -> Talk:
    """The conversation that a browser has kept. What is no answer is left out; what other documents answered
    can be asked again."""
    talk = Talk()
    for kept in read_kept(entries, _KEPT):
        try:
            talk = talk.adding(_again(kept, corpus, talk.count))
        except Exception:
            # Changed by hand: an unknown clause, a step that is none. There is nothing to be shown.
            _log.debug("浏览器中保存的一条记录无法显示", exc_info=True)
    return talk


def transcript(talk: Talk, pending: str | None = None) -> Markup:
    """The whole conversation; ``pending`` is a question still being answered."""
    turns = [_turn(e) for e in talk.exchanges]
    if pending is not None:
        turns.append(Markup('<article class="turn pending">{}</article>').format(_asked(pending)))
    body = join(turns) if turns else _examples()
    return Markup(
        '<div class="talk" role="log" aria-live="polite" aria-label="{}" data-words="{}">{}</div>'
    ).format(text("page.chat"), json.dumps(words("tools"), ensure_ascii=False), body)


def _again(kept: Kept, corpus: Corpus, count: int) -> Exchange:
    if kept.answer.corpus_version == corpus.version:
        return _exchange(kept.question, kept.answer, corpus, count)
    body = message_html(text("reply.outdated")) + chips((kept.question,))
    return Exchange(kept.question, body, answered=False)


def _exchange(question: str, answer: Answer, corpus: Corpus, count: int) -> Exchange:
    body = answer_html(answer, corpus, count, tools_html(answer, count))
    return Exchange(question, body, answered=True, kept=keep(question, answer))


def _turn(exchange: Exchange) -> Markup:
    kept = Markup(' data-kept="{}"').format(exchange.kept) if exchange.kept else Markup("")
    return Markup('<article class="turn"{}>{}<div class="reply">{}</div></article>').format(
        kept, _asked(exchange.question), exchange.body
    )


def _asked(question: str) -> Markup:
    if not question.strip():
        return Markup("")
    shown = question if len(question) <= _SHOWN else question[:_SHOWN] + "……"
    return Markup('<p class="asked"><span class="unseen">{}</span>{}</p>').format(text("reply.asked"), shown)


def _examples() -> Markup:
    heading = Markup('<p class="aside">{}</p>').format(text("examples.heading"))
    return Markup('<div class="examples">{}{}</div>').format(heading, chips(examples()))
