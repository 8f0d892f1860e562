"""Rules and what comes of them: enough to draw a form for each, and its result."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import JSONResponse

from assistant.answering.reckoning import result_sentence, workings
from assistant.calculator import manual
from assistant.calculator.schema import Rule
from assistant.corpus.store import Corpus
from assistant.web.api.given import Calculate, ClausesOf, Day, json_only
from assistant.web.api.shapes import CalculationShape, RuleDetail, RuleShape
from assistant.web.api.told import rule_detail, rule_told, validity_of
from assistant.web.front import FrontOf
from assistant.web.limits import limited
from assistant.web.problems import Problem
from assistant.web.texts import text

__all__ = ["router"]

router = APIRouter(
    tags=["计算"], dependencies=[Depends(limited("search"))], default_response_class=JSONResponse
)


@router.get(
    "/rules",
    summary="全部计算规则",
    responses={200: {"model": list[RuleShape], "description": "规则"}},
)
def rules(asked: Annotated[ClausesOf, Query()], front: FrontOf) -> Any:
    told = map(rule_told, front.assistant.tools.corpus.rules.values())
    return JSONResponse([r for r in told if asked.doc in (None, r["doc"])])


@router.get(
    "/rules/{rule_id}",
    summary="一条计算规则",
    description="一条规则及其所须的事实，足以画出填写的表单。",
    responses={
        200: {
            "model": RuleDetail,
            "description": "规则",
        }
    },
)
def rule(
    rule_id: Annotated[str, Path(description="规则编号", examples=["support-2018.tech-renovation"])],
    asked: Annotated[Day, Query()],
    front: FrontOf,
) -> Any:
    corpus = front.assistant.tools.corpus
    return JSONResponse(rule_detail(corpus, _rule(corpus, rule_id), asked.day))


@router.post(
    "/calculate",
    summary="计算",
    description="按一条规则计算，给出一句结论和全部过程。还缺事实时 status 为 clarify，sentence 是要问的问题。",
    dependencies=[Depends(json_only)],
    responses={
        200: {
            "model": CalculationShape,
            "description": "结果",
        }
    },
)
def calculate(asked: Calculate, front: FrontOf) -> Any:
    corpus = front.assistant.tools.corpus
    found = _rule(corpus, asked.rule)
    reckoned = manual.calculate(corpus, found.id, asked.items or [{}], asked.day)
    ask, amount = reckoned.trace["ask"], reckoned.amount_wan
    return JSONResponse(
        {
            "status": "clarify" if ask else "answered",
            "sentence": f"{ask}？" if ask else result_sentence(reckoned) + workings(reckoned),
            "amount_wan": None if ask or amount is None else float(amount),
            "calculation": dict(reckoned.trace),
            "validity": validity_of(corpus, found.clause.partition("/")[0], asked.day),
        }
    )


def _rule(corpus: Corpus, rule_id: str) -> Rule:
    if (found := corpus.rules.get(rule_id)) is None:
        raise Problem("not_found", text("problem.no_rule", rule=rule_id[:60]))
    return found
