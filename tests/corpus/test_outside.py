"""What the documents don't say, written down beside their clauses: read whole, or refused with what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.outside import Unsaid, load_unsaid
from assistant.corpus.store import Corpus
from assistant.errors import CorpusError

GOOD = """support-2018/2.11:
- subject: 技改设备的保养费
  ask: [设备买回来以后的保养费补不补, 保养费]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "unsaid.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_matter_is_kept_with_its_clause_and_the_ways_of_asking(tmp_path: Path, corpus: Corpus) -> None:
    found = load_unsaid([write(tmp_path, GOOD)], corpus.by_id)
    assert found == {
        "技改设备的保养费": Unsaid("support-2018/2.11", ("设备买回来以后的保养费补不补", "保养费"))
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD.replace("2.11", "2.99"), "没有条款 support-2018/2.99"),
        (GOOD.replace("ask", "asks"), r"应写 subject（事项）和 ask（问法）"),
        ("support-2018/2.11:\n- 保养费\n", r"应写 subject（事项）和 ask（问法）"),
        ("support-2018/2.11:\n- {subject: 保养费, ask: []}\n", r"应写 subject（事项）和 ask（问法）"),
        (GOOD + GOOD.split("\n", 1)[1], "“技改设备的保养费”写了两次"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, corpus: Corpus, text: str, words: str) -> None:
    with pytest.raises(CorpusError, match=words):
        load_unsaid([write(tmp_path, text)], corpus.by_id)
