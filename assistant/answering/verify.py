"""Step 5: no figure leaves that does not stand in what the answer rests on.

A draft that fails is replaced by the plain words of its first piece of evidence; if even that fails the
answer is refused. The finding stays in the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.answering.reckoning import result_sentence, workings
from assistant.corpus.store import Corpus
from assistant.messages import say
from assistant.text import fold
from assistant.types import Calculation, Claim, Draft, Reason, Status

__all__ = ["figures", "verify"]

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_CHINESE = re.compile(
    r"[零〇一二三四五六七八九十百千万亿两]{2,}|[二三四五六七八九]折|百分之[零一二三四五六七八九十百点]+"
)


def figures(text: str) -> frozenset[str]:
    """Arabic numbers without separators, and Chinese numerals of two characters or more as printed."""
    folded = fold(text)
    return frozenset(n.replace(",", "") for n in _NUMBER.findall(folded)) | frozenset(
        _CHINESE.findall(folded)
    )


def verify(
    draft: Draft, corpus: Corpus, reckoned: Calculation | None = None, claims: Iterable[Claim] = ()
) -> tuple[Draft, tuple[str, ...]]:
    """The draft if every figure in it is grounded, else its safe replacement; and the findings."""
    if not draft.evidence:
        return draft, ()
    findings = tuple(_unknown_quotes(draft, corpus)) + tuple(
        sorted(_ungrounded(draft, corpus, reckoned, claims))
    )
    if not findings:
        return draft, ()
    first = draft.evidence[0]
    plain = replace(
        draft, answer=say("answer.plain", quote=first.quote), speak=say("answer.plain", quote=first.quote)
    )
    if not tuple(_unknown_quotes(plain, corpus)) and not _ungrounded(plain, corpus, None, ()):
        return plain, findings
    text = say("refused.not_in_corpus", matter="") + say("refused.contact_general")
    return Draft(Status.REFUSED, text, text, Reason.NOT_IN_CORPUS), findings


def _unknown_quotes(draft: Draft, corpus: Corpus) -> Iterable[str]:
    return (e.quote for e in draft.evidence if e.quote not in corpus.clause(e.clause).text)


def _ungrounded(
    draft: Draft, corpus: Corpus, reckoned: Calculation | None, claims: Iterable[Claim]
) -> frozenset[str]:
    """Figures of the answer and the spoken line that no cited clause, no notice and no calculation carries.

    Titles, document numbers and clause numbers are names, not claims: their digits neither need ground nor
    give it.
    """
    ground: set[str] = set()
    names: set[str] = set()
    for clause in (corpus.clause(e.clause) for e in draft.evidence):
        meta = corpus.documents[clause.doc]
        names |= {clause.label, meta.title, meta.short, meta.number or ""}
        ground |= figures(clause.text)
    for notice in draft.notices:
        ground |= figures(notice.text)
    # An answer may deny the asker's own figure, and number and count its own evidence.
    for text in (draft.echoes, *(claim.text for claim in claims)):
        ground |= figures(text)
    ground |= {str(n) for n in range(1, len(draft.evidence) + 1)}
    if reckoned:
        ground |= figures(result_sentence(reckoned) + workings(reckoned))
    said = f"{draft.answer}\n{draft.speak}"
    for name in sorted(filter(None, names), key=len, reverse=True):
        said = said.replace(name, " ")
    return figures(said) - frozenset(ground)
