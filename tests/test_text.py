"""Words found in running text, as the lexicon and the neighbouring subjects are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.text import WordFinder, fold, speaks_of


def test_a_latin_word_must_stand_by_itself() -> None:
    words = WordFinder([("ai", "人工智能"), ("海珠", "海珠区")])
    assert [value for _, value in words.find(fold("海珠的AI企业"))] == ["人工智能", "海珠区"]
    assert words.find("haizhu") == []


def test_words_come_in_the_order_given_not_in_that_of_the_text() -> None:
    words = WordFinder([("技术改造", 1), ("技改", 2), ("补", 3)])
    assert [value for _, value in words.find("补技改和技术改造")] == [1, 2, 3]


_CHARS = st.text("技改造补贴企业a1-x ", max_size=12)


@given(st.lists(_CHARS.filter(bool), max_size=8), _CHARS)
def test_finds_just_what_looking_at_each_word_finds(words: list[str], text: str) -> None:
    found = WordFinder((word, n) for n, word in enumerate(words)).find(text)
    assert found == [(word, n) for n, word in enumerate(words) if speaks_of(text, word)]
