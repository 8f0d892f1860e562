"""Builds, validates and swaps the index. A live index is never written to.

``<data>/index/CURRENT`` holds the name of the folder in use. A build goes into a folder of its own, is
opened and counted by a fresh process, and only then named in CURRENT by one atomic replace; whatever kills
a build leaves CURRENT and its folder as they were.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from assistant.corpus.lexicon import ConceptFinder
from assistant.corpus.store import Corpus
from assistant.errors import IndexUnavailable
from assistant.retrieval.entries import Meant, entries, fields_of, meant
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.meaning import Meaning, version
from assistant.retrieval.vectors import VectorStore

__all__ = ["FIELDS", "Index", "IndexHome", "Progress"]

FORMAT = 9
FIELDS = ("title", "path", "text", "lay", "concepts")
_BUILDING = ".building-"
_KEPT_OLD = 1
_log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Index:
    """An open index: clauses by their words, provisions by what they mean.

    It carries the corpus it was built from, so that an old index can go on answering correctly while the
    files have moved on.
    """

    corpus: Corpus
    clauses: LexicalIndex
    provisions: VectorStore
    meaning: Meaning

    @classmethod
    def open(
        cls,
        folder: Path,
        url: str | None = None,
        corpus: Corpus | None = None,
        meaning: Meaning | None = None,
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
        )
        found = {"entries": index.clauses.size, "provisions": index.provisions.size}
        if found != manifest["counts"]:
            raise ValueError(f"索引不完整：应有 {manifest['counts']}，实有 {found}")
        return index


class IndexHome:
    """The folder that holds the index of one corpus."""

    def __init__(
        self,
        data_dir: Path,
        corpus_dir: Path,
        corpus: Corpus,
        chroma_url: str | None = None,
        meaning: Meaning | None = None,
    ) -> None:
        self._root = data_dir / "index"
        self._corpus_dir = corpus_dir
        self._corpus = corpus
        self._url = chroma_url
        self._meaning = meaning

    def _wanted(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "corpus": self._corpus.version,
            "rules": self._corpus.rules_version,
            "meaning": version(),
            "store": self._url or "embedded",
        }

    def _current(self) -> Path | None:
        try:
            return self._root / (self._root / "CURRENT").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None

    def is_fresh(self) -> bool:
        """Whether the index in use was built from exactly this corpus and these rules."""
        folder = self._current()
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) if folder else {}
        except (OSError, ValueError):
            return False
        return all(manifest.get(k) == v for k, v in self._wanted().items())

    def open(self, progress: Progress | None = None) -> Index:
        """The index in use, built first if there is none, it is stale or it is damaged.

        When a new one cannot be built, an older one that still opens goes on serving. Raises
        IndexUnavailable when there is neither.
        """
        if self.is_fresh():
            try:
                return self._open_current()
            except Exception as error:  # any library's word for "damaged": the remedy is the same
                _log.warning("索引损坏，正在重建：%s", error)
                return self._built(progress, force=True)
        try:
            return self._built(progress)
        except IndexUnavailable:
            if self._current() is None:
                raise
            _log.warning("新索引建不成，暂用旧索引", exc_info=True)
            return self._open_current()

    def _open_current(self) -> Index:
        folder = self._current()
        assert folder is not None
        return Index.open(folder, self._url, self._corpus, self._meaning)

    def _built(self, progress: Progress | None, *, force: bool = False) -> Index:
        self.build(progress, force=force)
        return self._open_current()

    def build(self, progress: Progress | None = None, *, force: bool = False) -> bool:
        """Build and swap; False when the index was fresh already. Raises IndexUnavailable."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with FileLock(self._root / "lock", timeout=300):
                if self.is_fresh() and not force:
                    return False
                self._clean()
                self._swap(self._write(progress or (lambda *_: None)))
                return True
        except (OSError, TimeoutError) as error:
            raise IndexUnavailable(
                f"无法在 {self._root} 建立索引（{error}）。请检查该目录是否可写、磁盘是否有空间，"
                "或用 ASSISTANT_DATA_DIR 指定另一个目录。"
            ) from error
        except subprocess.CalledProcessError as error:
            raise IndexUnavailable(f"新索引未通过校验，未启用：{error.stderr.strip()[-300:]}") from error

    def _write(self, progress: Progress) -> Path:
        folder = self._root / f"{_BUILDING}{os.getpid()}-{uuid.uuid4().hex[:8]}"
        folder.mkdir()
        shutil.copytree(self._corpus_dir, folder / "corpus", ignore=shutil.ignore_patterns("source"))
        documents, provisions = list(entries(self._corpus)), list(meant(self._corpus))
        stages = len(documents) + len(provisions)
        progress("条款", 0, stages)
        finder = ConceptFinder(self._corpus.lexicon)
        LexicalIndex.build(
            folder / "clauses",
            FIELDS,
            ((f"{i}", fields_of(entry, finder)) for i, entry in enumerate(documents)),
        )
        progress("含义", len(documents), stages)
        collection = f"provisions-{self._corpus.version}"
        store = VectorStore.create(folder / "provisions", collection, self._url)
        meaning = self._meaning or Meaning()
        store.upsert(
            [_name(p) for p in provisions],
            [meaning.of_provision(p.texts) for p in provisions],
            [{"clause": p.clause, "doc": p.clause.partition("/")[0]} for p in provisions],
        )
        manifest = {
            **self._wanted(),
            "collection": collection,
            "counts": {"entries": len(documents), "provisions": len(provisions)},
        }
        (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
        progress("校验", stages, stages)
        return folder

    def _swap(self, built: Path) -> None:
        command = [sys.executable, "-m", "assistant.retrieval.validate", str(built), self._url or ""]
        subprocess.run(command, check=True, capture_output=True, text=True)
        folder = self._root / f"{self._corpus.version}-{uuid.uuid4().hex[:8]}"
        built.rename(folder)
        pointer = self._root / f"CURRENT.{os.getpid()}"
        with pointer.open("w", encoding="utf-8") as stream:
            stream.write(folder.name)
            stream.flush()
            os.fsync(stream.fileno())
        pointer.replace(self._root / "CURRENT")

    def _clean(self) -> None:
        """Left-overs of killed builds, and indexes older than the last one (which others may still read)."""
        current = self._current()
        finished = [p for p in self._root.iterdir() if p.is_dir() and not p.name.startswith(_BUILDING)]
        old = sorted((p for p in finished if p != current), key=lambda p: p.stat().st_mtime, reverse=True)
        dead = [p for p in self._root.iterdir() if p.name.startswith((_BUILDING, "CURRENT."))]
        for path in [*dead, *old[_KEPT_OLD:]]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _name(provision: Meant) -> str:
    return f"{provision.clause}#{provision.provision}"
