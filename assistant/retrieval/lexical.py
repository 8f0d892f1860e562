"""The lexical index: tantivy over character bigrams and dictionary words, one field per part of a clause.

Bigrams need no dictionary and match new terms; words sharpen them. Both are split here and handed to
tantivy as ready tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy

from assistant.text import bigrams, words

__all__ = ["LexicalIndex", "distinct_tokens", "tokens"]

# Tens of thousands of documents make one segment. Each segment is searched by itself: on 58,552 articles seven took
# 1.9 ms a search where one took 1.3.
_HEAP_BYTES = 300_000_000


def tokens(folded: str) -> list[str]:
    return [*bigrams(folded), *words(folded)]


def distinct_tokens(folded: str) -> list[str]:
    return list(dict.fromkeys(tokens(folded)))


def _schema(fields: Iterable[str]) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", fast=True)
    for field in fields:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class LexicalIndex:
    """Documents of named fields of ready tokens; ``search`` gives (number, BM25 score), best first."""

    def __init__(self, folder: Path, fields: tuple[str, ...]) -> None:
        self._fields = fields
        self._schema = _schema(fields)
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    @staticmethod
    def build(
        folder: Path, fields: tuple[str, ...], documents: Iterable[tuple[int, Mapping[str, Sequence[str]]]]
    ) -> int:
        """Each document is its number and the tokens of its fields. Returns how many were written."""
        folder.mkdir(parents=True)
        index = tantivy.Index(_schema(fields), path=str(folder))
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        count = 0
        for number, tokens in documents:
            joined = {field: [" ".join(words)] for field, words in tokens.items() if words}
            writer.add_document(tantivy.Document(id=number, **joined))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        return count

    @property
    def size(self) -> int:
        return int(self._searcher.num_docs)

    def frequency(self, field: str, token: str) -> int:
        """In how many documents the token stands in that field."""
        return int(self._searcher.doc_freq(field, token))

    def search(
        self, tokens: Iterable[tuple[str, str, float]], limit: int, everywhere: float = 1.0
    ) -> list[tuple[int, float]]:
        """``tokens`` are (field, token, weight); those in a larger share of the documents than ``everywhere`` (0..1)
        are left out."""
        common = everywhere * self.size
        should = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, field, token, index_option="freq"), weight
                ),
            )
            # In one order, or sums of scores would differ from process to process in their last digit.
            for field, token, weight in sorted(tokens)
            if 0 < self.frequency(field, token) <= common
        ]
        if not should:
            return []
        hits = self._searcher.search(tantivy.Query.boolean_query(should), limit).hits
        numbers = self._searcher.fast_field_values("id", [address for _, address in hits])
        return [(int(n), score) for n, (score, _) in zip(numbers, hits, strict=True) if n is not None]
