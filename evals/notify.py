"""The summary of a run, posted to a webhook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

from evals.names import NAMES

__all__ = ["post"]


@retry(
    retry=retry_if_exception_type(httpx.HTTPError),
    stop=stop_after_attempt(4),
    wait=wait_exponential(multiplier=0.5, max=8),
    reraise=True,
)
def post(url: str, result: Mapping[str, Any]) -> None:
    """Raises httpx.HTTPError when the last attempt fails as well."""
    right = [m for m in result["metrics"] if m["metric"] == "right" and m["kind"] == "all"]
    rates = "，".join(f"{'留出' if m['part'] == 'held_out' else '公开'}{m['rate']:.1%}" for m in right)
    text = f"政策助手夜间评测：{NAMES['state'][result['exit']]}。{rates}"
    body = {"text": text, "run": result["run"], "exit": result["exit"], "alarms": result["alarms"][:20]}
    httpx.post(url, json=body, timeout=10).raise_for_status()
