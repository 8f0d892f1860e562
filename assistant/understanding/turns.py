"""What a later message takes over from those before it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculator.amounts import quantities, without_quantities
from assistant.text import TURN, fold
from assistant.types import Kind, Question, Understanding
from assistant.understanding.apart import asks_something
from assistant.understanding.asking import asking
from assistant.understanding.sentence import SentenceReader, focus_of, years_beside

__all__ = ["COMPLETES", "corrects", "follows_up", "joined", "resumed"]

_FOLLOW_UP = re.compile(
    r"^(那|那么|那如果|如果是|要是|换成|换|还有|另外|上一条|刚才|这个|它|该|同样|再|以上|说错|不对|是(?![以由按否不]))"
    r"|(呢|的呢)[?？]?$|[那这的][个条份块边样]?呢(?=[,，])|换[个种](方式|办法)"
)
_CORRECTS = re.compile(
    r"(说|看|写|记|弄|搞|打|填|报|讲|算|听)错|更正|改(一?下|过来)|不好意思|应该是|改成|改为|其实是|不对|漏了|忘了说|补充一下"
)
_INSTEAD = re.compile(r"^(那|那么|换成|换|要是|如果是)|呢[?？]?$|[那这的][个条份块边样]?呢(?=[,，])")
# 回到刚才第一个问题: the turn is told by its place in the conversation.
_BACK = re.compile(
    r"^[^，。？?]{0,4}?(?:(?:回到|回去|返回|说回|再看|接着说?|还是(?:说|问|回到)?)(?:刚才|前面|之前|上面)?(?:的|那个|那)?"
    r"(?:最(?:开始|早|初|先)|一开始|开头)?|(?:刚才|前面|之前)(?:问)?的?(?:最(?:开始|早|初|先)|一开始|开头)?)"
    r"的?第?(?P<n>[一二三四1-4])个?(?:问题|问)?[，,：:\s]*"
)
_ORDINALS = "一二三四"
# 生物医药到2019年底呢 asks what was asked before.
_PARTICLE = re.compile(r"呢(?=[?？。,，]|$)")
COMPLETES = 2


def follows_up(text: str) -> bool:
    """Whether the words show that something was said before."""
    return bool(_FOLLOW_UP.search(text))


def corrects(text: str) -> bool:
    """Whether something told before is taken back."""
    return bool(_CORRECTS.search(text))


def resumed(question: Question) -> Question:
    """The question as if asked right after the turn that it goes back to."""
    match = _BACK.match(question.text)
    if not (match and question.turns):
        return question
    n = int(match["n"]) if match["n"].isascii() else _ORDINALS.index(match["n"]) + 1
    rest = question.text[match.end() :]
    if n > len(question.turns) or not rest:
        return question
    return replace(question, text=rest, turns=question.turns[:n])


def joined(mine: Understanding, earlier: Understanding, sentences: SentenceReader) -> Understanding:
    """What was asked about stays, more faintly; what was asked of it, and any amount, is replaced."""
    anew = bool(mine.focus or mine.wants)
    about = f"{earlier.context} {earlier.matter}".strip()
    before = asking().without_wants(about) if anew else about
    # An amount that is told again replaces the earlier one of its kind.
    kinds = {q.kind for q in quantities(mine.original)}
    told_before = quantities(earlier.original)
    priced = any(q.kind == "money" for q in told_before)
    if priced and all(q.value == 1 for q in told_before if q.kind == "count"):
        kinds -= {"count"}  # 一台卖600万 is a price, which two machines don't replace
    told = without_quantities(fold(earlier.original), kinds) if kinds else earlier.original
    focus = tuple(dict.fromkeys((*mine.focus, *focus_of(before))))
    # A word or two ("市级的"), or what asks nothing, completes the earlier question instead of asking a new
    # one of it.
    asks = bool(mine.wants) or mine.kind is not Kind.FACT or asks_something(mine.text)
    completes = not asks or (len(mine.focus) <= COMPLETES and not mine.wants)
    kind = mine.kind if mine.kind is not Kind.FACT or (mine.focus and asks) else earlier.kind
    wants = mine.wants or (() if (mine.focus and asks) or mine.asks_for else earlier.wants)
    if kind is Kind.LIST and not asks and "money" in kinds:
        # After a list, somebody who tells an amount wants it reckoned.
        kind, wants = Kind.FACT, ("money",)
    if kind is Kind.LIST and mine.kind is Kind.FACT and mine.wants:
        kind = Kind.FACT
    # 上科创板呢 after 新三板给多少: another matter takes the place of the earlier one.
    other = sentences.subjects(mine.matter) - sentences.subjects(earlier.matter)
    instead = bool(other) and not mine.wants and not asks_something(_PARTICLE.sub("", mine.text))
    if other and not mine.wants and _INSTEAD.search(mine.text):
        return replace(
            mine,
            text=_PARTICLE.sub("", mine.text) + sentences.unnamed(earlier.text),
            context=before,
            wants=wants,
            kind=kind,
            documents=mine.documents or earlier.documents,
            years=mine.years or earlier.years,
            instead=instead,
        )
    return replace(
        mine,
        matter=f"{before} {mine.matter}" if completes else mine.matter,
        kind=kind,
        text=f"{earlier.text if completes or mine.kind is not Kind.FACT else before}，{mine.text}",
        original=f"{told}{TURN}{mine.original}",
        context="" if completes else before,
        expansion=tuple(dict.fromkeys((*mine.expansion, *earlier.expansion))),
        documents=mine.documents or earlier.documents,
        clauses=mine.clauses or (() if mine.lost or mine.documents else earlier.clauses),
        focus=focus,
        wants=wants,
        years=mine.years or years_beside(mine.text, earlier.years) or earlier.years,
        instead=instead,
    )
