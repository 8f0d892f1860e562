"""Documents made up for a test, alone or as an addition to a copy of the corpus."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.corpus.documents import DocumentFile, FrontMatter
from assistant.corpus.parser import Parsed, parse

ROOT = Path(__file__).resolve().parents[2]


def _meta(**changes: object) -> dict[str, object]:
    plain = {"key": "yzs-2024", "title": "关于促进制造业发展的意见", "short": "制造业意见", "number": None}
    return {**plain, "issuer": "云州市", "issued": None, "validity": {"from": None, "to": None}, **changes}


@pytest.fixture
def parsed() -> Callable[..., Parsed]:
    """Parse paragraphs as the body of a document; keywords change its front matter."""

    def run(*paragraphs: str, **changes: object) -> Parsed:
        return parse(
            DocumentFile(FrontMatter.model_validate(_meta(**changes)), "\n\n".join(paragraphs) + "\n")
        )

    return run


@pytest.fixture
def documents_copy(tmp_path: Path) -> Path:
    """The real documents with their source and departments, without the data about them: quick to check."""
    folder = tmp_path / "documents-copy"
    for part in ("documents", "source"):
        shutil.copytree(ROOT / "corpus" / part, folder / part)
    shutil.copy(ROOT / "corpus" / "departments.yaml", folder)
    (folder / "lexicon.yaml").write_text("", "utf-8")
    return folder


@pytest.fixture
def add_document(documents_copy: Path) -> Callable[..., Path]:
    """Write a document beside the real ones, without their source; gives the folder, for ``check``."""
    shutil.rmtree(documents_copy / "source")

    def run(*paragraphs: str, **changes: object) -> Path:
        import yaml

        meta = _meta(**changes)
        head = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False)
        text = f"---\n{head}---\n\n{meta['title']}\n\n" + "\n\n".join(paragraphs) + "\n"
        (documents_copy / "documents" / f"{meta['key']}.md").write_text(text, "utf-8")
        return documents_copy

    return run
