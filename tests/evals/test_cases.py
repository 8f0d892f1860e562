"""The cases themselves: they agree with the documents and the rules, cover what they promise, and are split fairly."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
import yaml

from assistant.corpus.store import Corpus
from evals.case import CASES, KINDS, CasesBroken, json_schema, load_cases
from evals.check import complaints

ALL = load_cases()


def test_every_clause_quote_and_amount_holds(corpus: Corpus) -> None:
    assert complaints(ALL, corpus) == []


def test_a_case_that_disagrees_is_named(corpus: Corpus) -> None:
    case = next(c for c in ALL if c.amount and c.quotes)
    for change, said in (
        ({"quotes": ("凭空而来",)}, "引文不在"),
        ({"clauses": ("support-2018/9.9",)}, "没有条款"),
        ({"amount": "123万元"}, "应为123万元"),
        ({"rule": "nothing"}, "没有规则"),
        ({"must_not_say": case.must_say[:1]}, "既须说又不得说"),
    ):
        found = complaints([case.model_copy(update=change)], corpus)
        assert any(said in c and case.id in c for c in found), said


def test_there_are_enough_of_every_kind() -> None:
    assert len(ALL) >= 500
    assert set(KINDS) == {c.kind for c in ALL}
    groups = Counter(c.group for c in ALL if c.group)
    assert len(groups) >= 60
    assert set(groups.values()) == {5}


def test_every_rule_that_gives_an_amount_has_a_case(corpus: Corpus) -> None:
    paying = {r.id for r in corpus.rules.values() if r.result not in {"discretionary", "limit"}}
    tried = {c.rule for c in ALL}
    assert paying <= tried, paying - tried


def test_enough_is_held_out_and_no_group_is_torn() -> None:
    held = [c for c in ALL if c.held_out]
    # Enough to tell two points of a hundred, and never all that is new: what was looked at joins the open part.
    assert len(held) >= 400
    assert len(held) / len(ALL) < 0.37
    sides: dict[str, set[bool]] = {}
    for case in ALL:
        if case.group:
            sides.setdefault(case.group, set()).add(case.held_out)
    assert all(len(side) == 1 for side in sides.values())


def test_schema_is_current_and_holds() -> None:
    assert json.loads((CASES / "schema.json").read_text("utf-8")) == json_schema()
    schema = jsonschema.Draft202012Validator(json_schema(), format_checker=None)
    for path in CASES.rglob("*.yaml"):
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        schema.validate(data)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("author: a\nchecked: b\ncases:\n- {id: x, kind: 没有}", "kind"),
        ("author: a\nchecked: b\ncases:\n- {id: x, knid: figure}", "knid"),
        ("author: a\nchecked: b\ncases:\n- 只有文字", "应为一组"),
        ("author: a\ncases: []", "应有 author"),
        ("cases: [", "无法读取"),
        ("", "应有 author"),
    ],
)
def test_broken_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "bad.yaml").write_text(text, "utf-8")
    with pytest.raises(CasesBroken, match=said) as caught:
        load_cases(tmp_path)
    assert "bad.yaml" in str(caught.value)


def test_no_cases_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(CasesBroken, match="没有用例"):
        load_cases(tmp_path)
