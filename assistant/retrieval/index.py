"""Builds, validates and swaps the index. A live index is never written to.

``<data>/index/CURRENT`` holds the name of the folder in use. A build goes into a folder of its own, is
opened and counted by a fresh process, and only then named in CURRENT by one atomic replace; whatever kills
a build leaves CURRENT and its folder as they were. Where only the endpoint's vectors are out of date, the rest
is copied.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from assistant.corpus.store import Corpus
from assistant.errors import EndpointFailed, IndexUnavailable
from assistant.messages import say
from assistant.retrieval.meaning import Meaning, version
from assistant.retrieval.opened import Index
from assistant.retrieval.written import Progress, write_hosted, write_local

if TYPE_CHECKING:
    from assistant.embedding import Vector
    from assistant.retrieval.hosted import Hosted

__all__ = ["IndexHome", "Progress"]

FORMAT = 10
_BUILDING = ".building-"
_KEPT_OLD = 1
_log = logging.getLogger(__name__)


class IndexHome:
    """The folder that holds the index of one corpus."""

    def __init__(
        self,
        data_dir: Path,
        corpus_dir: Path,
        corpus: Corpus,
        chroma_url: str | None = None,
        meaning: Meaning | None = None,
        hosted: Hosted | None = None,
    ) -> None:
        self._root = data_dir / "index"
        self._corpus_dir = corpus_dir
        self._corpus = corpus
        self._url = chroma_url
        self._meaning = meaning
        self._hosted = hosted

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

    def _manifest(self) -> dict[str, Any]:
        """Of the index in use; empty if there is none that can be read."""
        folder = self._current()
        try:
            text = (folder / "manifest.json").read_text(encoding="utf-8") if folder else "{}"
            found: dict[str, Any] = json.loads(text)
        except (OSError, ValueError):
            return {}
        return found

    def is_fresh(self) -> bool:
        """Whether the index in use was built from exactly this corpus and these rules, and has the vectors of the
        model that is configured, if one is."""
        told = self.hosts()
        wanted = self._hosted.model if self._hosted else None
        return self._is_local_fresh() and (wanted is None or (told is not None and told[0] == wanted))

    def built(self) -> datetime | None:
        """When the index in use was made."""
        folder = self._current()
        try:
            made = (folder / "manifest.json").stat().st_mtime if folder else None
        except OSError:
            return None
        return datetime.fromtimestamp(made, UTC) if made is not None else None

    def hosts(self) -> tuple[str, int] | None:
        """Whose vectors the index in use has besides the local ones: an endpoint's model, and their length."""
        told = self._manifest().get("hosted")
        return (told["model"], told["dimension"]) if told else None

    def _is_local_fresh(self) -> bool:
        manifest = self._manifest()
        return all(manifest.get(k) == v for k, v in self._wanted().items())

    def open(self, progress: Progress | None = None) -> Index:
        """The index in use, built first if there is none, it is stale or it is damaged.

        When a new one cannot be built, an older one that still opens goes on serving. Raises
        IndexUnavailable when there is neither.
        """
        if not self.is_fresh():
            try:
                self.build(progress)
            except IndexUnavailable:
                if self._current() is None:
                    raise
                _log.warning("新索引建不成，暂用旧索引", exc_info=True)
        try:
            return self._open_current()
        except Exception as error:  # any library's word for "damaged": the remedy is the same
            _log.warning("索引损坏，正在重建：%s", error)
            self.build(progress, force=True)
            return self._open_current()

    def _open_current(self) -> Index:
        folder = self._current()
        assert folder is not None
        return Index.open(folder, self._url, self._corpus, self._meaning, self._hosted)

    def build(self, progress: Progress | None = None, *, force: bool = False) -> bool:
        """Build and swap; False when nothing was to be done, or nothing else than what the endpoint refuses.
        Raises IndexUnavailable."""
        told = progress or (lambda *_: None)
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with FileLock(self._root / "lock", timeout=300):
                copied = self._is_local_fresh() and not force
                vectors = self._ask_hosted(told)
                if copied and (vectors is None or self.hosts() == self._about(vectors)):
                    return False
                self._clean()
                self._swap(self._write(told, vectors, copied=copied))
                return True
        except (OSError, TimeoutError, sqlite3.Error) as error:
            raise IndexUnavailable(
                f"无法在 {self._root} 建立索引（{error}）。请检查该目录是否可写、磁盘是否有空间，"
                "或用 ASSISTANT_DATA_DIR 指定另一个目录。"
            ) from error
        except subprocess.CalledProcessError as error:
            raise IndexUnavailable(f"新索引未通过校验，未启用：{error.stderr.strip()[-300:]}") from error

    def _ask_hosted(self, progress: Progress) -> Vector | None:
        """The endpoint's vectors; None where none is configured or it fails."""
        if self._hosted is None:
            return None
        from assistant.retrieval.hosted import passages

        texts = [text for _, text in passages(self._corpus)]
        try:
            return self._hosted.of_passages(
                texts, self._root / "hosted.db", lambda done: progress("接口向量", done, len(texts))
            )
        except EndpointFailed as error:
            _log.warning(say("model.unbuilt", why=str(error)))
            return None

    def _about(self, vectors: Vector) -> tuple[str, int]:
        assert self._hosted is not None
        return self._hosted.model, vectors.shape[-1]

    def _write(self, progress: Progress, vectors: Vector | None, *, copied: bool) -> Path:
        folder = self._root / f"{_BUILDING}{os.getpid()}-{uuid.uuid4().hex[:8]}"
        folder.mkdir()
        if copied:
            manifest, current = self._manifest(), self._current()
            assert current is not None
            shutil.copytree(current, folder, ignore=shutil.ignore_patterns("hosted"), dirs_exist_ok=True)
        else:
            parts = write_local(folder, self._corpus_dir, self._corpus, self._url, self._meaning, progress)
            manifest = {**self._wanted(), **parts}
        manifest["hosted"] = None
        if vectors is not None:
            model, dimension = self._about(vectors)
            written = write_hosted(folder, self._corpus, model, vectors, self._url)
            manifest["hosted"] = {"model": model, "dimension": dimension, **written}
        (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
        progress("校验", 1, 1)
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
