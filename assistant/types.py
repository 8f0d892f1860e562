"""The values of one answer, in the order in which they flow. All are frozen; amounts are Decimal 万元.

Question -> Understanding -> Passage -> Calculation -> Draft -> Citation -> Answer
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

__all__ = [
    "Answer",
    "Calculation",
    "Citation",
    "Claim",
    "Clause",
    "DepartmentGroup",
    "Departments",
    "Draft",
    "Engine",
    "Evidence",
    "Kind",
    "ModelUse",
    "Notice",
    "Passage",
    "Question",
    "Reason",
    "Status",
    "StepTime",
    "Understanding",
    "Validity",
]


class Status(StrEnum):
    ANSWERED = "answered"
    CLARIFY = "clarify"
    REFUSED = "refused"
    MISSING = "missing"


class Reason(StrEnum):
    OUT_OF_SCOPE = "out_of_scope"
    NOT_IN_CORPUS = "not_in_corpus"
    UNSAFE = "unsafe"
    TOO_VAGUE = "too_vague"
    PAGE_MISSING = "page_missing"
    CLAUSE_UNKNOWN = "clause_unknown"


class Engine(StrEnum):
    LOCAL = "local"
    LLM = "llm"
    DEGRADED = "degraded"


class Kind(StrEnum):
    """What the asker wants; decides which composer speaks."""

    FACT = "fact"
    DEPARTMENT = "department"
    REFERENCE = "reference"
    VALIDITY = "validity"
    LIST = "list"
    COMPARISON = "comparison"
    GREETING = "greeting"


@dataclass(frozen=True, slots=True)
class Departments:
    """Names as printed, ``lead`` before ``cooperate``."""

    lead: tuple[str, ...] = ()
    cooperate: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DepartmentGroup:
    """One printed bracket: its form, its words, the departments, and whether it ends in 等."""

    form: str
    raw: str
    departments: Departments
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A citable unit. ``path`` names its headings from the outside in; ``text`` is verbatim.

    ``id`` is ``<doc>/<numbers of the path>``; ``rows`` are the records of a table, keyed by its header;
    ``departments`` is the union of ``groups`` in printed order.
    """

    id: str
    doc: str
    path: tuple[str, ...]
    label: str
    kind: str
    text: str
    pages: tuple[int, ...] = ()
    complete: bool = True
    missing: str = ""
    departments: Departments = Departments()
    groups: tuple[DepartmentGroup, ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """``turns`` are the asker's earlier messages, oldest first; the last ``beside`` of them are what the same
    message asks before this part of it. Validity is judged at ``as_of``."""

    text: str
    turns: tuple[str, ...] = ()
    as_of: date = field(default_factory=date.today)
    id: str | None = None
    beside: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that the asker takes for granted ("最高1000万对吧"): money in 元 or a share in percent."""

    kind: str
    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the words mean before anything is looked up.

    ``text`` is the question folded to one spelling, ``matter`` the same without the names of documents and
    the asker's amounts, ``context`` what an earlier turn was about; ``expansion`` the documents' terms for its
    everyday words; ``documents`` the keys it names; ``clauses`` and ``lost`` the ids and the printed numbers
    that it refers to directly, ``unknown`` numbers that never were; ``focus`` its words that carry meaning;
    ``years`` and ``day`` those it names; ``wants`` the sorts of fact asked for, ``asks_for`` those that no
    policy document holds; ``claims`` the figures it takes for granted; ``stop`` ends the run before any search;
    ``during`` the day whose stage of a plan is asked for; ``after`` the message before, which tells where the
    conversation stands; ``instead`` that another subject takes the place of the one before and the same is
    asked of it; ``beside`` that the same message asks something before it, ``leans`` the documents which that
    names; ``rest`` that what else stands in the clause cited before is asked for.
    """

    kind: Kind
    text: str
    matter: str
    original: str
    context: str = ""
    expansion: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    day: date | None = None
    wants: tuple[str, ...] = ()
    asks_for: tuple[str, ...] = ()
    part: int | None = None
    duties: bool = False
    claims: tuple[Claim, ...] = ()
    stop: Reason | None = None
    during: date | None = None
    after: Understanding | None = None
    instead: bool = False
    beside: bool = False
    leans: tuple[str, ...] = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a clause that answer: a verbatim ``quote``, what it is about, and how well it fits (0..1)."""

    clause: str
    quote: str
    subject: str = ""
    row: Mapping[str, str] | None = None
    score: float = 1.0
    kind: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One retrieved clause. ``score`` is in 0..1; ``parts`` are the scores it was made of.

    A rejected passage (``kept`` false) stays in the record with its ``why``. ``outside`` names a subject that
    no document covers and that the question is nearer to than to any clause.
    """

    clause: Clause
    score: float
    parts: Mapping[str, float]
    evidence: tuple[Evidence, ...] = ()
    kept: bool = True
    why: str = ""
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Calculation:
    """An amount worked out by the calculator, in 万元, with the trace that explains it."""

    rule: str
    amount_wan: Decimal | None
    trace: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it has been checked: sentences, and the evidence that they rest on; ``echoes`` are words
    of the asker that it repeats."""

    status: Status
    answer: str
    speak: str
    reason: Reason | None = None
    evidence: tuple[Evidence, ...] = ()
    notices: tuple[Notice, ...] = ()
    suggestions: tuple[str, ...] = ()
    echoes: str = ""


@dataclass(frozen=True, slots=True)
class Validity:
    """``state``: in_force | expired | not_yet | unstated, at the answer's ``as_of``."""

    state: str
    begins: date | None
    ends: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Citation:
    id: str
    title: str
    doc_number: str | None
    path: tuple[str, ...]
    label: str
    quote: str
    text: str
    page: int | None
    departments: Departments
    validity: Validity


@dataclass(frozen=True, slots=True)
class StepTime:
    name: str
    ms: float


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What a language model had to do with an answer: ``outcome`` is written, repaired, kept (nothing to word),
    unfaithful, or why the endpoint failed; ``cost`` is in 元; ``seconds`` by step; ``findings`` what was wrong."""

    model: str
    prompts: str
    outcome: str
    calls: int
    tools: int
    input_tokens: int
    output_tokens: int
    cost: Decimal
    seconds: Mapping[str, float]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What every way in returns. ``assistant.answering.render.to_json`` gives its measured JSON form; ``kind``,
    what was asked for, and ``findings``, what the verification would not let pass, stand in no other form."""

    id: str
    status: Status
    reason: Reason | None
    answer: str
    speak: str
    citations: tuple[Citation, ...]
    calculation: Calculation | None
    notices: tuple[Notice, ...]
    suggestions: tuple[str, ...]
    engine: Engine
    as_of: date
    corpus_version: str
    rules_version: str
    steps: tuple[StepTime, ...]
    passages: tuple[Passage, ...] = ()
    model: ModelUse | None = None
    kind: Kind | None = None
    findings: tuple[str, ...] = ()
