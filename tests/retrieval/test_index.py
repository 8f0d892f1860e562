"""The index is built aside, checked, swapped whole, and never lost."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant import Assistant, IndexUnavailable, Question
from assistant.config import Settings
from assistant.corpus.store import Corpus
from assistant.retrieval.index import IndexHome

QUESTION, FIGURE = "失业保险单位费率降到多少", "0.8％"


def settings(data: Path, corpus: Path | None = None) -> Settings:
    given = {"data_dir": data} | ({"corpus_dir": corpus} if corpus else {})
    return Settings(**given)


def home(chosen: Settings) -> IndexHome:
    return IndexHome(chosen.data_dir, chosen.corpus_dir, Corpus.load(chosen.corpus_dir))


def answers(chosen: Settings) -> bool:
    return FIGURE in Assistant(chosen).ask(Question(QUESTION)).answer


def index_command(chosen: Settings) -> subprocess.Popen[bytes]:
    environment = {"ASSISTANT_DATA_DIR": str(chosen.data_dir), "ASSISTANT_CORPUS_DIR": str(chosen.corpus_dir)}
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", "index", "--force"],
        env={"PATH": "/usr/bin:/bin", "HOME": str(chosen.data_dir), **environment},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("built")
    home(settings(data)).build()
    return data


@pytest.fixture
def data(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "data"))


def test_first_question_of_a_new_installation_builds_the_index_unasked(tmp_path: Path) -> None:
    stages: list[str] = []
    assistant = Assistant(settings(tmp_path), progress=lambda stage, *_: stages.append(stage))
    assert FIGURE in assistant.ask(Question(QUESTION)).answer
    assert stages == ["条款", "含义", "校验"]


def test_building_again_changes_nothing(data: Path) -> None:
    before = (data / "index" / "CURRENT").read_text()
    assert home(settings(data)).build() is False
    assert (data / "index" / "CURRENT").read_text() == before


@pytest.mark.timeout(1200)
def test_old_index_answers_after_kill_at_twenty_random_moments(data: Path) -> None:
    chosen = settings(data)
    start = time.monotonic()
    index_command(chosen).wait()
    whole = time.monotonic() - start
    moments = random.Random(20181115)
    killed = 0
    for _ in range(20):
        process = index_command(chosen)
        time.sleep(moments.uniform(0, whole))
        killed += process.poll() is None
        subprocess.run(["pkill", "-KILL", "-s", str(process.pid)], check=False)
        process.send_signal(signal.SIGKILL) if process.poll() is None else None
        process.wait()
        assert home(chosen).is_fresh()
        assert answers(chosen)
    assert killed >= 10, "the builds were over before they could be killed: nothing was tested"
    index_command(chosen).wait()
    left = [p.name for p in (data / "index").iterdir() if p.name.startswith(".building")]
    assert left == []


def test_changed_corpus_makes_the_index_stale_and_the_next_question_rebuilds_it(
    data: Path, corpus_copy: Path
) -> None:
    lexicon = corpus_copy / "lexicon.yaml"
    lexicon.write_text(lexicon.read_text("utf-8") + "\n# 新的一行\n", "utf-8")
    chosen = settings(data, corpus_copy)
    assert not home(chosen).is_fresh()
    assert answers(chosen)
    assert home(chosen).is_fresh()


def test_changed_rule_file_makes_the_index_stale(data: Path, corpus_copy: Path) -> None:
    (corpus_copy / "rules").mkdir(exist_ok=True)
    (corpus_copy / "rules" / "新增.yaml").write_text("[]\n", "utf-8")
    assert not home(settings(data, corpus_copy)).is_fresh()


@pytest.mark.parametrize("damage", ["clauses/meta.json", "provisions/chroma.sqlite3", "manifest.json"])
def test_damaged_index_is_rebuilt(data: Path, damage: str) -> None:
    current = data / "index" / (data / "index" / "CURRENT").read_text()
    (current / damage).write_bytes(b"\x00damaged\xff")
    assert answers(settings(data))


def test_lost_pointer_is_rebuilt(data: Path) -> None:
    (data / "index" / "CURRENT").write_bytes(b"\xff\xfe")
    assert answers(settings(data))


def test_data_folder_that_cannot_be_written_is_named_in_chinese(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("不是目录")
    with pytest.raises(IndexUnavailable, match="ASSISTANT_DATA_DIR") as caught:
        Assistant(settings(blocked)).ask(Question(QUESTION))
    assert caught.value.exit_code == 4


def test_old_index_with_its_own_corpus_serves_when_a_new_one_cannot_be_built(
    data: Path, corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new corpus has one document less: positions in the old index would point at wrong clauses."""
    for gone in (
        "documents/cost-2018.md",
        "questions/cost-2018.yaml",
        "rules/cost-2018.yaml",
        "unsaid/cost-2018.yaml",
    ):
        (corpus_copy / gone).unlink()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    (corpus_copy / "lexicon.yaml").write_text("{}\n", "utf-8")
    monkeypatch.setattr(IndexHome, "_write", full)
    answer = Assistant(settings(data, corpus_copy)).ask(Question(QUESTION))
    assert FIGURE in answer.answer
    assert answer.citations[0].id == "cost-2018/3.10"
