"""LangChain's agent over our tools, or one plain call for a model that calls none. Words come out, no facts.

The text is streamed so that an endpoint that drips or hangs is noticed; how many calls, tools and tokens one
answer may cost is limited here, how long it may take in ``assistant.model.endpoint``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from assistant.agent.tools import TOOLS, Desk
from assistant.config import Settings
from assistant.errors import EndpointFailed
from assistant.messages import say
from assistant.model.endpoint import Endpoint
from assistant.model.tokens import count

__all__ = ["Agent", "Spent"]

Hear = Callable[[str], None]
_MILLION = 10**6


@dataclass(slots=True)
class Spent:
    """What one answer has cost so far. Tokens are the endpoint's own count, or our bound where it gives none."""

    calls: int = 0
    tools: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def cost(self, settings: Settings) -> Decimal:
        """元."""
        priced = self.input_tokens * settings.price_input + self.output_tokens * settings.price_output
        return priced / _MILLION


class Agent:
    def __init__(self, endpoint: Endpoint, settings: Settings) -> None:
        self._endpoint = endpoint
        self._settings = settings

    def warm_up(self) -> None:
        """Load what the first answer would have to wait for. Asks nothing of the endpoint."""
        _ = self._graph

    def write(
        self, desk: Desk, system: str, said: Iterable[tuple[str, str]], spent: Spent, hear: Hear
    ) -> str:
        """The model's text. ``said`` are (role, words); ``hear`` is given the text so far as it grows.

        Raises EndpointFailed, also when the budget is spent.
        """
        messages = list(said)
        if self._endpoint.calls_tools and self._settings.tool_calls:
            try:
                return self._with_tools(desk, system, messages, spent, hear)
            except _ToolsRefused:
                self._endpoint.calls_tools = False
        return self.plain(system, messages, spent, hear)

    def plain(
        self,
        system: str,
        said: Iterable[tuple[str, str]],
        spent: Spent,
        hear: Hear = lambda _: None,
        small: bool = False,
    ) -> str:
        """One call without tools."""
        messages = [("system", system), *said] if system else list(said)
        model = self._endpoint.small if small else self._endpoint.chat
        self._check(spent)

        def call() -> str:
            whole: Any = None
            for chunk in model.stream(messages):
                whole = chunk if whole is None else whole + chunk
                hear(whole.text)
            if whole is None:
                raise ValueError("no reply")
            self._add(spent, whole, messages)
            return str(whole.text)

        return self._endpoint.patiently(call)

    def _with_tools(
        self, desk: Desk, system: str, said: list[tuple[str, str]], spent: Spent, hear: Hear
    ) -> str:
        from langchain_core.messages import AIMessage, AIMessageChunk, SystemMessage, ToolMessage

        text, last = "", None
        state = {"messages": [SystemMessage(system), *said]}
        for mode, event in self._events(state, desk):
            if mode == "messages":
                chunk = event[0]
                if isinstance(chunk, AIMessageChunk):
                    text = text + chunk.text if chunk.id == last else chunk.text
                    last = chunk.id
                    hear(text)
                continue
            for update in (event or {}).values():
                for message in (update or {}).get("messages", ()):
                    if isinstance(message, AIMessage):
                        self._add(spent, message, said)
                        self._check(spent)
                        final = message
                    elif isinstance(message, ToolMessage):
                        spent.tools += 1
        if final.tool_calls:
            raise EndpointFailed(say("model.budget"), "budget")
        return str(final.text)

    def _events(self, state: Any, desk: Desk) -> Iterator[Any]:
        from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError

        try:
            yield from self._graph.stream(state, context=desk, stream_mode=["messages", "updates"])
        except ModelCallLimitExceededError:
            raise EndpointFailed(say("model.budget"), "budget") from None

    @cached_property
    def _graph(self) -> Any:
        from langchain.agents import create_agent
        from langchain.agents.middleware import (
            ModelCallLimitMiddleware,
            ToolCallLimitMiddleware,
            wrap_model_call,
        )

        endpoint, settings = self._endpoint, self._settings

        @wrap_model_call
        def patient(request: Any, handler: Any) -> Any:
            def call() -> Any:
                try:
                    return handler(request)
                # A type of many libraries; only what it says tells it from other refusals.
                except Exception as error:
                    if _refuses_tools(error):
                        raise _ToolsRefused from error
                    raise

            return endpoint.patiently(call, passes=(_ToolsRefused,))

        limits: list[Any] = [
            ModelCallLimitMiddleware(run_limit=settings.model_calls, exit_behavior="error"),
            ToolCallLimitMiddleware(run_limit=settings.tool_calls, exit_behavior="continue"),
        ]
        return create_agent(endpoint.chat, list(TOOLS), middleware=[*limits, patient], context_schema=Desk)

    def _add(self, spent: Spent, message: Any, said: Iterable[Any]) -> None:
        spent.calls += 1
        used = message.usage_metadata or {}
        model = self._settings.chat_model or ""
        spent.input_tokens += used.get("input_tokens") or sum(count(str(s), model) for s in said)
        spent.output_tokens += used.get("output_tokens") or count(str(message.text), model)

    def _check(self, spent: Spent) -> None:
        limit = self._settings.cost_budget
        if limit and spent.cost(self._settings) > limit:
            raise EndpointFailed(say("model.budget"), "budget")


class _ToolsRefused(Exception):
    """The endpoint takes no tools; it is asked again without them."""


def _refuses_tools(error: Exception) -> bool:
    status = getattr(error, "status_code", None)
    return status in {400, 404, 422, 500, 501} and "tool" in str(error).lower()
