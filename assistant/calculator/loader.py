"""Reads the rules and rejects what does not match the text they quote, with file, line and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.calculator import facts, levels, schema, ways
from assistant.calculator.agree import Complaint, problems
from assistant.calculator.schema import Rule
from assistant.corpus.documents import FrontMatter, line_of, load_yaml
from assistant.errors import CorpusError
from assistant.types import Clause

__all__ = ["json_schema", "load_rules"]

_MODELS = [
    model
    for module in (facts, levels, schema, ways)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, BaseModel)
]
_KEYS = {name for model in _MODELS for name in model.model_fields} | {"from", "to"}
_SHOWN = 20


def load_rules(
    paths: Iterable[Path], clauses: Mapping[str, Clause], documents: Mapping[str, FrontMatter]
) -> dict[str, Rule]:
    """Rules by id, in file order, in force as long as their document where they say nothing else.

    Raises CorpusError with a line for each thing that is wrong: file, line, rule, and what to do.
    """
    out: dict[str, Rule] = {}
    wrong: list[str] = []
    for path in sorted(paths):
        entries = load_yaml(path) or []
        if not isinstance(entries, list):
            raise CorpusError(f"{path.name} 的写法不对：应为以“- id:”开头的若干条规则。")
        for n, entry in enumerate(entries):
            rule, found = _read(entry, clauses)
            if rule and rule.id in out:
                found.append((("id",), "编号与另一条规则重复"))
            name = entry.get("id", "？") if isinstance(entry, dict) else "？"
            wrong += [
                f"{path.name} 第{line_of(path, (n, *loc))}行：规则 {name}：{said}。" for loc, said in found
            ]
            if rule:
                out[rule.id] = _dated(rule, documents)
    for rule in out.values():
        if unknown := [i for i in rule.alternatives if i not in out]:
            wrong.append(f"规则 {rule.id} 的 alternatives 中没有这条规则：{'、'.join(unknown)}。")
    if wrong:
        more = [f"另有{len(wrong) - _SHOWN}处。"] if len(wrong) > _SHOWN else []
        raise CorpusError("\n".join(wrong[:_SHOWN] + more))
    return out


def _read(entry: object, clauses: Mapping[str, Clause]) -> tuple[Rule | None, list[Complaint]]:
    try:
        rule = Rule.model_validate(entry)
    except ValidationError as error:
        return None, [(e["loc"], _in_words(e)) for e in error.errors()]
    return rule, list(problems(rule, clauses))


def _dated(rule: Rule, documents: Mapping[str, FrontMatter]) -> Rule:
    meta = documents.get(rule.clause.partition("/")[0])
    if meta is None:
        return rule
    begins, ends = meta.validity.begins, meta.validity.ends
    return rule.model_copy(
        update={
            "effective_from": rule.effective_from or begins,
            "effective_to": rule.effective_to or ends,
        }
    )


def _in_words(error: Any) -> str:
    loc = [str(part) for part in error["loc"]]
    place = ".".join(loc)
    if error["type"] == "missing":
        return f"{place} 缺少这一项"
    if error["type"] == "extra_forbidden":
        close = difflib.get_close_matches(loc[-1], _KEYS, n=1, cutoff=0.6)
        return f"不认识 {place} 这一项" + (f"，是否想写 {close[0]}" if close else "")
    if error["type"] == "literal_error":
        return f"{place} 应为 {error['ctx']['expected'].replace(' or ', ', ')} 之一"
    for code, said in (
        ("figure_not_text", "应写成带引号的文字，如 '500万元'、'30％'，不能写成数"),
        ("award_not_one", "应恰好写一种算法"),
        ("level_not_one", "应恰好写 percent、amount、times 之一"),
        ("condition_not_one", "应恰好写 fact、any_of、none_of 之一"),
        ("condition_compares_nothing", "应写 at_least、at_most（数量）或 equals（级别、是否）"),
    ):
        if code in error["msg"]:
            return f"{place} {said}"
    return f"{place} 值不合要求"


def json_schema() -> dict[str, Any]:
    """JSON Schema of a rule file, for editors."""
    one = Rule.model_json_schema(by_alias=True)
    definitions = one.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "计算规则",
        "type": "array",
        "items": one,
        "$defs": definitions,
    }
