"""``POST /feedback``: whether an answer helped."""

from __future__ import annotations

import logging

from fastapi import APIRouter, Depends

from assistant.errors import AssistantError, BadInput
from assistant.web.api.given import Feedback, json_only
from assistant.web.front import FrontOf
from assistant.web.limits import limited
from assistant.web.problems import Problem
from assistant.web.texts import text

__all__ = ["router"]

router = APIRouter(tags=["问答"])
_log = logging.getLogger(__name__)


@router.post(
    "/feedback",
    summary="评价一个回答",
    description="记下一个回答有没有帮助。返回时已经保存。",
    status_code=204,
    dependencies=[Depends(limited("feedback")), Depends(json_only)],
    responses={204: {"description": "已保存"}},
)
def feedback(given: Feedback, front: FrontOf) -> None:
    if front.records is None:
        raise Problem("unavailable", text("problem.no_records"))
    try:
        front.records.feedback(given.answer_id, given.helpful, given.reason)
    except BadInput:
        raise
    except AssistantError:
        _log.exception("反馈没能保存")
        wait = front.settings.retry_seconds
        raise Problem("unavailable", text("problem.not_kept", seconds=wait), wait) from None
