"""Whether a rule agrees with its clause: quotes verbatim, figures in their quotes, every fact used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.calculator.facts import Fact
from assistant.calculator.figures import parse_figure, printed_figures
from assistant.calculator.levels import Bands, Levels
from assistant.calculator.qualified import PIECES
from assistant.calculator.schema import Condition, Rule
from assistant.text import fold
from assistant.types import Clause

__all__ = ["Complaint", "problems"]

Complaint = tuple[tuple[str | int, ...], str]
_DIGITS = re.compile(r"\d")
_NUMBERED = re.compile(r"\d|[一二三四五六七八九][折成]")
_KINDS = {"money": "金额", "share": "比例", "duration": "期限", "count": "数量", "people": "人数"}

# Words that name a fact and tell nothing of it: what is said of them is that it is not known.
_WAYS = {"又称"}


def problems(rule: Rule, clauses: Mapping[str, Clause]) -> Iterator[Complaint]:
    """(place, what is wrong), in Chinese; nothing if the rule agrees with its clause."""
    clause = clauses.get(rule.clause)
    if clause is None:
        yield ("clause",), f"没有条款 {rule.clause}，可用 clauses 命令查看全部条款编号"
        return
    if not rule.id.startswith(f"{clause.doc}."):
        yield ("id",), f"编号应以文件代号开头：{clause.doc}."
    for place, figure, quote in _figures(rule):
        if not quote or quote not in clause.text:
            yield place, f"引文与 {rule.clause} 原文不一致，应逐字抄录：“{quote[:40]}”"
        elif figure is not None:
            yield from ((place, said) for said in _figure_problems(figure, quote))
    yield from _fact_problems(rule)
    yield from _award_problems(rule)
    yield from _wording_problems(rule, clause)


def _figure_problems(figure: str, quote: str) -> Iterator[str]:
    try:
        if parse_figure(figure) not in printed_figures(quote):
            yield f"写的是“{figure}”，但引文中没有这个数：“{quote[:40]}”"
    except ValueError as error:
        yield str(error)


def _figures(rule: Rule) -> Iterator[tuple[tuple[str | int, ...], str | None, str]]:
    """(place, figure, quote) of everything in the rule that must stand in the clause."""
    if rule.award:
        for key, figure, quote in rule.award.way.figures():
            parts = tuple(int(part) if part.isdecimal() else part for part in key.split("."))
            yield ("award", rule.award.name, *parts), figure, quote
    for n, cap in enumerate(rule.caps):
        yield ("caps", n, "amount"), cap.amount, cap.quote
    for n, condition in enumerate(rule.conditions):
        yield ("conditions", n, "quote"), None, condition.quote
        for leaf in condition.leaves():
            for figure in (leaf.at_least, leaf.at_most):
                if figure:
                    yield ("conditions", n), figure, leaf.quote or condition.quote
            if leaf.quote:
                yield ("conditions", n), None, leaf.quote
    if rule.years:
        yield ("years", "amount"), rule.years.amount, rule.years.quote
    if rule.rounding:
        yield ("rounding", "quote"), None, rule.rounding.quote
    if rule.discretion:
        yield ("discretion",), None, rule.discretion


def _fact_problems(rule: Rule) -> Iterator[Complaint]:
    leaves = [(n, leaf) for n, condition in enumerate(rule.conditions) for leaf in condition.leaves()]
    read = {str(leaf.fact) for _, leaf in leaves}
    read |= set(rule.award.reads()) if rule.award else set()
    read |= {cap.unless for cap in rule.caps if cap.unless}
    for name in sorted(set(rule.facts) - read):
        yield ("facts", name), f"事实“{name}”没有被用到"
    for name in sorted(read - set(rule.facts)):
        yield (), f"用到了没有声明的事实“{name}”，请写在 facts 中"
    for name, fact in rule.facts.items():
        if strange := sorted(
            set(fact.like)
            - set(fact.options)
            - _WAYS
            - {"count": PIECES, "flag": {"是", "否"}}.get(fact.type, set())
        ):
            yield ("facts", name, "like"), f"options 中没有：{'、'.join(strange)}"
        if (fact.type == "level") != bool(fact.options):
            yield ("facts", name), "type 为 level 的事实要写 options，其他类型不写"
    for n, leaf in leaves:
        if compared := rule.facts.get(str(leaf.fact)):
            yield from ((("conditions", n), said) for said in _comparison(leaf, compared))
    for n, cap in enumerate(rule.caps):
        if cap.unless in rule.facts and rule.facts[cap.unless].type != "flag":
            yield ("caps", n, "unless"), f"“{cap.unless}”应是 flag 类型的事实"


def _comparison(leaf: Condition, fact: Fact) -> Iterator[str]:
    if leaf.equals is not None:
        allowed = tuple(fact.options) if fact.type == "level" else ("是", "否") if fact.type == "flag" else ()
        if leaf.equals not in allowed:
            choices = "、".join(allowed) or "数量（用 at_least、at_most）"
            yield f"equals 写的是“{leaf.equals}”，“{fact.name}”只能是：{choices}"
        return
    for figure in filter(None, (leaf.at_least, leaf.at_most)):
        try:
            kind = parse_figure(figure).kind
        except ValueError:
            continue
        wanted = "count" if fact.type == "people" else fact.type
        if kind != wanted:
            yield f"“{figure}”是{_KINDS.get(kind, '另一种数')}，与“{fact.name}”不是一类"


def _award_problems(rule: Rule) -> Iterator[Complaint]:
    if rule.award is None:
        if rule.result != "discretionary":
            yield ("result",), "没有写 award；若由部门酌定，result 应为 discretionary"
        return
    way = rule.award.way
    place = ("award", rule.award.name)
    chosen = {way.by} if isinstance(way, Levels) else set()
    for name in way.reads():
        if name in rule.facts and rule.facts[name].chosen != (name in chosen):
            yield place, f"“{rule.facts[name].name}”的类型 {rule.facts[name].type} 不能这样计算"
    if isinstance(way, Levels) and (fact := rule.facts.get(way.by)) and set(way.table) != set(fact.options):
        yield place, f"各档应与“{fact.name}”的 options 一一对应：{'、'.join(fact.options)}"
    if isinstance(way, Levels | Bands):
        table = way.table.values() if isinstance(way, Levels) else way.table
        if way.of is None and any(level.amount is None for level in table):
            yield place, "按比例计算的档需要写 of（基数）"
    if isinstance(way, Bands) and (pair := way.overlapping()):
        yield (*place, "table", pair[1]), f"第{pair[0] + 1}档与第{pair[1] + 1}档重叠"


def _wording_problems(rule: Rule, clause: Clause) -> Iterator[Complaint]:
    """A figure is written once, where it is checked: wording holds none, and search words only printed ones."""
    said: list[Complaint] = [(("title",), rule.title)]
    said += [(("conditions", n, "text"), c.text) for n, c in enumerate(rule.conditions)]
    for name, fact in rule.facts.items():
        said += [(("facts", name), text) for text in (fact.name, fact.question, fact.definition)]
    for place, text in said:
        if _DIGITS.search(text):
            yield place, f"说明文字中不写数字（条件中可用 {{at_least}}、{{at_most}} 代替）：“{text}”"
    printed = fold(clause.text)
    words = [*rule.keywords, *(w for f in rule.facts.values() for w in f.words)]
    words += [w for f in rule.facts.values() for level, ws in f.options.items() for w in (level, *ws)]
    for word in words:
        if rule.keywords.count(word) > 1:
            yield ("keywords",), f"关键词“{word}”重复"
        if _NUMBERED.search(word) and fold(word) not in printed:
            yield (), f"关键词“{word}”中的数字不在条款原文中"
    for n, condition in enumerate(rule.conditions):
        if not condition.text:
            yield ("conditions", n), "缺少 text：不符合条件时怎么说"
