"""The one file that talks to a model endpoint. Everything it can do wrong leaves here as EndpointFailed.

Time: each request for words may wait ``model_seconds`` between two bytes, and all requests of one answer
together have the seconds given to ``within``. The caller gets its answer or the failure at that moment, even
from an endpoint that hangs or drips. Retries are tenacity's and heed Retry-After; a breaker (pybreaker) keeps a
dead endpoint from slowing every answer.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from contextlib import suppress
from contextvars import copy_context
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import numpy as np

from assistant.config import Settings
from assistant.embedding import Vector
from assistant.errors import EndpointFailed
from assistant.messages import say
from assistant.model.deadline import bounded, left, until
from assistant.model.failure import failure, passing, wait

if TYPE_CHECKING:
    import httpx2
    from langchain_openai import ChatOpenAI
    from openai import OpenAI
    from pybreaker import CircuitBreaker

__all__ = ["Endpoint"]

_log = logging.getLogger(__name__)
T = TypeVar("T")
_ATTEMPTS = 2
_AT_ONCE = 32
# Seconds that one request for vectors may take while an index is built; a small server needs them.
_BATCH_SECONDS = 60


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

    def models(self) -> tuple[str, ...]:
        """The names the endpoint offers. Raises EndpointFailed."""
        return self._guarded(lambda: tuple(m.id for m in self._openai.models.list()))

    def embed(self, texts: Sequence[str], dimension: int | None = None) -> Vector:
        """A row of unit length for each text, of ``dimension`` if given. Raises EndpointFailed."""
        return self.within(
            2 * _BATCH_SECONDS, lambda: self.patiently(lambda: self._vectors(texts, dimension))
        )

    def embed_soon(self, text: str, dimension: int, seconds: float) -> Vector:
        """The vector of one text, or EndpointFailed within the seconds. The breaker counts here, not in the
        thread that may still hang, so that the next question already knows."""
        _ = self._openai  # What it takes to load the client is not the endpoint's time.
        ask = lambda: self._guarded(lambda: self._vectors([text], dimension))  # noqa: E731
        vector: Vector = self._guarded(lambda: self._counted(lambda: self.within(seconds, ask)))[0]
        return vector

    def _vectors(self, texts: Sequence[str], dimension: int | None) -> Vector:
        model = self._settings.embedding_model or ""
        # Not every server knows base64, which is the client's own default.
        made = self._openai.embeddings.create(model=model, input=list(texts), encoding_format="float").data
        rows = np.asarray([e.embedding for e in sorted(made, key=lambda e: e.index)], dtype=np.float32)
        length = np.linalg.norm(rows, axis=-1, keepdims=True)
        shape = (len(texts), dimension or rows.shape[-1])
        if rows.shape != shape or not np.isfinite(length).all() or not length.all():
            raise EndpointFailed(say("model.vectors"), "vectors")
        return np.asarray(rows / length, dtype=np.float32)

    def within(self, seconds: float, work: Callable[[], T]) -> T:
        """The result of ``work``, or EndpointFailed when the seconds are over or the endpoint fails."""
        with until(seconds):
            future = self._threads.submit(copy_context().run, work)
            try:
                return future.result(timeout=left())
            except Late:
                future.cancel()
                raise EndpointFailed(say("model.timeout"), "timeout") from None
            except EndpointFailed:
                raise
            # A mistake of ours must not leave the asker without the answer that is already there.
            except Exception as error:
                _log.exception("模型引擎出错，改用本机回答")
                raise EndpointFailed(say("model.error"), "error") from error

    def patiently(self, call: Callable[[], T], passes: tuple[type[Exception], ...] = ()) -> T:
        """The call through the breaker, made again once after a passing failure if the time left allows the
        wait. Raises EndpointFailed; errors of the types ``passes`` leave as they are."""
        from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_before_delay

        rest = left()
        retrying = Retrying(
            retry=retry_if_exception(passing),
            wait=lambda state: wait(state.outcome.exception() if state.outcome else None),
            stop=stop_after_attempt(_ATTEMPTS) | stop_before_delay(_BATCH_SECONDS if rest is None else rest),
            reraise=True,
        )
        return self._guarded(lambda: self._counted(lambda: retrying(call)), passes)

    def _counted(self, call: Callable[[], T]) -> T:
        """The call through the breaker. pybreaker holds a lock while it calls; as long as the endpoint is well it is
        only told how the call ended, so that answers don't wait for one another."""
        from pybreaker import STATE_CLOSED, CircuitBreakerError

        if self._breaker.current_state != STATE_CLOSED:
            result: T = self._breaker.call(call)
            return result
        # Another call may have opened it in the meantime; that changes nothing for this one.
        told = suppress(CircuitBreakerError)
        try:
            result = call()
        except Exception as error:
            with told:
                self._breaker.call(_again, error)
            raise
        with told:
            self._breaker.call(lambda: None)
        return result

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
            raise failure(error) from None

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
    def _openai(self) -> OpenAI:
        from openai import OpenAI

        return OpenAI(
            base_url=self._settings.api_base,
            api_key=self._key.get_secret_value(),
            http_client=_client(_BATCH_SECONDS),
            max_retries=0,
        )

    @cached_property
    def _client(self) -> httpx2.Client:
        return _client(self._settings.model_seconds)

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


def _client(seconds: float) -> httpx2.Client:
    import httpx2

    return httpx2.Client(timeout=seconds, event_hooks=bounded(seconds))


def _again(error: Exception) -> NoReturn:
    raise error
