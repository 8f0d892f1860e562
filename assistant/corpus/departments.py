"""Responsible units, in the forms in which Chinese official documents print them.

（责任单位：市财政局、国税局，各区政府）
（牵头单位：市科技创新委；配合单位：市发展改革委、教育局等，各区政府）
（市工业和信息化委牵头，市商务委、财政局，各区政府配合）
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.types import DepartmentGroup, Departments

__all__ = ["find_groups", "union"]

_LABELLED_LEAD = r"(?:牵头|主办|负责)(?:单位|部门)"
_LABELLED_COOP = r"(?:配合|协办|参与|协同)(?:单位|部门)"
_BRACKET = re.compile(r"（([^（）]{3,300})）")
_RESPONSIBLE = re.compile(r"(?:责任|负责|主管|实施)(?:单位|部门)[：:](.+)")
_LABELLED = re.compile(rf"{_LABELLED_LEAD}[：:](.+?)(?:[；，,;。]?{_LABELLED_COOP}[：:](.+))?")
_RUNNING = re.compile(r"(.+?)(?:牵头|负责)(?:[，；,;](.+?)(?:配合|参与|协办))?")
_SEPARATOR = re.compile(r"[、，,；;]")


def _names(text: str | None) -> tuple[str, ...]:
    parts = (re.sub(r"等(?:单位|部门)?$", "", part.strip()) for part in _SEPARATOR.split(text or ""))
    return tuple(part for part in parts if part)


def _group(inner: str, first_is_lead: bool) -> DepartmentGroup | None:
    open_ended = bool(re.search(r"等(?:单位|部门)?(?:[，,；;]|$)", inner))
    raw = f"（{inner}）"
    if match := _RESPONSIBLE.fullmatch(inner):
        names = _names(match[1])
        cut = 1 if first_is_lead else len(names)
        return DepartmentGroup("责任单位", raw, Departments(names[:cut], names[cut:]), open_ended)
    if match := _LABELLED.fullmatch(inner):
        return DepartmentGroup("牵头/配合", raw, Departments(_names(match[1]), _names(match[2])), open_ended)
    if match := _RUNNING.fullmatch(inner):
        return DepartmentGroup("牵头，配合", raw, Departments(_names(match[1]), _names(match[2])), open_ended)
    return None


def find_groups(text: str, *, first_is_lead: bool = False) -> tuple[DepartmentGroup, ...]:
    """Every responsibility bracket of ``text``, in order.

    ``first_is_lead``: of a plain 责任单位 list the first leads; only where the document itself says so.
    """
    return tuple(g for m in _BRACKET.finditer(text) if (g := _group(m[1], first_is_lead)))


def union(groups: Iterable[DepartmentGroup]) -> Departments:
    lead: dict[str, None] = {}
    cooperate: dict[str, None] = {}
    for group in groups:
        lead.update(dict.fromkeys(group.departments.lead))
        cooperate.update(dict.fromkeys(group.departments.cooperate))
    return Departments(tuple(lead), tuple(cooperate))
