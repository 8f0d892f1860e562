"""Prompts are files: a head that declares their variables, then the words. Checked when loaded.

The version of all prompts together goes into the record of each answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import frontmatter
import yaml

from assistant.errors import PromptBroken

__all__ = ["NEEDED", "Prompts"]

# What the code fills in; a file that wants more or less is refused.
NEEDED: Mapping[str, frozenset[str]] = {
    "answer": frozenset(),
    "question": frozenset({"question", "turns", "passages", "calculations", "draft", "as_of"}),
    "repair": frozenset({"findings"}),
    "rewrite": frozenset({"turns", "question"}),
    "summary": frozenset({"turns"}),
}


@dataclass(frozen=True)
class Prompts:
    texts: Mapping[str, str]
    version: str

    @classmethod
    def load(cls, folder: Path) -> Prompts:
        """Raises PromptBroken, naming the file and what is wrong."""
        texts = {name: _read(folder / f"{name}.md", wanted) for name, wanted in NEEDED.items()}
        digest = hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()
        return cls(texts, digest[:12])

    def fill(self, name: str, **values: str) -> str:
        """The prompt with its variables; what comes from documents and askers cannot close its mark-up."""
        return self.texts[name].format(**{key: _closed(value) for key, value in values.items()})


def _closed(value: str) -> str:
    return value.replace("<", "＜").replace(">", "＞")


def _read(path: Path, wanted: frozenset[str]) -> str:
    try:
        page = frontmatter.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PromptBroken(f"提示词 {path.name} 无法读取（{type(error).__name__}）。") from None
    declared = frozenset(map(str, page.metadata.get("variables", ())))  # type: ignore[call-overload]
    try:
        used = frozenset(name for _, name, _, _ in Formatter().parse(page.content) if name is not None)
    except ValueError as error:
        raise PromptBroken(f"提示词 {path.name} 的花括号不成对（{error}）。") from None
    if not declared == used == wanted:
        wrong = "、".join(sorted((declared | used) ^ wanted | (declared ^ used))) or "无"
        raise PromptBroken(
            f"提示词 {path.name} 的变量不合要求：{wrong}。应为：{'、'.join(sorted(wanted)) or '无'}。"
        )
    return page.content
