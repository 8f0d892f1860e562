"""Choosing the matter by name, by other words for it, by document."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.corpus.store import Corpus
from assistant.web.calculator.choose import Catalogue

DAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def catalogue(corpus: Corpus) -> Catalogue:
    return Catalogue(corpus)


def titles(catalogue: Catalogue, words: str) -> list[str]:
    return [matter.title for document in catalogue.find(words, DAY) for matter in document.matters]


def test_all_rules_stand_under_their_documents(catalogue: Catalogue, corpus: Corpus) -> None:
    documents = catalogue.find("", DAY)
    assert sum(len(d.matters) for d in documents) == len(corpus.rules)
    assert [d.validity for d in documents].count("已过有效期") == 4


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("技改", "技术改造项目补助"),
        ("技改补贴", "技术改造项目补助"),
        ("贴息 扶持意见", "中小企业技改贷款贴息"),
        ("新三板", "全国中小企业股份转让系统（新三板）挂牌交易一次性补贴"),
        ("過路費", "省属国有交通企业高速公路货运车辆通行费优惠"),
        ("首台", "首台（套）装备和首批次新材料补助"),
    ],
)
def test_a_matter_is_found_by_the_words_people_have_for_it(
    catalogue: Catalogue, words: str, title: str
) -> None:
    found = titles(catalogue, words)
    assert title in found
    assert len(found) < 20


def test_document_narrows_the_list_and_nonsense_finds_nothing(catalogue: Catalogue) -> None:
    assert {d.number for d in catalogue.find("贴息 扶持意见", DAY)} == {"穗府规〔2018〕15号"}
    assert titles(catalogue, "明天下雨吗") == []
    assert titles(catalogue, "<img src=x>") == []


def test_what_cannot_be_computed_says_so(catalogue: Catalogue) -> None:
    (document,) = catalogue.find("流片", DAY)
    assert {m.said for m in document.matters if m.kind == "discretionary"} == {"由主管部门酌定，不能计算"}
