"""``POST /export/word``: the conversation that a browser keeps, as a Word file. Nothing of it is stored here."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Response
from pydantic import BaseModel, Field

from assistant.errors import BadInput
from assistant.records.clock import local_minute, now
from assistant.web.front import Front
from assistant.web.kept import read_kept
from assistant.web.limits import BodyLimit, TimeLimit, limited
from assistant.web.problems import Problem, install
from assistant.web.texts import text

__all__ = ["create_export"]

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST = 40
_BYTES = 4_000_000


class Talk(BaseModel):
    """``entries`` as the page's scripts keep them, oldest first."""

    entries: Annotated[list[Any], Field(max_length=200)]


def create_export(front: Front) -> FastAPI:
    """To be mounted at ``/export``."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.front = front
    install(app)
    app.add_middleware(BodyLimit, most=_BYTES)
    app.add_middleware(TimeLimit, seconds=front.settings.request_seconds)

    @app.post("/word", dependencies=[Depends(limited("ask"))])
    def word(talk: Talk) -> Response:
        from assistant.web.word import word_file

        corpus = front.opening.assistant.corpus
        # The page itself shows no answer of other documents than today's.
        kept = [k for k in read_kept(talk.entries, _MOST) if k.answer.corpus_version == corpus.version]
        if not kept:
            raise Problem("invalid", text("export.nothing"))
        name = f"attachment; filename=talk-{now():%Y%m%d}.docx"
        try:
            body = word_file(kept, corpus, local_minute(now()))
        except (LookupError, TypeError, ValueError, ArithmeticError, BadInput):
            # Changed by hand: an unknown clause, a step that is none.
            raise Problem("invalid", text("export.nothing")) from None
        return Response(body, media_type=_MEDIA_TYPE, headers={"Content-Disposition": name})

    return app
