"""Names and words of a sentence that its sources do not have: whose they are, whom they are for, what is required."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.agent.align import pairs
from assistant.agent.said import PIECE, Given, Said
from assistant.agent.wording import finding, holds, words
from assistant.text import fold

__all__ = ["departments", "elsewhere", "names", "promises", "requirements", "scopes"]

_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{2,})[”」』\"]")
_TITLE = re.compile(r"《([^》]{2,60})》")
_NUMBER = re.compile(r"[一-鿿]{1,6}〔\d{4}〕\s*\d+\s*号")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_BODY = re.compile(
    r"(?:(?<![一-鿿])|(?<=[由向是为和与及到归找交]))[市省](?:(?![由的])[一-鿿]){1,9}?"
    r"(?:委员会|管委会|局|委|厅|办|(?<!创新)中心)(?=[一-鿿]?[^员托会]|$)|市委[一-鿿]{2,4}部"
)
# By which share of its words a sentence may fit a clause that it doesn't cite better than its own.
_BETTER = 0.2
_SUPPORTED = 0.5


def names(said: Said, given: Given) -> Iterable[str]:
    """Latin words, quoted words, titles of documents, their numbers."""
    known = given.known(said)
    for word in _LATIN.findall(said.text):
        if word.lower() not in known:
            yield finding("word", text=word)
    for quoted in _QUOTED.findall(said.text):
        parts = [p for p in re.split(r"…+|\.{3,}", quoted) if p.strip()]
        if any(fold(p).strip("。，；") not in known for p in parts):
            yield finding("quote", text=quoted)
    aliases = {a for s in said.sources if s.clause for a in given.corpus.documents[s.clause.doc].aliases}
    for title in _TITLE.findall(said.text):
        if fold(title) not in known and title not in aliases:
            yield finding("title", text=title)
    for number in _NUMBER.findall(said.text):
        if fold(number).replace(" ", "") not in known.replace(" ", ""):
            yield finding("number", text=number)


def departments(said: Said, given: Given) -> Iterable[str]:
    """Bodies that the clause does not name, and a helping one that is said to lead."""
    corpus, clauses = given.corpus, [s.clause for s in said.sources if s.clause]
    leads = {corpus.department(n) for c in clauses for n in c.departments.lead}
    helps = {corpus.department(n) for c in clauses for n in c.departments.cooperate} - leads
    known = given.known(said) + fold("\n".join(leads | helps))
    yield from (finding("department", text=b) for b in _BODY.findall(said.text) if fold(b) not in known)
    for piece in PIECE.findall(said.text):
        if "牵头" in piece and "配合" not in piece and not holds(piece, "denials"):
            named = {name for word, name in corpus.department_words if word in fold(piece)}
            yield from (finding("lead", text=name) for name in sorted(named & helps))


def scopes(said: Said, given: Given) -> Iterable[str]:
    """Words that say whom or what level a rule is for must be the clause's own, and stand where it has them."""
    own, text, family = given.known(said), fold(said.text), words()["scopes"]
    for word in family:
        if word in text and word not in own and not any(word in w and w in own for w in family):
            yield finding("scope", text=word)
        # 省级重大科技项目 where the clause has 国家级重大科技项目 only.
        for match in re.finditer(f"{word}([一-鿿]{{4}})", text):
            before = [own[max(0, m.start() - 3) : m.start()] for m in re.finditer(re.escape(match[1]), own)]
            others = any(b.endswith(w) for b in before for w in family)
            if others and not any(b.endswith(word) for b in before):
                yield finding("scope", text=match[0])


def requirements(said: Said, given: Given) -> Iterable[str]:
    """What is required of an applicant, and how it goes on, must be in the clause's words."""
    own = pairs(given.known(said))
    for piece in PIECE.findall(said.text):
        told, requires = pairs(piece), holds(piece, "requirements") and not holds(piece, "hedges")
        if requires and len(told & own) < _SUPPORTED * len(told):
            yield finding("required", text=piece.strip()[:30])


def elsewhere(said: Said, given: Given) -> Iterable[str]:
    """A sentence that is plainly of a clause which it doesn't cite."""
    told = pairs(said.text)
    if not told or not said.sources or any(s.calculation for s in said.sources):
        return
    named = (pairs(s.text + "".join(s.names)) for s in said.sources)
    own = frozenset[str]().union(*named, *map(pairs, given.asked))
    enough = len(told & own) + _BETTER * len(told)
    others = (s for s in given.sources if s.clause and s not in said.sources)
    if better := next((s for s in others if len(told & pairs(s.text)) > enough), None):
        yield finding("elsewhere", text=said.text.strip()[:20], token=better.token)


def promises(said: Said, given: Given) -> Iterable[str]:
    """Nobody may promise a ceiling, or what an authority has yet to decide."""
    if any(s.calculation is None or s.calculation.trace["result"] == "ceiling" for s in said.sources):
        printed = "".join(s.text for s in said.sources)
        yield from (
            finding("promise", text=w) for w in words()["promises"] if w in said.text and w not in printed
        )
