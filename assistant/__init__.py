"""广州市工信领域政策助手. Public API; everything else is private to the package."""

from assistant.errors import (
    AssistantError,
    BadInput,
    BadQuestion,
    CorpusError,
    IndexUnavailable,
    UnknownClause,
)
from assistant.service import Assistant
from assistant.types import Answer, Calculation, Citation, Question, Status

__all__ = [
    "Answer",
    "Assistant",
    "AssistantError",
    "BadInput",
    "BadQuestion",
    "Calculation",
    "Citation",
    "CorpusError",
    "IndexUnavailable",
    "Question",
    "Status",
    "UnknownClause",
]
