"""Responsible units, in the forms in which Chinese official documents print them.

    （责任单位：市财政局、国税局，各区政府）
    （牵头单位：市科技创新委；配合单位：市发展改革委、教育局等，各区政府）
    （市工业和信息化委牵头，市商务委、财政局，各区政府配合）
    （市发展改革委、财政局等按职责分工负责）

The labelled forms also stand without a bracket, as sentences or paragraphs of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.types import DepartmentGroup, Departments

__all__ = ["find_groups", "names", "union"]

_LEADS, _BEARS, _HELPS = "牵头|主办", "责任|负责|主管|实施", "配合|协办|参与|协同"
_LABEL = re.compile(rf"(?:({_LEADS}|{_BEARS}|{_HELPS})(?:单位|部门)|(牵头|配合))[：:]")
_LABEL_AT = re.compile(rf"(?:^|[；，,;。\n])\s*{_LABEL.pattern}")
_BRACKET = re.compile(r"[（(]([^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]")
_BARE_PART = rf"(?:(?:{_LEADS}|{_BEARS}|{_HELPS})(?:单位|部门)|牵头|配合)[：:](?:[^\n。（）()]|[（(][^（）()\n]*[）)])+"
_BARE = re.compile(rf"(?:^|(?<=[。；\n]))({_BARE_PART}(?:[。；]?\n{_BARE_PART})*)(?=。|\n|$)")
_RUNNING = re.compile(
    r"\s*([^；;]+?)(牵头(?:负责)?|主办|配合|参与|参加|协办"
    r"|(?:按照?(?:各自)?职责(?:分工)?|分别)?负责(?:落实|组织实施)?)(?:[，,；;]|$)"
)
_SEPARATOR = re.compile(r"[、，,；;](?![^（(]*[）)])")
_OPEN_END = re.compile(r"等(?:有关|相关)?(?:单位|部门)?$")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
# What the name of a body ends in: without a label, only this tells 市财政局负责 from 企业自行负责.
_BODY = re.compile(r".{0,24}(?:[局委办厅部院署会处站心府门位司团关联台馆校队所区县镇乡室]|[分银人央]行)")
_DEADLINE = re.compile(r"[，,；;]\s*(?:(?:完成)?(?:时限|时间|期限)[：:]|\d{4}年)[^（）()]*$")
_LIMIT = 300


def names(text: str) -> tuple[str, ...]:
    """The departments of a printed list, without 等 and without second names in brackets."""
    parts = (_OPEN_END.sub("", _ASIDE.sub("", part).strip()) for part in _SEPARATOR.split(text))
    return tuple(part.removeprefix("由") for part in parts if part)


def _is_open(text: str) -> bool:
    return any(_OPEN_END.search(part.strip()) for part in _SEPARATOR.split(text))


def _assign(parts: list[tuple[str, str]]) -> Departments:
    """``parts``: (what it does, printed list). Who merely answers for it leads unless another is named lead."""
    lead, bear, help_ = (
        tuple(n for role, text in parts if re.match(roles, role) for n in names(text))
        for roles in (_LEADS, rf"{_BEARS}|按|分别", rf"{_HELPS}|参加")
    )
    return Departments(lead, bear + help_) if lead else Departments(bear, help_)


def _labelled(inner: str, raw: str, first_is_lead: bool) -> DepartmentGroup | None:
    if not _LABEL.match(inner):
        return None
    found = list(_LABEL_AT.finditer(inner))
    ends = [*(m.start() for m in found[1:]), len(inner)]
    parts = [(m[1] or m[2], inner[m.end() : end]) for m, end in zip(found, ends, strict=True)]
    open_ended = any(_is_open(text) for _, text in parts)
    if len(parts) == 1 and re.match(_BEARS, parts[0][0]):
        listed = names(parts[0][1])
        cut = 1 if first_is_lead else len(listed)
        return DepartmentGroup("责任单位", raw, Departments(listed[:cut], listed[cut:]), open_ended)
    return DepartmentGroup("牵头/配合", raw, _assign(parts), open_ended)


def _running(inner: str, raw: str) -> DepartmentGroup | None:
    parts: list[tuple[str, str]] = []
    at = 0
    while at < len(inner) and (match := _RUNNING.match(inner, at)):
        parts.append((match[2], match[1]))
        at = match.end()
    listed = [n for _, text in parts for n in names(text)]
    if at < len(inner) or not listed or not all(_BODY.fullmatch(n) for n in listed):
        return None
    open_ended = any(_is_open(text) for _, text in parts)
    return DepartmentGroup("牵头，配合", raw, _assign(parts), open_ended)


def _groups(text: str, first_is_lead: bool) -> Iterator[tuple[int, DepartmentGroup]]:
    for match in _BRACKET.finditer(text):
        inner = _DEADLINE.sub("", match[1])
        if 3 <= len(inner) <= _LIMIT and (
            group := _labelled(inner, match[0], first_is_lead) or _running(inner, match[0])
        ):
            yield match.start(), group
    for match in _BARE.finditer(text):
        if len(match[1]) <= _LIMIT and (
            group := _labelled(_DEADLINE.sub("", match[1]), match[1], first_is_lead)
        ):
            yield match.start(), group


def find_groups(text: str, *, first_is_lead: bool = False) -> tuple[DepartmentGroup, ...]:
    """Every statement of responsibility in ``text``, in order; ``raw`` is verbatim, brackets included.

    ``first_is_lead``: of a plain 责任单位 list the first leads; only where the document itself says so.
    """
    return tuple(group for _, group in sorted(_groups(text, first_is_lead), key=lambda pair: pair[0]))


def union(groups: Iterable[DepartmentGroup]) -> Departments:
    lead: dict[str, None] = {}
    cooperate: dict[str, None] = {}
    for group in groups:
        lead.update(dict.fromkeys(group.departments.lead))
        cooperate.update(dict.fromkeys(group.departments.cooperate))
    return Departments(tuple(lead), tuple(cooperate))
