"""One real index for the whole run, in a folder of its own; nothing is read from or written to the user's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.config import Settings
from assistant.corpus.store import Corpus

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The user's settings, keys and data stay out of the tests, in this process and in those it starts."""
    kept = dict(os.environ)
    for name in [n for n in os.environ if n.startswith(("ASSISTANT_", "OPENAI_"))]:
        del os.environ[name]
    os.environ["ASSISTANT_DATA_DIR"] = str(tmp_path_factory.mktemp("data"))
    yield
    os.environ.clear()
    os.environ.update(kept)


@pytest.fixture(scope="session")
def assistant(_isolated: None) -> Assistant:
    return Assistant(Settings())


@pytest.fixture(scope="session")
def corpus(assistant: Assistant) -> Corpus:
    return assistant.corpus


@pytest.fixture
def corpus_copy(tmp_path: Path) -> Path:
    """A corpus folder that a test may damage."""
    return Path(shutil.copytree(ROOT / "corpus", tmp_path / "corpus"))
