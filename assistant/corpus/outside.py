"""What the documents don't hold: neighbouring subjects, and what people ask beside a clause that it doesn't say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.documents import load_mapping
from assistant.errors import CorpusError
from assistant.text import fold
from assistant.types import Clause

__all__ = ["Unsaid", "load_outside", "load_unsaid"]


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A matter that people ask about beside ``clause`` and that no document speaks of, and how they ask."""

    clause: str
    ask: tuple[str, ...]


def load_outside(
    folder: Path, clauses: Iterable[Clause]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Subjects that no document covers, with the words for them and with the ways of asking for them.

    A word that a clause uses is dropped, and with it the ways of asking for its subject, so that a new
    document takes its subject over. Raises CorpusError for a malformed file.
    """
    text = fold("\n".join(c.text for c in clauses))
    words, asks = (_entries(folder / name) for name in ("outside.yaml", "outside_asks.yaml"))
    outside = {name: tuple(w for w in map(fold, told) if w not in text) for name, told in words.items()}
    uncovered = {name for name, told in words.items() if len(told) == len(outside[name])}
    return outside, {name: texts for name, texts in asks.items() if name in uncovered}


def load_unsaid(paths: Iterable[Path], clauses: Mapping[str, Clause]) -> dict[str, Unsaid]:
    """Raises CorpusError for an unknown clause, an entry without ``subject`` or ``ask``, or a subject given
    twice."""
    out: dict[str, Unsaid] = {}
    for path in paths:
        for clause, entries in load_mapping(path, list, "“条款编号: 没有写的事项的列表”").items():
            if clause not in clauses:
                raise CorpusError(f"{path.name}：没有条款 {clause}。")
            for entry in entries:
                if not isinstance(entry, dict) or set(entry) != {"subject", "ask"} or not entry["ask"]:
                    raise CorpusError(f"{path.name}：{clause} 的每一项应写 subject（事项）和 ask（问法）。")
                if entry["subject"] in out:
                    raise CorpusError(f"{path.name}：事项“{entry['subject']}”写了两次。")
                out[str(entry["subject"])] = Unsaid(clause, tuple(map(str, entry["ask"])))
    return out


def _entries(path: Path) -> dict[str, tuple[str, ...]]:
    entries = load_mapping(path, list, "“事项: [说法]”") if path.exists() else {}
    return {name: tuple(map(str, texts)) for name, texts in entries.items()}
