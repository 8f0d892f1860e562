"""Search, clauses and documents, read from the open index."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import JSONResponse, Response

from assistant import lookup
from assistant.corpus.store import Corpus
from assistant.web.api.given import ClausesOf, Day, Search
from assistant.web.api.shapes import ClauseDetail, ClauseShape, DocumentShape, FoundClause
from assistant.web.api.told import clause_detail, clause_told, document_told
from assistant.web.front import FrontOf
from assistant.web.limits import limited
from assistant.web.problems import Problem
from assistant.web.texts import text

__all__ = ["router"]

router = APIRouter(
    tags=["条款"], dependencies=[Depends(limited("search"))], default_response_class=JSONResponse
)


@router.get(
    "/search",
    summary="查条款",
    description="按词查条款，最合的在前。可边输入边查；输入完了可带 meaning=true 再查一次。",
    responses={
        200: {
            "model": list[FoundClause],
            "description": "找到的条款",
        }
    },
)
async def search(asked: Annotated[Search, Query()], front: FrontOf) -> Response:
    tools = front.assistant.tools

    def found() -> list[dict[str, Any]]:
        passages = lookup.search(
            tools,
            asked.q,
            doc=asked.doc,
            department=asked.department,
            limit=asked.limit,
            meaning=asked.meaning,
        )
        return [
            {**clause_told(tools.corpus, p.clause, asked.day), "score": round(p.score, 4)} for p in passages
        ]

    return JSONResponse(await asyncio.get_running_loop().run_in_executor(front.searching, found))


@router.get(
    "/clauses",
    summary="全部条款",
    description="全部可引用的单元，按文件和原文的次序。",
    responses={200: {"model": list[ClauseShape], "description": "条款"}},
)
def clauses(asked: Annotated[ClausesOf, Query()], front: FrontOf) -> Any:
    corpus = front.assistant.tools.corpus
    _known(corpus, asked.doc)
    return JSONResponse(
        [clause_told(corpus, c, asked.day) for c in corpus.clauses if asked.doc in (None, c.doc)]
    )


@router.get(
    "/clauses/{clause_id:path}",
    summary="一条条款",
    description="一条条款及其前后文、计算规则、责任单位、有效期。编号中的斜杠照写。",
    responses={
        200: {
            "model": ClauseDetail,
            "description": "条款",
        }
    },
)
def clause(
    clause_id: Annotated[str, Path(description="条款编号", examples=["support-2018/2.11"])],
    asked: Annotated[Day, Query()],
    front: FrontOf,
) -> Any:
    corpus = front.assistant.tools.corpus
    return JSONResponse(clause_detail(corpus, clause_id, asked.day))


@router.get(
    "/documents",
    summary="文件",
    description="收录的文件，及其有效期和缺页。",
    responses={200: {"model": list[DocumentShape], "description": "文件"}},
)
def documents(asked: Annotated[Day, Query()], front: FrontOf) -> Any:
    corpus = front.assistant.tools.corpus
    return JSONResponse([document_told(corpus, doc, asked.day) for doc in corpus.documents])


def _known(corpus: Corpus, doc: str | None) -> None:
    if doc is not None and doc not in corpus.documents:
        raise Problem("invalid", text("problem.no_document", doc=doc, known="、".join(corpus.documents)))
