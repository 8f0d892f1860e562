"""What a later message takes over from those before it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculator.amounts import quantities
from assistant.types import Kind, Question, Understanding
from assistant.understanding.apart import asks_something
from assistant.understanding.asking import asking
from assistant.understanding.carried import told, without_denied
from assistant.understanding.sentence import SentenceReader, focus_of, years_beside
from assistant.understanding.talking import several, turns

__all__ = ["COMPLETES", "corrects", "follows_up", "joined", "resumed"]

_ORDINALS = "一二三四"
COMPLETES = 2
# What is asked with, and what it is asked for: 哪几家, 多少年.
_ASKED = re.compile(r"谁|(?:哪[几些个]?|什么|多少|几)[\u4e00-\u9fff]?")


def follows_up(text: str) -> bool:
    """Whether the words show that something was said before."""
    return bool(turns().follow_up.search(text) or turns().particle.search(text))


def corrects(text: str) -> bool:
    """Whether something told before is taken back."""
    return bool(turns().corrects.search(text))


def resumed(question: Question) -> Question:
    """The question as if asked right after the turn that it goes back to; alone where it says that it is another."""
    if question.turns and (fresh := turns().fresh.match(question.text)):
        return replace(question, text=question.text[fresh.end() :], turns=())
    match = turns().back.match(question.text)
    if not (match and question.turns):
        return question
    n = int(match["n"]) if match["n"].isascii() else _ORDINALS.index(match["n"]) + 1
    rest = question.text[match.end() :]
    if n > len(question.turns) or not rest:
        return question
    return replace(question, text=rest, turns=question.turns[:n])


def joined(
    mine: Understanding, earlier: Understanding, sentences: SentenceReader, *, unchanged: bool = False
) -> Understanding:
    """What was asked about stays, more faintly; what was asked of it, and any amount, is replaced.

    ``unchanged``: the figures told before hold for another matter, too.
    """
    raw = mine.text
    if corrects(raw):
        # What is denied stays in the words to reckon with, where a denial answers a rule's question.
        mine = replace(_without_denied(mine, raw), original=mine.original)
        earlier = _without_denied(earlier, raw)
    anew = bool(mine.focus or mine.wants or several().asks_what.search(raw))
    about = f"{earlier.context} {earlier.matter}".strip()
    before = asking().without_wants(about) if anew else about
    before = before if focus_of(before) else about
    kinds = {q.kind for q in quantities(mine.original)}
    original = told(earlier.original, mine.original, raw)
    focus = tuple(dict.fromkeys((*mine.focus, *focus_of(before))))
    # A word or two ("市级的"), or what asks nothing, completes the earlier question instead of asking a new
    # one of it.
    asks = bool(mine.wants) or mine.kind is not Kind.FACT or asks_something(mine.text)
    again = not mine.wants and _asks_again(raw, earlier.text)
    # 那条在第几条 asks where it stands, not again who is in charge.
    newly = mine.focus or several().asks_what.search(raw) or asking().source.search(raw)
    another = asks and not again and bool(newly)
    completes = not asks or (len(mine.focus) <= COMPLETES and not mine.wants and not another)
    kind = mine.kind if mine.kind is not Kind.FACT or another else earlier.kind
    wants = mine.wants or (() if another or mine.asks_for else earlier.wants)
    if kind is Kind.LIST and not asks and "money" in kinds:
        # After a list, somebody who tells an amount wants it reckoned.
        kind, wants = Kind.FACT, ("money",)
    if kind is Kind.LIST and mine.kind is Kind.FACT and mine.wants:
        kind = Kind.FACT
    # 上科创板呢 after 新三板给多少: another matter takes the place of the earlier one.
    other = sentences.subjects(mine.matter) - sentences.subjects(earlier.matter)
    instead = bool(other) and not mine.wants and not asks_something(turns().particle.sub("", mine.text))
    if other and not mine.wants and turns().instead.search(mine.text):
        return replace(
            mine,
            text=turns().particle.sub("", mine.text) + sentences.unnamed(earlier.text),
            context=before,
            wants=wants,
            kind=kind,
            asks_for=earlier.asks_for,
            documents=mine.documents or earlier.documents,
            years=mine.years or earlier.years,
            original=original if unchanged else mine.original,
            instead=instead,
        )
    return replace(
        mine,
        matter=f"{before} {mine.matter}" if completes else mine.matter,
        kind=kind,
        text=f"{earlier.text if completes or mine.kind is not Kind.FACT else before}，{mine.text}",
        original=original,
        context="" if completes else before,
        expansion=tuple(dict.fromkeys((*mine.expansion, *earlier.expansion))),
        documents=mine.documents or earlier.documents,
        clauses=mine.clauses or (() if mine.lost or mine.documents else earlier.clauses),
        focus=focus,
        wants=wants,
        years=mine.years or years_beside(mine.text, earlier.years) or earlier.years,
        instead=instead,
    )


def _asks_again(mine: str, earlier: str) -> bool:
    """Whether one thing only is asked, in the words it was asked in before (哪几家), of what is named now."""
    asked, before = (_ASKED.findall(turns().particle.sub("", text)) for text in (mine, earlier))
    return bool(asked) and {*asked} <= {*before}


def _without_denied(what: Understanding, correction: str) -> Understanding:
    matter = without_denied(what.matter, correction)
    return replace(
        what,
        matter=matter,
        text=without_denied(what.text, correction),
        original=without_denied(what.original, correction),
        focus=tuple(t for t in what.focus if t in matter),
    )
