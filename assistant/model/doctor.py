"""What a configured endpoint can do, tried out one thing after the other, in words and without its key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.config import Settings
from assistant.errors import EndpointFailed
from assistant.messages import say
from assistant.model.endpoint import Endpoint

__all__ = ["Check", "examine"]

Hosts = Callable[[], tuple[str, int] | None]


@dataclass(frozen=True, slots=True)
class Check:
    """``ok`` is None where there was nothing to try; ``off`` says what will be done without."""

    name: str
    ok: bool | None
    said: str
    off: str = ""


def examine(settings: Settings, hosts: Hosts | None = None) -> Iterator[Check]:
    """The checks in order; after one that all others need has failed, no more. ``hosts`` tells whose vectors, and
    of what length, the index has."""
    if not settings.chat_model and not settings.embedding_model:
        yield Check("configured", None, say("doctor.none"))
        return
    endpoint = Endpoint(settings)
    reached = _try(endpoint, settings, "reach", lambda: _reach(endpoint, settings), _all_off(settings))
    yield reached
    if reached.ok is False:
        return
    if settings.chat_model:
        answers = _try(endpoint, settings, "chat", lambda: _chat(endpoint))
        yield answers
        if answers.ok:
            yield _try(endpoint, settings, "stream", lambda: _stream(endpoint))
            yield _try(endpoint, settings, "tools", lambda: _tools(endpoint))
            yield _try(endpoint, settings, "json", lambda: _structured(endpoint))
    if settings.embedding_model:
        yield _try(endpoint, settings, "embed", lambda: _embed(endpoint, settings, hosts))


def _all_off(settings: Settings) -> str:
    parts = {"chat": settings.chat_model, "embed": settings.embedding_model}
    return "".join(say(f"doctor.off_{name}") for name, model in parts.items() if model)


def _try(endpoint: Endpoint, settings: Settings, name: str, check: Callable[[], str], off: str = "") -> Check:
    try:
        return Check(name, True, endpoint.within(settings.budget_seconds, check))
    except EndpointFailed as error:
        return Check(name, False, str(error), off or say(f"doctor.off_{name}"))


def _reach(endpoint: Endpoint, settings: Settings) -> str:
    try:
        names = endpoint.models()
    except EndpointFailed as error:
        # Not every server lists its models; the chat call tells the rest.
        if error.kind in {"model", "request", "server", "protocol"}:
            return say("doctor.unlisted")
        raise
    wanted = [m for m in (settings.chat_model, settings.small_model, settings.embedding_model) if m]
    absent = [m for m in wanted if m not in names]
    return say("doctor.absent", names="、".join(absent)) if absent else say("doctor.reached")


def _chat(endpoint: Endpoint) -> str:
    reply = endpoint.chat.invoke(say("doctor.ask"), stream=False)
    return _or_fail(bool(str(reply.text).strip()), "doctor.chats")


def _stream(endpoint: Endpoint) -> str:
    pieces = sum(bool(chunk.text) for chunk in endpoint.chat.stream(say("doctor.count")))
    return _or_fail(pieces > 1, "doctor.streams")


def _tools(endpoint: Endpoint) -> str:
    tool = {
        "type": "function",
        "function": {
            "name": "search_clauses",
            "description": say("doctor.tool"),
            "parameters": {
                "type": "object",
                "properties": {"words": {"type": "string"}},
                "required": ["words"],
            },
        },
    }
    reply = endpoint.chat.bind_tools([tool]).invoke(say("doctor.use_tool"))
    return _or_fail(bool(reply.tool_calls), "doctor.calls")


def _structured(endpoint: Endpoint) -> str:
    import json

    reply = endpoint.chat.bind(response_format={"type": "json_object"}).invoke(say("doctor.give_json"))
    return _or_fail(isinstance(json.loads(str(reply.text)), dict), "doctor.gives")


def _embed(endpoint: Endpoint, settings: Settings, hosts: Hosts | None) -> str:
    size = endpoint.embed(["技术改造", "天气"]).shape[-1]
    lacks = hosts is not None and hosts() != (settings.embedding_model, size)
    return say("doctor.embeds", size=size) + (say("doctor.unindexed") if lacks else "")


def _or_fail(good: bool, key: str, **values: object) -> str:
    if not good:
        raise EndpointFailed(say("doctor.lacks"), "protocol")
    return say(key, **values)
