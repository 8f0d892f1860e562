"""Vectors of an endpoint beside the local ones: made once, kept, fused, and done without when they fail."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Question
from assistant.config import Settings
from assistant.model.doctor import examine
from assistant.retrieval.hosted import passages
from assistant.retrieval.retrieve import Searcher
from assistant.retrieval.retriever import Retriever
from evals.endpoint import Embeds, Reply, Scripted, faithful, serve, vector

# Its words are those of one clause, what it asks for is nearer to another.
ASKED = "高新技术企业的企业所得税率是15%还是25%"
ANSWERED = "失业保险单位费率降到多少"
# Generous beside the timeout of a second, and nothing beside a hang: these tests share their cores.
SLACK = 6
Open = Callable[..., Assistant]


@pytest.fixture
def server() -> Iterator[Scripted]:
    with serve(Scripted(faithful)) as scripted:
        yield scripted


@pytest.fixture
def data(assistant: Assistant, tmp_path: Path) -> Path:
    """An index without an endpoint's vectors."""
    _ = assistant.tools
    return Path(shutil.copytree(assistant.settings.data_dir, tmp_path / "data"))


@pytest.fixture(scope="module")
def complete(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with them; no test writes to it."""
    _ = assistant.tools
    folder = shutil.copytree(assistant.settings.data_dir, tmp_path_factory.mktemp("complete") / "data")
    with serve(Scripted(faithful)) as scripted:
        Assistant(Settings(data_dir=folder, api_base=scripted.url, embedding_model="pairs")).home.build()
    return Path(folder)


@pytest.fixture
def opened(assistant: Assistant, server: Scripted) -> Open:
    def make(data: Path, stages: list[str] | None = None, **more: Any) -> Assistant:
        given = {"api_base": server.url, "embedding_model": "pairs", "embedding_batch": 50, **more}
        told = stages if stages is not None else []
        own = Assistant(Settings(data_dir=data, **given), progress=lambda stage, *_: told.append(stage))
        own.__dict__["corpus"] = assistant.corpus
        return own

    return make


def manifest(data: Path) -> dict[str, Any]:
    folder = data / "index" / (data / "index" / "CURRENT").read_text()
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return found


def texts(own: Assistant) -> set[str]:
    return {text for _, text in passages(own.corpus)}


def order(own: Assistant, retriever: Retriever | None = None) -> list[str]:
    query = Searcher.query(own.tools.reader.read(Question(ASKED)))
    return [p.clause.id for p in (retriever or own.tools.retriever).search(query, 5)]


def test_build_asks_for_each_passage_once_and_copies_the_rest(
    opened: Open, server: Scripted, data: Path
) -> None:
    stages: list[str] = []
    own = opened(data, stages)
    _ = own.tools
    asked = [t for batch in server.embedded for t in batch]
    assert sorted(asked) == sorted(texts(own))
    assert max(map(len, server.embedded)) == 50
    assert set(stages) == {"接口向量", "校验"}, "everything else stood there already"
    told = manifest(data)["hosted"]
    assert (told["model"], told["dimension"]) == ("pairs", 256)
    assert own.home.build() is False


def test_fusion_changes_an_order(opened: Open, server: Scripted, complete: Path) -> None:
    own = opened(complete)
    index = own.home.open()
    alone = order(own, Retriever(index.corpus, replace(index, hosted=None)))
    fused = order(own)
    assert fused != alone
    assert set(fused[:2]) & set(alone[:2]), "what is clear by the local vectors stays near the top"
    assert [t for batch in server.embedded for t in batch].count(ASKED.lower()) == 1, "asked for once"


def test_build_goes_on_after_an_error_in_its_middle(opened: Open, server: Scripted, data: Path) -> None:
    server.embeds = lambda batch, n: Reply("busy", status=500) if n > 5 else [vector(t) for t in batch]
    own = opened(data)
    assert "0.8％" in own.ask(Question(ANSWERED)).answer, "the local vectors answer"
    assert manifest(data).get("hosted") is None
    had = [t for batch in server.embedded[:6] for t in batch]
    server.embeds, server.embedded = (lambda batch, n: [vector(t) for t in batch]), []
    again = opened(data)
    assert again.tools.retriever.meant(Searcher.query(again.tools.reader.read(Question(ASKED)))).hosted
    # The first one is asked again, to learn the dimension.
    asked = [t for batch in server.embedded[1:-1] for t in batch]
    assert len(had) > 200
    assert not set(had) & set(asked)
    assert set(had) | set(asked) == texts(again)


def test_build_goes_on_after_it_was_killed(opened: Open, server: Scripted, data: Path) -> None:
    def slowly(batch: list[str], n: int) -> list[list[float]]:
        time.sleep(0.1)
        return [vector(t) for t in batch]

    server.embeds = slowly
    given = {
        "OPENAI_BASE_URL": server.url,
        "ASSISTANT_EMBEDDING_MODEL": "pairs",
        "ASSISTANT_EMBEDDING_BATCH": "20",
    }
    command = [sys.executable, "-m", "assistant", "index"]
    environment = {**os.environ, **given, "ASSISTANT_DATA_DIR": str(data)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    while len(server.embedded) < 8:
        time.sleep(0.01)
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert manifest(data).get("hosted") is None
    # The answer under way when it was killed may not have arrived.
    had = {t for batch in server.embedded[:-2] for t in batch}
    server.embedded = []
    own = opened(data)
    assert own.home.build() is True
    asked = {t for batch in server.embedded[1:] for t in batch}
    assert len(had) >= 100
    assert not had & asked
    assert had | asked <= texts(own)
    assert manifest(data)["hosted"]["count"] >= len(texts(own))


def test_another_model_or_dimension_rebuilds_only_the_vectors(
    opened: Open, server: Scripted, complete: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(complete, tmp_path / "data"))
    everything = len(texts(opened(data)))
    stages: list[str] = []
    other = opened(data, stages, embedding_model="other")
    assert not other.home.is_fresh()
    server.embedded = []
    _ = other.tools
    assert sum(map(len, server.embedded)) == everything
    assert set(stages) == {"接口向量", "校验"}
    assert manifest(data)["hosted"]["model"] == "other"
    server.embeds, server.embedded = (lambda batch, n: [vector(t, 64) for t in batch]), []
    assert other.home.build() is True
    assert sum(map(len, server.embedded)) == everything
    assert other.home.hosts() == ("other", 64)
    server.embedded = []
    assert opened(data).home.build() is True, "the first model's vectors are had anew, at its new length"
    assert not [t for batch in server.embedded for t in batch if len(vector(t, 64)) != 64]


def _hang(batch: list[str], n: int) -> Reply:
    return Reply(first=600, status=500)


@pytest.mark.parametrize(
    "embeds",
    [
        _hang,
        lambda batch, n: Reply("bad key", status=401),
        lambda batch, n: Reply("boom", status=500),
        lambda batch, n: [vector(t, 128) for t in batch],
        lambda batch, n: [[float("nan")] * 256 for _ in batch],
        lambda batch, n: [[0.0] * 256 for _ in batch],
        lambda batch, n: [],
        lambda batch, n: [vector(t) for t in [*batch, "多一个"]],
    ],
    ids=["hang", "auth", "server", "dimension", "nan", "zero", "too few", "too many"],
)
def test_what_an_endpoint_does_wrong_costs_its_timeout_once(
    opened: Open,
    server: Scripted,
    complete: Path,
    assistant: Assistant,
    embeds: Embeds,
    caplog: pytest.LogCaptureFixture,
) -> None:
    own = opened(complete, embedding_seconds=1)
    _ = own.tools
    server.embeds, server.embedded = embeds, []
    local = assistant.ask(Question(ANSWERED))
    start = time.monotonic()
    got = own.ask(Question(ANSWERED))
    assert time.monotonic() - start < 1 + SLACK
    assert (got.answer, got.citations) == (local.answer, local.citations)
    assert "接口没有给出问题的向量" in caplog.text
    for question in (ASKED, "技改项目最高补多少", "琶洲价值创新园有多大"):
        own.ask(Question(question))
    assert len(server.embedded) == 1, "left alone afterwards"


def test_nobody_there(opened: Open, complete: Path) -> None:
    own = opened(complete, api_base="http://127.0.0.1:9/v1")
    _ = own.tools
    start = time.monotonic()
    assert "0.8％" in own.ask(Question(ANSWERED)).answer
    assert time.monotonic() - start < SLACK


def test_a_damaged_store_of_vectors_is_had_again(opened: Open, server: Scripted, data: Path) -> None:
    (data / "index" / "hosted.db").write_bytes(b"\x00damaged" * 1000)
    own = opened(data)
    assert own.home.build() is True
    assert sum(map(len, server.embedded)) == len(texts(own))


def test_without_an_endpoint_nothing_of_it_is_loaded(data: Path) -> None:
    program = """
import sys
from assistant import Assistant, Question
Assistant().ask(Question("失业保险单位费率降到多少"))
print([m for m in ("openai", "langchain_openai", "assistant.retrieval.hosted") if m in sys.modules])
"""
    environment = {**os.environ, "ASSISTANT_DATA_DIR": str(data)}
    said = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert said.stdout.splitlines()[-1:] == ["[]"], said.stderr


def test_doctor_tells_of_vectors_and_what_is_off(opened: Open, server: Scripted, data: Path) -> None:
    server.models = ["pairs"]
    own = opened(data)

    def checks() -> dict[str, tuple[bool | None, str]]:
        return {c.name: (c.ok, c.said + c.off) for c in examine(own.settings, own.home.hosts)}

    assert checks()["embed"][0] is True
    assert "256维。索引中没有这样的向量，检索使用本机向量" in checks()["embed"][1]
    own.home.build()
    assert checks()["embed"] == (True, "能够给出向量，256维。")
    server.embeds = lambda batch, n: [[float("nan")] * 256 for _ in batch]
    ok, said = checks()["embed"]
    assert ok is False
    assert said.endswith("检索不使用接口的向量，使用本机向量。")
    gone = Settings(api_base="http://127.0.0.1:9/v1", embedding_model="pairs")
    (reached,) = examine(gone)
    assert reached.off == "检索不使用接口的向量，使用本机向量。"
