"""Lay phrasings: how people ask for what a clause says, beside the words of the clause that answer them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.documents import load_mapping
from assistant.errors import CorpusError
from assistant.types import Clause

__all__ = ["KINDS", "Lay", "load_questions"]

KINDS = frozenset({"grant", "relief", "land", "service", "target", "fact", "duty"})
_KEYS = {"subject", "quote", "kind", "topics", "ask"}


@dataclass(frozen=True, slots=True)
class Lay:
    """One provision of a clause: what it is about, its verbatim words, and questions that these answer."""

    clause: str
    subject: str
    quote: str
    kind: str
    topics: tuple[str, ...]
    ask: tuple[str, ...]


def load_questions(paths: Iterable[Path], clauses: Mapping[str, Clause]) -> dict[str, tuple[Lay, ...]]:
    """Raises CorpusError for an unknown clause, an unknown key or kind, or a quote that is not verbatim."""
    out: dict[str, tuple[Lay, ...]] = {}
    for path in paths:
        for clause_id, entries in load_mapping(path, list, "“条款编号: 规定的列表”").items():
            if clause_id not in clauses:
                raise CorpusError(f"{path.name}：没有条款 {clause_id}。")
            if clause_id in out:
                raise CorpusError(f"{path.name}：条款 {clause_id} 已在另一文件中写过。")
            out[clause_id] = tuple(_lay(path.name, clauses[clause_id], entry) for entry in entries)
    return out


def _lay(name: str, clause: Clause, entry: Mapping[str, object]) -> Lay:
    if unknown := set(entry) - _KEYS:
        raise CorpusError(f"{name}：{clause.id} 有不认识的项 {'、'.join(sorted(unknown))}。")
    if absent := {"subject", "quote", "kind", "ask"} - set(entry):
        raise CorpusError(f"{name}：{clause.id} 缺少 {'、'.join(sorted(absent))}。")
    quote, kind = str(entry["quote"]), str(entry["kind"])
    if quote not in clause.text:
        raise CorpusError(f"{name}：{clause.id} 的引文与条款原文不一致：“{quote[:40]}”。请照原文逐字填写。")
    if kind not in KINDS:
        raise CorpusError(f"{name}：{clause.id} 的 kind“{kind}”不在 {'、'.join(sorted(KINDS))} 之中。")
    return Lay(
        clause.id, str(entry["subject"]), quote, kind, _strings(entry.get("topics")), _strings(entry["ask"])
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
