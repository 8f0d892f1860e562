"""Reads the rules and rejects what does not match the text they quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.calculator.figures import parse_figure, printed_figures
from assistant.calculator.schema import Rule
from assistant.corpus.documents import load_yaml
from assistant.errors import CorpusError
from assistant.types import Clause

__all__ = ["load_rules", "problems"]

_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识这一项",
    "literal_error": "不在可选值之中",
}


def load_rules(paths: Iterable[Path], clauses: Mapping[str, Clause]) -> dict[str, Rule]:
    """Rules by id, in file order. Raises CorpusError that names the file, the rule and what to do."""
    out: dict[str, Rule] = {}
    for path in sorted(paths):
        for entry in load_yaml(path) or []:
            name = entry.get("id", "？") if isinstance(entry, dict) else "？"
            try:
                rule = Rule.model_validate(entry)
            except ValidationError as error:
                said = "；".join(_in_words(e) for e in error.errors())
                raise CorpusError(f"{path.name}：规则 {name} 有误：{said}。") from None
            found = list(problems(rule, clauses))
            if rule.id in out:
                found.append("编号与另一条规则重复")
            if found:
                raise CorpusError(f"{path.name}：规则 {name}：{'；'.join(found)}。")
            out[rule.id] = rule
    for rule in out.values():
        if unknown := [i for i in rule.alternatives if i not in out]:
            raise CorpusError(f"规则 {rule.id} 的 alternatives 中没有这条规则：{'、'.join(unknown)}。")
    return out


def _in_words(error: Any) -> str:
    place = ".".join(map(str, error["loc"]))
    if "figure_not_text" in error["msg"]:
        return f"{place} 应写成带引号的文字，如 '500万元'、'30％'，不能写成数"
    if "award_not_one" in error["msg"]:
        return "award 应恰好写一种算法"
    return f"{place} {_WORDS.get(error['type'], '值不合要求')}"


def problems(rule: Rule, clauses: Mapping[str, Clause]) -> Iterator[str]:
    """What is wrong with a rule, in Chinese; nothing if it agrees with its clause."""
    if rule.clause not in clauses:
        yield f"没有条款 {rule.clause}"
        return
    text = clauses[rule.clause].text
    for place, figure, quote in _figures(rule):
        if quote not in text:
            yield f"{place} 的引文与 {rule.clause} 原文不一致：“{quote[:40]}”"
            continue
        if figure is None:
            continue
        try:
            if parse_figure(figure) not in printed_figures(quote):
                yield f"{place} 写的是“{figure}”，但引文中没有这个数：“{quote[:40]}”"
        except ValueError as error:
            yield f"{place}：{error}"
    read = set(_facts_read(rule))
    for name in sorted(set(rule.facts) - read):
        yield f"事实“{name}”没有被用到"
    for name in sorted(read - set(rule.facts)):
        yield f"用到了没有声明的事实“{name}”"
    if rule.award is None and rule.result != "discretionary":
        yield "没有写 award；若由部门酌定，result 应为 discretionary"


def _figures(rule: Rule) -> Iterator[tuple[str, str | None, str]]:
    """(where, figure, quote) of everything in the rule that must stand in the clause."""
    award = rule.award
    if award:
        for place, part in (("award.rate", award.rate), ("award.share_off", award.share_off)):
            if part:
                yield place, part.percent, part.quote
        for place, level in (("award.lump", award.lump), ("award.limit", award.limit)):
            if level:
                yield place, level.amount or level.percent, level.quote
        for name, level in (award.levels or {}).items():
            yield f"award.levels.{name}", level.amount or level.percent, level.quote
        for n, part in enumerate(award.parts or (), 1):
            yield f"award.parts.{n}", part.percent, part.quote
        for way in ("per_item", "change", "price", "discount"):
            entry: Mapping[str, str] | None = getattr(award, way)
            for key in ("amount", "from", "to", "price", "pays"):
                if entry and key in entry:
                    yield f"award.{way}.{key}", entry[key], entry.get("quote", "")
    for n, cap in enumerate(rule.caps, 1):
        yield f"caps.{n}", cap.amount, cap.quote
    for n, condition in enumerate(rule.conditions, 1):
        yield f"conditions.{n}", condition.at_least or condition.at_most, condition.quote
    if rule.discretion:
        yield "discretion", None, rule.discretion


def _facts_read(rule: Rule) -> Iterator[str]:
    yield from (condition.fact for condition in rule.conditions)
    yield from rule.award.reads() if rule.award else ()
