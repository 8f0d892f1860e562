"""The one file that talks to a model endpoint. Everything it can do wrong leaves here as EndpointFailed.

Time: each request may wait ``model_seconds`` between two bytes, and all requests of one answer together have
the seconds given to ``within``. The caller gets its answer or the failure at that moment, even from an
endpoint that hangs or drips. Retries are tenacity's and heed Retry-After; a breaker (pybreaker) keeps a dead
endpoint from slowing every answer.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from contextvars import ContextVar, copy_context
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.config import Settings
from assistant.errors import EndpointFailed
from assistant.messages import say

if TYPE_CHECKING:
    import httpx2
    from langchain_openai import ChatOpenAI, OpenAIEmbeddings
    from pybreaker import CircuitBreaker

__all__ = ["Endpoint"]

_log = logging.getLogger(__name__)
T = TypeVar("T")
_DEADLINE: ContextVar[float | None] = ContextVar("deadline", default=None)
_ATTEMPTS = 2
_WAIT = 0.5
_AT_ONCE = 32
_EMBEDDED_AT_ONCE = 64


class Endpoint:
    """Built when a chat or embedding model is configured; opens no connection before it is used."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="model")
        # Learned from the endpoint's own refusal; a restart tries again.
        self.calls_tools = settings.model_tools

    @cached_property
    def chat(self) -> ChatOpenAI:
        return self._chat(self._settings.chat_model or "")

    @cached_property
    def small(self) -> ChatOpenAI:
        return self._chat(self._settings.small_model) if self._settings.small_model else self.chat

    @cached_property
    def _embeddings(self) -> OpenAIEmbeddings:
        from langchain_openai import OpenAIEmbeddings

        return OpenAIEmbeddings(
            model=self._settings.embedding_model or "",
            openai_api_base=self._settings.api_base,
            openai_api_key=self._key,
            http_client=self._client,
            max_retries=0,
            chunk_size=_EMBEDDED_AT_ONCE,
            # Other servers than OpenAI's take text, not its token numbers.
            check_embedding_ctx_length=False,
        )

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text. Raises EndpointFailed."""
        return self.patiently(lambda: self._embeddings.embed_documents(list(texts)))

    def models(self) -> tuple[str, ...]:
        """The names the endpoint offers. Raises EndpointFailed."""
        return self._guarded(lambda: tuple(m.id for m in self.chat.root_client.models.list()))

    def within(self, seconds: float, work: Callable[[], T]) -> T:
        """The result of ``work``, or EndpointFailed when the seconds are over or the endpoint fails."""
        _DEADLINE.set(time.monotonic() + seconds)
        future = self._threads.submit(copy_context().run, work)
        try:
            return future.result(timeout=seconds)
        except Late:
            future.cancel()
            raise EndpointFailed(say("model.timeout"), "timeout") from None
        except EndpointFailed:
            raise
        # A mistake of ours must not leave the asker without the answer that is already there.
        except Exception as error:
            _log.exception("模型引擎出错，改用本机回答")
            raise EndpointFailed(say("model.error"), "error") from error
        finally:
            _DEADLINE.set(None)

    def patiently(self, call: Callable[[], T], passes: tuple[type[Exception], ...] = ()) -> T:
        """The call through the breaker, made again once after a passing failure if the time left allows the
        wait. Raises EndpointFailed; errors of the types ``passes`` leave as they are."""
        from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_before_delay

        left = _left()
        retrying = Retrying(
            retry=retry_if_exception(_passing),
            wait=lambda state: _wait(state.outcome.exception() if state.outcome else None),
            stop=stop_after_attempt(_ATTEMPTS) | stop_before_delay(60 if left is None else left),
            reraise=True,
        )
        return self._guarded(lambda: self._breaker.call(lambda: retrying(call)), passes)

    def _guarded(self, call: Callable[[], T], passes: tuple[type[Exception], ...] = ()) -> T:
        """Whatever goes wrong in the call becomes EndpointFailed."""
        from pybreaker import CircuitBreakerError

        try:
            return call()
        except CircuitBreakerError:
            raise EndpointFailed(say("model.open"), "open") from None
        # The boundary to a server of strangers: nothing it sends may end in more than the local answer.
        except Exception as error:
            if isinstance(error, (EndpointFailed, *passes)):
                raise
            raise _failure(error) from None

    @cached_property
    def _breaker(self) -> CircuitBreaker:
        from pybreaker import CircuitBreaker

        return CircuitBreaker(
            fail_max=self._settings.breaker_failures,
            reset_timeout=self._settings.breaker_seconds,
            throw_new_error_on_trip=False,
        )

    @property
    def _key(self) -> Any:
        from pydantic import SecretStr

        return self._settings.api_key or SecretStr("none")

    @cached_property
    def _client(self) -> httpx2.Client:
        import httpx2

        seconds = self._settings.model_seconds
        return httpx2.Client(
            timeout=seconds,
            event_hooks={
                "request": [lambda request: _bound(request, seconds)],
                "response": [_watch],
            },
        )

    def _chat(self, model: str) -> ChatOpenAI:
        from langchain_openai import ChatOpenAI

        return ChatOpenAI(
            model=model,
            base_url=self._settings.api_base,
            api_key=self._key,
            http_client=self._client,
            max_retries=0,
            temperature=0,
            # The name that vLLM, Ollama, DeepSeek and the like know.
            extra_body={"max_tokens": self._settings.output_tokens},
            streaming=True,
            stream_usage=True,
        )


def _left() -> float | None:
    deadline = _DEADLINE.get()
    return None if deadline is None else deadline - time.monotonic()


def _bound(request: httpx2.Request, seconds: float) -> None:
    """No wait of this request may outlast what is left for the answer."""
    left = _left()
    wait = seconds if left is None else max(0.001, min(seconds, left))
    request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), wait)


def _watch(response: httpx2.Response) -> None:
    """A body that drips ends with the answer's time."""
    import httpx2

    deadline, stream = _DEADLINE.get(), response.stream
    if deadline is None or not isinstance(stream, httpx2.SyncByteStream):
        return
    end, body = deadline, stream

    class Watched(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for chunk in body:
                if time.monotonic() > end:
                    raise httpx2.ReadTimeout("deadline", request=response.request)
                yield chunk

        def close(self) -> None:
            body.close()

    response.stream = Watched()


def _passing(error: BaseException) -> bool:
    """Whether another try may help: an overloaded or a failing server, a connection that broke."""
    from openai import APIConnectionError, APITimeoutError, InternalServerError, RateLimitError

    if isinstance(error, APITimeoutError):
        return False
    return isinstance(error, RateLimitError | InternalServerError | APIConnectionError)


def _wait(error: BaseException | None) -> float:
    """Seconds that the endpoint asks for, else half a second."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return max(0.0, float(headers.get("retry-after", _WAIT)))
    except ValueError:
        return _WAIT


def _failure(error: Exception) -> EndpointFailed:
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
