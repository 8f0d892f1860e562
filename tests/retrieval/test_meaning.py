"""What a question means finds its provision where no word of it stands in the clause."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.retrieval.entries import meant
from assistant.retrieval.meaning import LEARNED, key_of
from assistant.retrieval.retriever import Query
from assistant.service import Assistant
from assistant.text import fold
from assistant.types import Question, Status


def test_every_provision_of_today_is_kept_so_that_an_index_is_built_in_seconds(assistant: Assistant) -> None:
    with np.load(LEARNED) as data:
        kept = set(data["keys"].tolist())
    new = [f"{m.clause} {m.texts[0]}" for m in meant(assistant.corpus) if key_of(m.texts) not in kept]
    assert not new, "语料的问法改过：请运行 python -m benchmarks meaning"


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("车间那批旧家伙打算统统换新的，财政肯帮衬吗", "support-2018/2.11"),
        ("大卡车跑高速能不能少交点钱", "cost-2018/5.14"),
        ("公司到交易所敲了钟，有红包没", "cost-2018/6.18"),
        ("how much subsidy for the first sets of new equipment", "support-2018/2.10"),
    ],
)
def test_nearest_provision_in_other_words(assistant: Assistant, text: str, clause: str) -> None:
    near = assistant.tools.retriever.meant(Query(fold(text), sentence=fold(text))).provisions
    best = sorted(near, key=lambda c: -max(near[c].values()))[:3]
    assert clause in best


@pytest.mark.parametrize(
    "text",
    [
        "刚拿到国高证书，市里发不发奖金",
        "去广交会摆摊位的钱能报销吗",
        "想考电工证，政府出培训费不",
        "粉肠粥怎么煲才绵",
    ],
)
def test_subject_that_no_clause_covers_is_refused_in_any_words(assistant: Assistant, text: str) -> None:
    answer = assistant.ask(Question(text))
    assert answer.status is Status.REFUSED
    assert not answer.citations
