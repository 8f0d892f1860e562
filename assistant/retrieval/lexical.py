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

_HEAP_BYTES = 15_000_000


def tokens(folded: str) -> list[str]:
    return [*bigrams(folded), *words(folded)]


def distinct_tokens(folded: str) -> list[str]:
    return list(dict.fromkeys(tokens(folded)))


def _schema(fields: Iterable[str]) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in fields:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class LexicalIndex:
    """Documents of named fields of ready tokens; ``search`` gives (id, BM25 score), best first."""

    def __init__(self, folder: Path, fields: tuple[str, ...]) -> None:
        self._fields = fields
        self._schema = _schema(fields)
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    @staticmethod
    def build(
        folder: Path, fields: tuple[str, ...], documents: Iterable[tuple[str, Mapping[str, Sequence[str]]]]
    ) -> int:
        """Each document is its id and the tokens of its fields. Returns how many were written."""
        folder.mkdir(parents=True)
        index = tantivy.Index(_schema(fields), path=str(folder))
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        count = 0
        for identity, tokens in documents:
            joined = {field: [" ".join(words)] for field, words in tokens.items() if words}
            writer.add_document(tantivy.Document(id=[identity], **joined))
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

    def search(self, tokens: Iterable[tuple[str, str, float]], limit: int) -> list[tuple[str, float]]:
        """``tokens`` are (field, token, weight)."""
        should = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, field, token, index_option="freq"), weight
                ),
            )
            # In one order, or sums of scores would differ from process to process in their last digit.
            for field, token, weight in sorted(tokens)
        ]
        if not should:
            return []
        hits = self._searcher.search(tantivy.Query.boolean_query(should), limit).hits
        return [(self._searcher.doc(address)["id"][0], score) for score, address in hits]
