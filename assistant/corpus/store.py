"""The corpus as the assistant uses it: documents, clauses, lay questions, lexicon, departments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from assistant.calculator.loader import load_rules
from assistant.calculator.schema import Rule
from assistant.corpus.documents import FrontMatter, load_document, load_mapping
from assistant.corpus.lexicon import Concept, load_lexicon
from assistant.corpus.outside import Unsaid, load_outside, load_unsaid
from assistant.corpus.parser import parse
from assistant.corpus.questions import Lay, load_questions
from assistant.errors import CorpusError, UnknownClause
from assistant.text import WordFinder, fold
from assistant.types import Clause

__all__ = ["Corpus", "fingerprint"]


def fingerprint(paths: Iterable[Path]) -> str:
    """First 12 hex digits of a SHA-256 over names and contents, in name order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _broader(path: Path) -> dict[str, tuple[str, ...]]:
    """Subject -> the broader ones whose provisions are also its own."""
    entries = load_mapping(path, list, "“主题: [较窄的主题]”") if path.exists() else {}
    out: dict[str, tuple[str, ...]] = {}
    for broad, narrow in entries.items():
        for name in map(str, narrow):
            out[name] = (*out.get(name, ()), broad)
    return out


@dataclass(frozen=True)
class Corpus:
    """Clauses stand in document order; ``gaps`` are the numbers that each document's text skips."""

    documents: Mapping[str, FrontMatter]
    clauses: tuple[Clause, ...]
    gaps: Mapping[str, tuple[str, ...]]
    departments: Mapping[str, tuple[str, ...]]
    lay: Mapping[str, tuple[Lay, ...]] = field(default_factory=dict)
    lexicon: tuple[Concept, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    outside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outside_asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unsaid: Mapping[str, Unsaid] = field(default_factory=dict)
    broader: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: str = ""
    rules_version: str = ""

    def neighbour(self, folded: str) -> str | None:
        """The subject that no document covers and that the text names by one of its words."""
        return next((name for _, name in self._neighbours.find(folded)), None)

    @cached_property
    def _neighbours(self) -> WordFinder[str]:
        return WordFinder((word, name) for name, words in self.outside.items() for word in words)

    @classmethod
    def load(cls, folder: Path) -> Corpus:
        """Raises CorpusError, in Chinese, for anything missing or malformed."""
        bare = cls.documents_only(folder)
        outside, asks = load_outside(folder, bare.clauses)
        unsaid = sorted((folder / "unsaid").glob("*.yaml"))
        data = [folder / "documents" / f"{key}.md" for key in bare.documents]
        data += [*(folder / "questions").glob("*.yaml"), *folder.glob("*.yaml"), *unsaid]
        return replace(
            bare,
            lay=load_questions(sorted((folder / "questions").glob("*.yaml")), bare.by_id),
            lexicon=load_lexicon(folder / "lexicon.yaml", bare.clauses),
            rules=load_rules((folder / "rules").glob("*.yaml"), bare.by_id, bare.documents),
            outside=outside,
            outside_asks=asks,
            unsaid=load_unsaid(unsaid, bare.by_id),
            broader=_broader(folder / "topics.yaml"),
            version=fingerprint(data),
            rules_version=fingerprint((folder / "rules").glob("*.yaml")),
        )

    @classmethod
    def documents_only(cls, folder: Path) -> Corpus:
        """Documents, clauses and departments, without the data written about them."""
        files = sorted((folder / "documents").glob("*.md"))
        if not files:
            raise CorpusError(f"{folder / 'documents'} 中没有文件。请确认语料目录，或运行 rebuild 重建。")
        documents = {f.stem: load_document(f) for f in files}
        parsed = {key: parse(document) for key, document in documents.items()}
        departments = load_mapping(folder / "departments.yaml", dict, "“部门全称: {aliases: [简称]}”")
        if bare := [
            name for name, entry in departments.items() if not isinstance(entry.get("aliases"), list)
        ]:
            raise CorpusError(f"departments.yaml：{'、'.join(bare)} 缺少 aliases（没有简称就写空列表 []）。")
        return cls(
            documents={key: d.meta for key, d in documents.items()},
            clauses=tuple(c for p in parsed.values() for c in p.clauses),
            gaps={key: p.gaps for key, p in parsed.items()},
            departments={name: tuple(entry["aliases"]) for name, entry in departments.items()},
        )

    @cached_property
    def asked_beside(self) -> dict[str, tuple[str, ...]]:
        """Matter that no clause covers -> how people ask for it."""
        return {**self.outside_asks, **{name: tuple(unsaid.ask) for name, unsaid in self.unsaid.items()}}

    @cached_property
    def by_id(self) -> dict[str, Clause]:
        return {c.id: c for c in self.clauses}

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {c.id: i for i, c in enumerate(self.clauses)}

    def clause(self, clause_id: str) -> Clause:
        if found := self.by_id.get(clause_id.strip()):
            return found
        doc, _, _ = clause_id.partition("/")
        known = [c.id for c in self.clauses if c.doc == doc]
        hint = (
            f"该文件的条款编号从 {known[1]} 到 {known[-1]}。"
            if known
            else f"文件代号有：{'、'.join(self.documents)}。"
        )
        raise UnknownClause(f"没有编号为“{clause_id[:60]}”的条款。{hint}")

    def around(self, clause_id: str, span: int = 1) -> tuple[tuple[Clause, ...], Clause, tuple[Clause, ...]]:
        """The clauses before and after within the same document, and the clause itself between them."""
        clause = self.clause(clause_id)
        here = self._positions[clause.id]
        before = tuple(c for c in self.clauses[max(0, here - span) : here] if c.doc == clause.doc)
        after = tuple(c for c in self.clauses[here + 1 : here + 1 + span] if c.doc == clause.doc)
        return before, clause, after

    def department(self, name: str) -> str:
        """The full printed name (with 市) for a name as it stands in a list."""
        return name if name in self.departments or "市" + name not in self.departments else "市" + name

    @cached_property
    def department_words(self) -> tuple[tuple[str, str], ...]:
        """(folded spelling, printed name), longest spelling first."""
        pairs = {
            fold(word): name
            for name, aliases in self.departments.items()
            for word in (name, name.removeprefix("市"), *aliases)
        }
        return tuple(sorted(pairs.items(), key=lambda pair: -len(pair[0])))
