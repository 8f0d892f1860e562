"""An Answer as a chat completion, whole or in chunks."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from fastapi.sse import format_sse_event

from assistant.answering.render import to_json, to_text
from assistant.types import Answer
from assistant.web.openai.wire import MODEL
from assistant.web.texts import text

__all__ = ["completion", "stream"]

_PIECE = re.compile(r"[^。\n]*[。\n]+|[^。\n]+$")
_DONE = "[DONE]"


def completion(answer: Answer) -> dict[str, Any]:
    """``policy_answer`` is the whole Answer, for products that show more than text."""
    message = {"role": "assistant", "content": to_text(answer), "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {
        **_head(answer, "chat.completion"),
        "choices": [choice],
        "usage": _usage(answer),
        "policy_answer": to_json(answer),
    }


def stream(answer: Answer, *, with_usage: bool) -> Iterator[bytes]:
    """Server-sent events: the role, the text sentence by sentence, the end with ``policy_answer``, the usage.

    The answer is whole before the first of them: it is verified as a whole, and what a client of this interface
    has been sent can't be taken back.
    """
    head = _head(answer, "chat.completion.chunk") | ({"usage": None} if with_usage else {})
    yield _event(head | _delta({"role": "assistant", "content": ""}))
    for piece in _PIECE.findall(to_text(answer)):
        yield _event(head | _delta({"content": piece}))
    yield _event(head | _delta({}, "stop") | {"policy_answer": to_json(answer)})
    if with_usage:
        yield _event(head | {"choices": [], "usage": _usage(answer)})
    yield format_sse_event(data_str=_DONE)


def _head(answer: Answer, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{uuid4().hex}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
        "system_fingerprint": answer.corpus_version,
    }


def _delta(delta: dict[str, Any], end: str | None = None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": end}]}


def _event(chunk: dict[str, Any]) -> bytes:
    return format_sse_event(data_str=json.dumps(chunk, ensure_ascii=False))


def _usage(answer: Answer) -> dict[str, Any]:
    """The tokens that a language model read and wrote for this answer: none, where none was asked."""
    use = answer.model
    read, written = (use.input_tokens, use.output_tokens) if use else (0, 0)
    return {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
        "note": text("openai.model_usage" if use and use.calls else "openai.local_usage"),
    }
