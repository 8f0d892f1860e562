"""What went wrong with a call: in words that hold no byte of the server's, and whether another try may help."""

from __future__ import annotations

from assistant.errors import EndpointFailed
from assistant.messages import say

__all__ = ["failure", "passing", "wait"]

_WAIT = 0.5


def passing(error: BaseException) -> bool:
    """Whether another try may help: an overloaded or a failing server, a connection that broke."""
    from openai import APIConnectionError, APITimeoutError, InternalServerError, RateLimitError

    if isinstance(error, APITimeoutError):
        return False
    return isinstance(error, RateLimitError | InternalServerError | APIConnectionError)


def wait(error: BaseException | None) -> float:
    """Seconds that the endpoint asks for, else half a second."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return max(0.0, float(headers.get("retry-after", _WAIT)))
    except ValueError:
        return _WAIT


def failure(error: Exception) -> EndpointFailed:
    """In words, without a byte of what the server or the client said: a key may stand in it."""
    import openai

    status = getattr(error, "status_code", None)
    text = str(error.__cause__ or error)
    if isinstance(error, openai.APITimeoutError) or "Timeout" in type(error).__name__:
        kind = "timeout"
    elif isinstance(error, openai.APIConnectionError):
        kind = (
            "dns"
            if "getaddrinfo" in text or "Name or service" in text or "name resolution" in text
            else "refused"
        )
    elif status in {401, 403}:
        kind = "auth"
    elif status == 404:
        kind = "model"
    elif status == 429:
        kind = "limit"
    elif isinstance(status, int):
        kind = "server" if status >= 500 else "request"
    else:
        kind = "protocol"
    return EndpointFailed(say(f"model.{kind}"), kind)
