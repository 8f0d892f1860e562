"""What a model may rest its words on. It sees [S1] and [C1], never an id; only tokens given out here map back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.answering.cite import place
from assistant.answering.reckoning import conditions, result_sentence, workings
from assistant.answering.validity import validity_sentence
from assistant.answering.wording import row_sentence
from assistant.corpus.store import Corpus
from assistant.types import Calculation, Clause

__all__ = ["TOKEN", "Source", "Sources", "plain", "tokens_in", "without_tokens"]

TOKEN = re.compile(r"[\[【〔](?P<name>[SC]\d{1,3})[\]】〕]")


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A clause or a calculation. ``text`` is what may be quoted; ``dates`` says when its document is in force;
    ``names`` are its own names, whose digits are no claims: title, document number, clause number."""

    token: str
    text: str
    names: tuple[str, ...] = ()
    dates: str = ""
    clause: Clause | None = None
    calculation: Calculation | None = None


@dataclass(slots=True)
class Sources:
    """Gives out tokens in the order of asking; the same clause always has the same one."""

    corpus: Corpus
    as_of: date
    _by_token: dict[str, Source] = field(default_factory=dict)
    _by_key: dict[str, Source] = field(default_factory=dict)

    def clause(self, clause_id: str) -> Source:
        """Raises UnknownClause."""
        clause = self.corpus.clause(clause_id)
        if clause.id in self._by_key:
            return self._by_key[clause.id]
        meta = self.corpus.documents[clause.doc]
        label = place(clause.path, clause.label)
        names = (meta.title, meta.short, meta.number or "", label, clause.label, *clause.path)
        # One line for each value, so that each stands beside its own row and column.
        rows = [row_sentence(clause, row, [year]) for row in clause.rows for year in _years(row)]
        text = "\n".join([clause.text, *rows])
        dates = validity_sentence(meta, self.as_of)
        return self._add("S", clause.id, Source("", text, _long(names), dates, clause=clause))

    def calculation(self, calculation: Calculation) -> Source:
        said = result_sentence(calculation) + workings(calculation) + conditions(calculation, met=True)
        return self._add("C", f"{calculation.rule}\0{said}", Source("", said, calculation=calculation))

    def __iter__(self) -> Iterator[Source]:
        return iter(tuple(self._by_token.values()))

    def find(self, token: str) -> Source | None:
        return self._by_token.get(token)

    def of(self, tokens: Iterable[str]) -> tuple[Source, ...]:
        """The sources behind the tokens, each once; what was never given out is dropped."""
        return tuple(s for t in dict.fromkeys(tokens) if (s := self._by_token.get(t)))

    def shown(self, source: Source) -> str:
        """One source as the model reads it: its token, where it stands, its words."""
        if source.clause is None:
            return f"[{source.token}] {source.text}"
        meta = self.corpus.documents[source.clause.doc]
        where = place(source.clause.path, source.clause.label)
        number = f"（{meta.number}）" if meta.number else ""
        return f"[{source.token}] 《{meta.title}》{number}{where}\n{plain(source.text)}\n（{source.dates}）"

    def _add(self, letter: str, key: str, source: Source) -> Source:
        if key not in self._by_key:
            number = sum(s.token.startswith(letter) for s in self._by_key.values()) + 1
            source = replace(source, token=f"{letter}{number}")
            self._by_key[key] = self._by_token[source.token] = source
        return self._by_key[key]


def _years(row: Mapping[str, str]) -> list[int]:
    return [int(y) for name in row for y in re.findall(r"(?:19|20)\d{2}", name)] or [0]


def _long(names: Iterable[str]) -> tuple[str, ...]:
    """Names that can't be mistaken for a figure; longest first, so that none is cut out of another."""
    return tuple(sorted({n for n in names if len(n) > 2 and not n.isascii()}, key=len, reverse=True))


def plain(text: str) -> str:
    """Text of a document or an asker, unable to close the mark-up it is delimited by or to forge a token."""
    return TOKEN.sub(lambda m: f"（{m['name']}）", text.replace("<", "＜").replace(">", "＞"))


def tokens_in(text: str) -> tuple[str, ...]:
    return tuple(m["name"] for m in TOKEN.finditer(text))


def without_tokens(text: str) -> str:
    return re.sub(r"[ \t]*" + TOKEN.pattern, "", text)
