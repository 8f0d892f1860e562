"""A document file: YAML front matter with the facts about it, then its text in Markdown.

Double square brackets hold everything that is not printed in the source: ``[[页12]]`` a page begins here,
``[[缺页]]`` pages are lost here, ``[[四、]]`` and ``[[（三）]]`` a number supplied because its print is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.corpus.numbering import CN_NUMBER, chinese_number, printed_number
from assistant.errors import CorpusError

__all__ = ["EDITORIAL", "DocumentFile", "FrontMatter", "Gap", "load_document", "load_yaml", "read_body"]

EDITORIAL = re.compile(r"\[\[[^\[\]]*\]\]")
_RANGE = re.compile(rf"（({CN_NUMBER})）[—\-–]（({CN_NUMBER})）")


_Base: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc,valid-type]
    """A safe loader that refuses a key given twice instead of keeping the last one silently."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise CorpusError(f"{node.start_mark.name} 第{key_node.start_mark.line + 1}行：键“{key}”重复。")
        seen.add(key)
    out: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return out


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load_yaml(path: Path) -> Any:
    """Raises CorpusError, in Chinese and with the line, for a missing or malformed file or a repeated key."""
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, _Loader)
    except FileNotFoundError:
        raise CorpusError(f"找不到文件 {path}。") from None
    except UnicodeDecodeError:
        raise CorpusError(f"{path} 不是 UTF-8 编码，请另存为 UTF-8。") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise CorpusError(f"{path} 第{line}行不是合法的 YAML：{error.problem}。") from None


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Basis(_Strict):
    """Words of the document, verbatim, and the clause they stand in."""

    quote: str
    clause: str


class Validity(_Strict):
    """``begins`` and ``ends`` are the first and the last day in force; None where nothing says so."""

    begins: date | None = Field(alias="from")
    ends: date | None = Field(alias="to")
    basis: tuple[Basis, ...] = ()
    note: str = ""


class Precedence(_Strict):
    over: tuple[str, ...]
    quote: str
    clause: str


def _expand(numbers: list[str]) -> list[str]:
    """``（十九）—（二十一）`` written out as its three numbers."""
    out: list[str] = []
    for item in numbers:
        if match := _RANGE.fullmatch(item):
            first, last = chinese_number(match[1]), chinese_number(match[2])
            out.extend(printed_number("（一）", n) for n in range(first, last + 1))
        else:
            out.append(item)
    return out


class Gap(_Strict):
    """Something the source has lost: whole ``numbers``, or part of the ``clause`` that remains."""

    numbers: Annotated[tuple[str, ...], BeforeValidator(_expand)] = ()
    clause: str | None = None
    pages: str = ""
    note: str


class SourceNote(_Strict):
    file: str
    title_from: str = "text"


class FrontMatter(_Strict):
    key: str
    title: str
    short: str
    aliases: tuple[str, ...] = ()
    number: str | None
    number_note: str = ""
    issuer: str
    issuer_note: str = ""
    issued: date | None
    pages: tuple[int, int] | None = None
    validity: Validity
    precedence: tuple[Precedence, ...] = ()
    first_is_lead: Basis | None = None
    gaps: tuple[Gap, ...] = ()
    source: SourceNote | None = None


@dataclass(frozen=True, slots=True)
class DocumentFile:
    meta: FrontMatter
    body: str


def _split(path: Path) -> tuple[dict[str, Any], str]:
    import frontmatter

    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise CorpusError(f"{path.name} 不是 UTF-8 编码，请另存为 UTF-8。") from None
    try:
        post = frontmatter.loads(text)
    except yaml.YAMLError as error:
        raise CorpusError(f"{path.name} 的文件头不是合法的 YAML：{error}") from None
    return dict(post.metadata), post.content + "\n"


def read_body(path: Path) -> str:
    return _split(path)[1]


def load_document(path: Path) -> DocumentFile:
    """Raises CorpusError when the front matter lacks a field, has an unknown one, or the body is empty."""
    metadata, body = _split(path)
    if not metadata:
        raise CorpusError(f"{path.name} 缺少文件头：请在开头的两行 --- 之间写明标题、文号、日期和有效期。")
    try:
        meta = FrontMatter.model_validate(metadata)
    except ValidationError as error:
        problems = "；".join(f"{'.'.join(map(str, e['loc']))}：{_in_words(e)}" for e in error.errors())
        raise CorpusError(f"{path.name} 的文件头有误：{problems}。") from None
    if meta.key != path.stem:
        raise CorpusError(f"{path.name} 的 key 是“{meta.key}”，应与文件名一致。")
    if not body.strip():
        raise CorpusError(f"{path.name} 没有正文。")
    return DocumentFile(meta, body)


def _in_words(error: Any) -> str:
    return {"missing": "缺少这一项", "extra_forbidden": "不认识这一项"}.get(error["type"], "值不合要求")
