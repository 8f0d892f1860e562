"""A document file: YAML front matter with the facts about it, then its text in Markdown.

Double square brackets hold everything that is not printed in the source: ``[[页12]]`` a page begins here,
``[[缺页]]`` pages are lost here, ``[[四、]]`` and ``[[（三）]]`` a number supplied because its print is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.corpus.numbering import CN_NUMBER, chinese_number, printed_number
from assistant.errors import CorpusError

__all__ = [
    "EDITORIAL",
    "DocumentFile",
    "FrontMatter",
    "Gap",
    "line_of",
    "load_document",
    "load_mapping",
    "load_yaml",
    "read_body",
]

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
            raise yaml.constructor.ConstructorError(None, None, f"键“{key}”重复", key_node.start_mark)
        seen.add(key)
    out: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return out


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load_yaml(path: Path) -> Any:
    """Raises CorpusError, in Chinese and with the line, for a missing or malformed file or a repeated key."""
    return _parse(_read(path), path.name)


def line_of(path: Path, place: Iterable[str | int]) -> int:
    """The line, from 1, on which the entry stands that a path of keys and positions leads to, as far as it goes."""
    node: Any = yaml.compose(_read(path), _Loader)
    mark = node.start_mark
    for step in place:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            mark = node.start_mark
        elif isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == step), None)
            if found is None:
                break
            mark, node = found[0].start_mark, found[1]
    return int(mark.line) + 1


def load_mapping(path: Path, entry: type, wanted: str) -> dict[str, Any]:
    """A YAML mapping whose values are all of type ``entry``; ``wanted`` says what it should look like."""
    data = load_yaml(path)
    if data is None:
        return {}
    if not isinstance(data, dict) or not all(isinstance(v, entry) for v in data.values()):
        wrong = (
            next((str(k) for k, v in data.items() if not isinstance(v, entry)), "")
            if isinstance(data, dict)
            else ""
        )
        raise CorpusError(f"{path.name} {wrong} 的写法不对，应为{wanted}。")
    return data


def _read(path: Path) -> str:
    """Text of a UTF-8 file, with or without a byte order mark."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CorpusError(f"找不到文件 {path}。") from None
    except UnicodeDecodeError:
        raise CorpusError(f"{path.name} 不是 UTF-8 编码，请另存为 UTF-8。") from None


def _parse(text: str, name: str) -> Any:
    try:
        return yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        if isinstance(error, yaml.constructor.ConstructorError):
            raise CorpusError(f"{name} 第{line}行：{error.problem}。") from None
        raise CorpusError(f"{name}不是合法的 YAML（第{line}行）：{error.problem}。") from None
    except (yaml.YAMLError, ValueError) as error:
        raise CorpusError(
            f"{name} 不是合法的 YAML，请检查日期和特殊字符（如 issued 的月、日）：{error}。"
        ) from None


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
    # What "…那份文件" and "…的方案" are put behind: 降成本, 价值创新园.
    stems: tuple[str, ...] = ()
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
    from frontmatter.default_handlers import YAMLHandler

    class Handler(YAMLHandler):
        def load(self, fm: str, **kwargs: object) -> Any:
            return _parse(fm, f"{path.name} 的文件头")

    post = frontmatter.loads(_read(path), handler=Handler())
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
