"""A figure that stands in no cited clause never leaves, in whatever way it is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.verify import figures, verify
from assistant.corpus.store import Corpus
from assistant.types import Draft, Evidence, Status

QUOTE = "按不高于前三个首版次软件产品销售合同累计金额的30％给予补助，单个项目最高补助不超过500万元"


@pytest.fixture
def draft() -> Draft:
    evidence = (Evidence("support-2018/2.13", QUOTE),)
    return Draft(Status.ANSWERED, f"首版次软件：{QUOTE}。", f"{QUOTE}。", evidence=evidence)


def test_grounded_draft_passes_unchanged(draft: Draft, corpus: Corpus) -> None:
    assert verify(draft, corpus) == (draft, ())


@pytest.mark.parametrize(
    "wrong",
    ["最高600万元", "按40%补助", "按百分之四十补助", "最高两千万元", "最高1,500万元", "15%", "享受七折"],
)
def test_invented_figure_is_replaced_by_the_words_of_the_clause(
    draft: Draft, corpus: Corpus, wrong: str
) -> None:
    safe, findings = verify(replace(draft, answer=f"首版次软件{wrong}。"), corpus)
    assert findings
    assert safe.answer == f"{QUOTE}。"


def test_figure_of_another_clause_does_not_count(draft: Draft, corpus: Corpus) -> None:
    """70 stands in （二十九）, not in the clause that is cited."""
    assert verify(replace(draft, speak="按70%补助。"), corpus)[1] == ("70",)


def test_quote_that_is_not_verbatim_is_refused(draft: Draft, corpus: Corpus) -> None:
    bad = replace(draft, evidence=(Evidence("support-2018/2.13", "按30％给予补助，最高800万元"),))
    safe, findings = verify(bad, corpus)
    assert safe.status is Status.REFUSED
    assert findings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("最高2,000万元", {"2000"}),
        ("按30％给予", {"30"}),
        ("2.33分/千瓦时", {"2.33"}),
        ("三千万元", {"三千万"}),
        ("百分之三十", {"百分之三十"}),
    ],
)
def test_figures_in_every_written_form(text: str, found: set[str]) -> None:
    assert found <= figures(text)
