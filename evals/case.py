"""One evaluation case, as it stands in ``cases/*.yaml``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.calculator.amounts import quantities

__all__ = ["CASES", "KINDS", "Case", "CasesBroken", "cases_version", "json_schema", "load_cases"]

CASES = Path(__file__).parent / "cases"
DEFAULT_DAY = date(2026, 6, 1)
Kind = Literal[
    "figure", "lookup", "calculation", "department", "list", "eligibility", "comparison", "validity",
    "definition", "table", "park", "followup", "vague", "absent", "missing_page", "unknown_clause",
    "out_of_scope", "injection", "false_premise", "typo", "homophone", "pinyin", "voice_text", "traditional",
    "cantonese", "english", "several",
]  # fmt: skip
KINDS: tuple[str, ...] = Kind.__args__  # type: ignore[attr-defined]


class CasesBroken(Exception):
    """A case file can't be read; the message is Chinese and names the file and the case."""


class Case(BaseModel):
    """``must_say``: each stands in the answer, alternatives joined by |. ``clauses``: any one of them rightly
    carries the answer; ``all_clauses``: every one is to be cited. ``rule`` and ``facts`` give ``amount`` by the
    rules' own arithmetic. ``held_out`` cases are reported in aggregate only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    group: str | None = None
    kind: Kind
    voice: str
    turns: tuple[str, ...] = Field(min_length=1)
    as_of: date = DEFAULT_DAY
    status: Literal["answered", "clarify", "refused", "missing"]
    reason: str | None = None
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    all_clauses: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    amount: str | None = None
    rule: str | None = None
    facts: tuple[dict[str, str], ...] = ()
    received: str | None = None
    working: str = ""
    source: str
    author: str = ""
    checked: str = ""
    held_out: bool = False

    @model_validator(mode="after")
    def _carried(self) -> Case:
        if self.status == "answered" and not (self.clauses or self.all_clauses):
            raise ValueError("answered_without_clause")
        return self

    @property
    def amount_wan(self) -> Decimal | None:
        return quantities(self.amount)[0].value / 10000 if self.amount else None


def load_cases(folder: Path = CASES) -> tuple[Case, ...]:
    """All cases, those under ``held_out`` marked. Raises CasesBroken."""
    out: dict[str, Case] = {}
    for path in sorted(folder.rglob("*.yaml")):
        for entry in _entries(path):
            name = entry.get("id", "？") if isinstance(entry, dict) else "？"
            try:
                case = Case.model_validate({**entry, "held_out": path.parent.name == "held_out"})
            except (ValidationError, TypeError) as error:
                said = _in_words(error)
                raise CasesBroken(f"{path.name}：用例 {name} 有误：{said}。") from None
            if case.id in out:
                raise CasesBroken(f"{path.name}：用例 {case.id} 的编号重复。")
            out[case.id] = case
    if not out:
        raise CasesBroken(f"{folder} 中没有用例。")
    return tuple(out.values())


def _entries(path: Path) -> Iterable[Any]:
    try:
        data = yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        shared = {"author": data["author"], "checked": data["checked"]}
        return [{**shared, **entry} if isinstance(entry, dict) else entry for entry in data["cases"]]
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise CasesBroken(
            f"{path.name} 无法读取（{type(error).__name__}）：应有 author、checked、cases 三项。"
        ) from None


def _in_words(error: ValidationError | TypeError) -> str:
    if isinstance(error, TypeError):
        return "应为一组“项: 值”"
    return "；".join(f"{'.'.join(map(str, e['loc'])) or '整体'} {e['msg']}" for e in error.errors())


def cases_version(cases: Iterable[Case]) -> str:
    digest = hashlib.sha256()
    for case in cases:
        digest.update(case.model_dump_json().encode())
    return digest.hexdigest()[:12]


def json_schema() -> dict[str, Any]:
    """JSON Schema of a case file, for editors."""
    one = Case.model_json_schema()
    for name in ("author", "checked", "held_out"):
        one["properties"].pop(name)
    properties = {"author": {"type": "string"}, "checked": {"type": "string"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "评测用例",
        "type": "object",
        "additionalProperties": False,
        "required": ["author", "checked", "cases"],
        "properties": {**properties, "cases": {"type": "array", "items": one}},
    }
