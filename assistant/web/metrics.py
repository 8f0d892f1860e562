"""What Prometheus is told: requests, answers, steps, and how many are waiting. One registry an application."""

from __future__ import annotations

import time
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.types import Answer
from assistant.web.gate import Gate

__all__ = ["CONTENT_TYPE_LATEST", "Metrics", "MetricsMiddleware"]

_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}
_STEP_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
_REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    def __init__(self, gate: Gate) -> None:
        self._registry = CollectorRegistry()
        told: dict[str, Any] = {"registry": self._registry}
        ProcessCollector(**told)
        self.requests = Counter("assistant_requests", "HTTP 请求数", ["route", "method", "status"], **told)
        self.seconds = Histogram(
            "assistant_request_seconds", "HTTP 请求用时", ["route"], buckets=_REQUEST_SECONDS, **told
        )
        self._answers = Counter(
            "assistant_answers", "回答数", ["channel", "status", "kind", "engine"], **told
        )
        self._steps = Histogram(
            "assistant_step_seconds", "回答各步用时", ["step"], buckets=_STEP_SECONDS, **told
        )
        running = Gauge("assistant_answers_in_flight", "正在处理的问题数", **told)
        running.set_function(lambda: gate.running)
        queued = Gauge("assistant_answers_queued", "正在排队的问题数", **told)
        queued.set_function(lambda: gate.waiting)

    def answered(self, answer: Answer, channel: str) -> None:
        kind = answer.kind.value if answer.kind else ""
        self._answers.labels(channel, answer.status.value, kind, answer.engine.value).inc()
        for step in answer.steps:
            self._steps.labels(step.name).observe(step.ms / 1000)

    def text(self) -> bytes:
        return generate_latest(self._registry)


class MetricsMiddleware:
    """Counts requests by the template of their route, never by the address as it was typed."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, start = 500, time.perf_counter()

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        outer = scope.get("app")
        try:
            await self._app(scope, receive, note)
        finally:
            route = _route(scope, outer)
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.requests.labels(route, method, status).inc()
            self._metrics.seconds.labels(route).observe(time.perf_counter() - start)


def _route(scope: Scope, outer: object) -> str:
    """``/api/clauses/{clause_id}``; everything that belongs to the page, which is mounted at ``/``, is one route."""
    template = getattr(scope.get("route"), "path_format", None)
    mounted = scope.get("root_path", "")
    if mounted:
        return f"{mounted}{template or '/other'}"
    return str(template) if template and scope.get("app") is outer else "page"
