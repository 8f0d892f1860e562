"""What an index folder holds, written into one that nobody reads yet."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.corpus.lexicon import ConceptFinder
from assistant.corpus.store import Corpus
from assistant.embedding import Vector
from assistant.retrieval.entries import entries, fields_of, meant
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.meaning import Meaning
from assistant.retrieval.opened import FIELDS
from assistant.retrieval.vectors import VectorStore

__all__ = ["Progress", "write_hosted", "write_local"]

Progress = Callable[[str, int, int], None]


def write_local(
    folder: Path,
    corpus_dir: Path,
    corpus: Corpus,
    url: str | None,
    meaning: Meaning | None,
    progress: Progress,
) -> dict[str, Any]:
    """All that needs no endpoint. Returns what the manifest tells of it."""
    shutil.copytree(corpus_dir, folder / "corpus", ignore=shutil.ignore_patterns("source"))
    documents, provisions = list(entries(corpus)), list(meant(corpus))
    stages = len(documents) + len(provisions)
    progress("条款", 0, stages)
    finder = ConceptFinder(corpus.lexicon)
    LexicalIndex.build(
        folder / "clauses",
        FIELDS,
        ((i, fields_of(entry, finder)) for i, entry in enumerate(documents)),
    )
    progress("含义", len(documents), stages)
    collection = f"provisions-{corpus.version}"
    store = VectorStore.create(folder / "provisions", collection, url)
    meaning = meaning or Meaning()
    store.upsert(
        [f"{p.clause}#{p.provision}" for p in provisions],
        [meaning.of_provision(p.texts) for p in provisions],
        [{"clause": p.clause, "doc": p.clause.partition("/")[0]} for p in provisions],
    )
    return {
        "collection": collection,
        "counts": {"entries": len(documents), "provisions": len(provisions)},
    }


def write_hosted(
    folder: Path, corpus: Corpus, model: str, vectors: Vector, url: str | None
) -> dict[str, Any]:
    """The endpoint's vectors of all passages, in their order. Returns what the manifest tells of them."""
    from assistant.retrieval.hosted import passages

    clauses = [clause for clause, _ in passages(corpus)]
    # A server keeps the collections of all models beside one another; its names allow few characters.
    name = hashlib.sha256(f"{model}/{vectors.shape[-1]}".encode()).hexdigest()[:8]
    collection = f"hosted-{corpus.version}-{name}"
    store = VectorStore.create(folder / "hosted", collection, url)
    store.upsert([f"{c}#{n}" for n, c in enumerate(clauses)], list(vectors), [{"clause": c} for c in clauses])
    return {"collection": collection, "count": len(clauses)}
