"""What the program says on its own account stands in YAML beside the code: groups of named texts."""

from __future__ import annotations

from functools import cached_property
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["Texts", "phrases", "say", "table"]


class Texts:
    """The texts of one file of a package, read at their first use. Each raises KeyError for what is not there."""

    def __init__(self, package: str, file: str = "texts.yaml") -> None:
        self._package, self._file = package, file

    @cached_property
    def _groups(self) -> dict[str, Any]:
        groups: dict[str, Any] = yaml.safe_load((files(self._package) / self._file).read_text("utf-8"))
        return groups

    def _at(self, key: str) -> Any:
        group, _, name = key.partition(".")
        return self._groups[group][name] if name else self._groups[group]

    def say(self, key: str, **values: object) -> str:
        """The text ``group.name`` with its placeholders filled."""
        return str(self._at(key)).format(**values)

    def table(self, key: str) -> dict[str, str]:
        """Texts by their names, in their order: a whole group, or what stands below one of its names."""
        return {str(name): str(words) for name, words in self._at(key).items()}

    def phrases(self, key: str) -> tuple[str, ...]:
        """A list of short phrases."""
        return tuple(map(str, self._at(key)))


_MESSAGES = Texts("assistant", "messages.yaml")
say, table, phrases = _MESSAGES.say, _MESSAGES.table, _MESSAGES.phrases
