"""Every error this package raises on purpose.

    AssistantError
    ├── BadInput               the caller's words or options cannot be used      exit 2, HTTP 422
    │   ├── BadQuestion        empty, too long, nothing readable in it
    │   └── UnknownClause      no clause has that id
    ├── CorpusError            the corpus or its data files contradict themselves  exit 3, HTTP 500
    │   └── SourceMismatch     a document does not reproduce the supplied source
    ├── PromptBroken           a prompt file can't be used                         exit 3, HTTP 500
    ├── EndpointFailed         the model endpoint gave no usable reply; the local answer stands instead
    ├── IndexUnavailable       the index can be neither opened nor built           exit 4, HTTP 503
    ├── RecordsUnavailable     the database of the records can't be used           exit 6, HTTP 503
    └── LoginRefused           unknown name, wrong password, account closed        exit 2, HTTP 401
        └── LockedOut          too many wrong passwords in a row                   exit 2, HTTP 429

An address that the page cannot listen on ends the server with exit code 5.
"No answer" is not an error: it is an Answer with a status and a reason.
"""

from __future__ import annotations

__all__ = [
    "AssistantError",
    "BadInput",
    "BadQuestion",
    "CorpusError",
    "EndpointFailed",
    "IndexUnavailable",
    "LockedOut",
    "LoginRefused",
    "PromptBroken",
    "RecordsUnavailable",
    "SourceMismatch",
    "UnknownClause",
]


class AssistantError(Exception):
    """Root of the tree. ``str(error)`` is a Chinese sentence fit to show to the user."""

    exit_code = 1


class BadInput(AssistantError):
    exit_code = 2


class BadQuestion(BadInput):
    pass


class UnknownClause(BadInput):
    pass


class CorpusError(AssistantError):
    exit_code = 3


class SourceMismatch(CorpusError):
    pass


class IndexUnavailable(AssistantError):
    exit_code = 4


class PromptBroken(AssistantError):
    exit_code = 3


class EndpointFailed(AssistantError):
    """``kind`` is one word for the record: refused, dns, auth, model, limit, server, timeout, protocol, open."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


class RecordsUnavailable(AssistantError):
    """What was to be stored is not stored."""

    exit_code = 6


class LoginRefused(AssistantError):
    exit_code = 2


class LockedOut(LoginRefused):
    """``seconds`` until the next attempt is let through."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds
