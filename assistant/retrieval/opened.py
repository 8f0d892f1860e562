"""An index that is open for reading. It is built and swapped by ``assistant.retrieval.index``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.corpus.store import Corpus
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.meaning import Meaning
from assistant.retrieval.vectors import VectorStore

if TYPE_CHECKING:
    from assistant.retrieval.hosted import Hosted, HostedIndex

__all__ = ["FIELDS", "Index", "hosted_store"]

FIELDS = ("title", "path", "text", "lay", "concepts")


@dataclass(frozen=True)
class Index:
    """Clauses by their words, provisions by what they mean, and by an endpoint's vectors where it has them.

    It carries the corpus it was built from, so that an old index can go on answering correctly while the
    files have moved on.
    """

    corpus: Corpus
    clauses: LexicalIndex
    provisions: VectorStore
    meaning: Meaning
    hosted: HostedIndex | None = None

    @classmethod
    def open(
        cls,
        folder: Path,
        url: str | None = None,
        corpus: Corpus | None = None,
        meaning: Meaning | None = None,
        hosted: Hosted | None = None,
    ) -> Index:
        """``corpus`` spares loading the snapshot when the caller has the very same corpus at hand."""
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if corpus is None or corpus.version != manifest["corpus"]:
            corpus = Corpus.load(folder / "corpus")
        index = cls(
            corpus,
            LexicalIndex(folder / "clauses", FIELDS),
            VectorStore.open(folder / "provisions", manifest["collection"], url),
            meaning or Meaning(),
            _hosted(folder, manifest.get("hosted"), url, hosted),
        )
        found = {"entries": index.clauses.size, "provisions": index.provisions.size}
        if found != manifest["counts"]:
            raise ValueError(f"索引不完整：应有 {manifest['counts']}，实有 {found}")
        return index


def hosted_store(folder: Path, told: Mapping[str, Any], url: str | None) -> VectorStore:
    """The endpoint's vectors, as the manifest tells of them."""
    store = VectorStore.open(folder / "hosted", told["collection"], url)
    if store.size != told["count"]:
        raise ValueError(f"索引不完整：接口的向量应有 {told['count']}，实有 {store.size}")
    return store


def _hosted(
    folder: Path, told: Mapping[str, Any] | None, url: str | None, hosted: Hosted | None
) -> HostedIndex | None:
    """Only of the model that is asked for; another one's vectors say nothing of its questions."""
    if told is None or hosted is None or told["model"] != hosted.model:
        return None
    from assistant.retrieval.hosted import HostedIndex

    return HostedIndex(hosted_store(folder, told, url), told["dimension"], hosted)
