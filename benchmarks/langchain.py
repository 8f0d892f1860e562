"""Our answers beside a stock LangChain pipeline on the evaluation's questions: how often right, how fast.

The pipeline is the one of the tutorials: the documents split by ``RecursiveCharacterTextSplitter`` (500
characters, 50 shared), BM25 over jieba's words and Chroma over the same sentence vectors that we use, the two
rankings joined by reciprocal rank, and the first chunk as the answer. Only single questions that the documents
answer are asked, and the chunk is right if it holds everything that the case's answer must say and stands in a
clause that may carry it; ours is measured by the very same test. Both are asked in turn, question by question.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
import rjieba
from langchain_chroma import Chroma
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant import Assistant, Question
from assistant.corpus.store import Corpus
from assistant.embedding import local_model, vector_of
from evals.case import Case, load_cases
from evals.numbers import says

CHUNK, OVERLAP, DEPTH, RANK, SHARED = 500, 50, 10, 60, 40


class SameVectors(Embeddings):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[*map(float, v)] for v in local_model()(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [*map(float, vector_of(text))]


def stock(corpus: Corpus, folder: Path) -> Callable[[str], str]:
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    whole = ("\n\n".join(c.text for c in corpus.clauses if c.doc == doc) for doc in corpus.documents)
    chunks = splitter.split_documents([Document(text) for text in whole])
    words = BM25Retriever.from_documents(chunks, preprocess_func=rjieba.cut, k=DEPTH)
    vectors = Chroma.from_documents(chunks, SameVectors(), persist_directory=str(folder))

    def answer(question: str) -> str:
        score: dict[str, float] = {}
        for found in (words.invoke(question), vectors.similarity_search(question, DEPTH)):
            for n, chunk in enumerate(found):
                score[chunk.page_content] = score.get(chunk.page_content, 0.0) + 1 / (RANK + n)
        return max(score, key=lambda text: score[text])

    return answer


def clauses_in(chunk: str, corpus: Corpus) -> set[str]:
    """The clauses that a chunk holds a part of."""
    lines = [line.strip() for line in chunk.split("\n") if line.strip()]
    return {c.id for c in corpus.clauses if any(line[:SHARED] in c.text for line in lines)}


def right(case: Case, said: str, carried_by: set[str]) -> bool:
    """The test for both: everything that must be said is said, and one of the case's clauses carries it."""
    return all(says(said, need) for need in case.must_say) and bool(
        carried_by & {*case.clauses, *case.all_clauses}
    )


@click.command(help=__doc__)
def main() -> None:
    assistant = Assistant()
    cases = [
        c
        for c in load_cases()
        if c.status == "answered" and len(c.turns) == 1 and c.amount is None and c.must_say
    ]
    with tempfile.TemporaryDirectory() as folder:
        theirs = stock(assistant.corpus, Path(folder))

        def ask_ours(case: Case) -> tuple[str, set[str]]:
            answer = assistant.ask(Question(case.turns[0], as_of=case.as_of))
            return answer.answer, {c.id for c in answer.citations}

        def ask_theirs(case: Case) -> tuple[str, set[str]]:
            chunk = theirs(case.turns[0])
            return chunk, clauses_in(chunk, assistant.corpus)

        sides = {"ours": ask_ours, "stock": ask_theirs}
        results: dict[str, list[tuple[bool, float, int]]] = {name: [] for name in sides}
        for ask in sides.values():
            ask(cases[0])
        for n, case in enumerate(cases):
            for name in sorted(sides, reverse=n % 2 == 0):
                vector_of.cache_clear()
                start = time.perf_counter()
                said, carried_by = sides[name](case)
                took = time.perf_counter() - start
                results[name].append((right(case, said, carried_by), took, len(said)))
    for name, rows in results.items():
        correct, took, length = zip(*rows, strict=True)
        cut = statistics.quantiles(took, n=20)
        click.echo(
            f"{name}: right {statistics.mean(correct):.3f} of {len(rows)}, p50 {cut[9] * 1000:.1f} ms, "
            f"p95 {cut[18] * 1000:.1f} ms, median length {statistics.median(length):.0f}"
        )
    middle = {name: statistics.median(row[1] for row in rows) for name, rows in results.items()}
    click.echo(f"time ours / stock: {middle['ours'] / middle['stock']:.2f}")


if __name__ == "__main__":
    main()
