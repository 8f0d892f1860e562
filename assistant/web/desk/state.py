"""The state of corpus, index and records, as an admin wants to know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.records import Records
from assistant.records.clock import GUANGZHOU
from assistant.service import Assistant

__all__ = ["EngineState", "engine_state"]


@dataclass(frozen=True)
class EngineState:
    """``built`` is when the index in use was made, in Guangzhou's time; ``fresh`` whether the files are still
    those it was made from; ``lost`` how many answers could not be recorded since the start."""

    corpus_version: str
    rules_version: str
    documents: int
    clauses: int
    rules: int
    provisions: int
    questions: int
    built: datetime | None
    fresh: bool
    model: str | None
    hosted: tuple[str, int] | None
    lost: int


def engine_state(assistant: Assistant, records: Records) -> EngineState:
    corpus, home = assistant.tools.corpus, assistant.home
    lay = [provision for provisions in corpus.lay.values() for provision in provisions]
    built = home.built()
    return EngineState(
        corpus_version=corpus.version,
        rules_version=corpus.rules_version,
        documents=len(corpus.documents),
        clauses=len(corpus.clauses),
        rules=len(corpus.rules),
        provisions=len(lay),
        questions=sum(len(provision.ask) for provision in lay),
        built=built.astimezone(GUANGZHOU) if built else None,
        fresh=home.is_fresh(),
        model=assistant.settings.chat_model,
        hosted=home.hosts(),
        lost=records.lost,
    )
