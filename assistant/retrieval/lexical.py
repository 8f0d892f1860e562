"""The lexical index: tantivy over character bigrams and dictionary words, one field per part of a clause.

Bigrams need no dictionary and match new terms; words sharpen them. Both are split here and handed to
tantivy as ready tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tantivy

from assistant.text import bigrams, words

__all__ = ["LexicalIndex", "query_tokens"]

_HEAP_BYTES = 15_000_000


def query_tokens(folded: str) -> list[str]:
    return list(dict.fromkeys([*bigrams(folded), *words(folded)]))


def _schema(fields: Iterable[str]) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in fields:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class LexicalIndex:
    """Documents of named text fields; ``search`` gives (id, BM25 score), best first."""

    def __init__(self, folder: Path, fields: tuple[str, ...]) -> None:
        self._fields = fields
        self._schema = _schema(fields)
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    @staticmethod
    def build(folder: Path, fields: tuple[str, ...], documents: Iterable[Mapping[str, str]]) -> int:
        """Each document has ``id`` and folded text for some of ``fields``. Returns how many were written."""
        folder.mkdir(parents=True)
        index = tantivy.Index(_schema(fields), path=str(folder))
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        count = 0
        for document in documents:
            tokens = {
                field: [" ".join([*bigrams(document[field]), *words(document[field])])]
                for field in fields
                if document.get(field)
            }
            writer.add_document(tantivy.Document(id=[document["id"]], **tokens))
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
        self, tokens: Mapping[str, float], boosts: Mapping[str, float], limit: int
    ) -> list[tuple[str, float]]:
        """``tokens`` -> weight, ``boosts`` -> weight of each field searched."""
        should = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, field, token, index_option="freq"), weight * boost
                ),
            )
            for token, weight in tokens.items()
            for field, boost in boosts.items()
        ]
        if not should:
            return []
        hits = self._searcher.search(tantivy.Query.boolean_query(should), limit).hits
        return [(self._searcher.doc(address)["id"][0], score) for score, address in hits]
