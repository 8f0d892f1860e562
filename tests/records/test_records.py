"""Keeping, feedback, usage, unanswered questions, notes and confirmed answers, on both databases."""

from __future__ import annotations

import csv
import io
import logging
import sqlite3
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr
from sqlalchemy import text, update

from assistant.config import Settings
from assistant.errors import BadInput, RecordsUnavailable
from assistant.records import Records, Role, State
from assistant.records.clock import local_day, now
from assistant.records.drafts import draft_cases
from assistant.records.export import TABLES, jsonl_lines, rows_of
from assistant.records.guard import Guard
from assistant.records.tables import ExchangeRow, FeedbackRow, NoteRow, UnansweredRow
from assistant.types import Calculation, Kind, ModelUse, Question, Reason, Status
from evals.case import CasesBroken, load_cases
from tests.records.conftest import an_answer

PERSONAL = ("13800138000", "440106198001011234", "6222021234567890123", "83123456")


def test_an_answer_is_kept_with_all_that_led_to_it(records: Records) -> None:
    use = ModelUse("qwen", "p1", "written", 2, 1, 900, 80, Decimal("0.0123"), {"written": 1.5}, ("改了数",))
    calculation = Calculation("support-2018.tech-renovation", Decimal("500.10"), {"amount_yuan": 5_001_000})
    given = an_answer(model=use, calculation=calculation)
    records.keep(Question("技改补多少", ("我是开厂的",)), given, "api")
    kept = records.exchange("a1")
    assert kept is not None
    assert (kept.channel, kept.question, kept.turns, kept.status) == (
        "api",
        "技改补多少",
        ("我是开厂的",),
        "answered",
    )
    assert kept.trace["calculation"] == {"amount_yuan": 5_001_000}
    assert kept.trace["steps"] == [{"name": "understand", "ms": 2.0}, {"name": "retrieve", "ms": 3.0}]
    assert abs(kept.at - datetime.now(UTC)) < timedelta(minutes=1)
    (row,) = rows_of(records.database, "exchanges")
    assert (row["kind"], row["amount_wan"], row["ms"]) == ("fact", Decimal("500.10"), 5.0)
    assert row["model"]["cost"] == "0.0123"
    assert records.lost == 0


def test_numbers_are_masked_before_they_are_stored(settings: Settings, records: Records) -> None:
    said = "我是张三，电话13800138000，证号440106198001011234，卡6222021234567890123，座机020-83123456"
    user = records.users.add("李四", "a long password", Role.AGENT)
    answer = an_answer(
        id_="电话13800138000", status=Status.REFUSED, answer=said, speak=said,
        calculation=Calculation("r", None, {"inputs": [{"text": said}], said: 1}),
    )  # fmt: skip
    records.keep(Question(said, (said,)), answer, "page")
    records.feedback("电话13800138000", False, said)
    records.unanswered.mark(said, (said,), reason=said, user=user.id)
    records.notes.write(said, user.id, said)
    records.confirmed.confirm(said, ["support-2018/2.11"], user.id)
    everything = "".join(line for table in TABLES for line in jsonl_lines(rows_of(records.database, table)))
    assert everything.count("138****8000") > 10
    assert not [number for number in PERSONAL if number in everything]
    (disliked,) = records.disliked()
    assert "138****8000" in disliked.question
    if records.database.is_sqlite:
        records.close()
        raw = b"".join(file.read_bytes() for file in settings.data_dir.glob("records.db*"))
        assert b"138****8000" in raw
        assert not [number for number in PERSONAL if number.encode() in raw]


def test_what_a_database_cannot_hold_is_left_out(records: Records) -> None:
    records.keep(Question("技改\0补\ud83d多少"), an_answer(), "page")
    kept = records.exchange("a1")
    assert kept is not None
    assert kept.question == "技改补多少"
    records.keep(Question("技改'); DROP TABLE exchanges; --"), an_answer("a2"), "page")
    assert len(list(rows_of(records.database, "exchanges"))) == 2


def test_disliked_answers_come_with_their_question(records: Records) -> None:
    records.keep(Question("技改补多少"), an_answer("a1"), "page")
    records.feedback("a1", True)
    records.feedback("a1", False, "数字不对")
    records.feedback("没有记下的回答", False)
    found = records.disliked()
    assert [(d.question, d.reason) for d in found] == [("", ""), ("技改补多少", "数字不对")]


def test_usage_is_counted_by_the_day_in_guangzhou(records: Records) -> None:
    assert local_day(datetime(2026, 11, 30, 16, 30, tzinfo=UTC)) == date(2026, 12, 1)
    for kind, status in (
        (Kind.FACT, Status.ANSWERED),
        (Kind.FACT, Status.ANSWERED),
        (Kind.LIST, Status.REFUSED),
    ):
        records.keep(Question("技改补多少"), an_answer(kind=kind, status=status), "page")
    today = local_day(now())
    found = {(u.kind, u.status): u.count for u in records.usage.by_day(today, today)}
    assert found == {("fact", "answered"): 2, ("list", "refused"): 1}
    assert records.usage.by_day(today - timedelta(days=9), today - timedelta(days=1)) == ()


def test_a_question_without_answer_is_listed_once_and_again_after_it_was_done(records: Records) -> None:
    refused = an_answer(status=Status.REFUSED)
    for words in ("充电桩补多少？", "充电樁補多少", "充电桩补多少"):
        records.keep(Question(words), refused, "page")
    records.keep(Question("技改补多少"), an_answer(), "page")
    missing = an_answer(status=Status.MISSING, reason=Reason.PAGE_MISSING)
    records.keep(Question("第三条写了什么"), missing, "page")
    first, second = records.unanswered.list()
    assert (first.question, first.times, first.source, first.state) == (
        "充电桩补多少？",
        3,
        "refused",
        State.OPEN,
    )
    assert (second.source, second.reason) == ("missing", "page_missing")
    user = records.users.add("李四", "a long password", Role.AGENT)
    records.unanswered.settle([first.id], State.DONE, user.id)
    assert [q.id for q in records.unanswered.list()] == [second.id]
    (settled,) = records.unanswered.settled()
    assert (settled.id, settled.state, settled.changed_by) == (first.id, State.DONE, "李四")
    assert settled.changed_at is not None
    assert abs(settled.changed_at - now()) < timedelta(minutes=1)
    records.unanswered.mark("充电桩补多少", reason="市民追问了三次", user=user.id)
    again = records.unanswered.list()[0]
    assert (again.id, again.times, again.source, again.reason) == (first.id, 4, "agent", "市民追问了三次")
    assert (again.changed_by, records.unanswered.settled()) == (None, ())
    records.keep(Question("充电桩补多少"), refused, "page")
    assert records.unanswered.list()[0].source == "agent"


def test_notes_belong_to_their_call_and_writer(records: Records) -> None:
    one, other = (records.users.add(name, "a long password", Role.AGENT) for name in ("甲", "乙"))
    note = records.notes.write("c-1", one.id, "来电问技改")
    records.notes.write("c-2", other.id, '=HYPERLINK("http://x")')
    records.notes.change(note, one.id, "来电问技改，已答复")
    with pytest.raises(BadInput, match="不是您写的"):
        records.notes.change(note, other.id, "篡改")
    with pytest.raises(BadInput, match="空的"):
        records.notes.write("c-1", one.id, "  ")
    assert [n.text for n in records.notes.list(call="c-1")] == ["来电问技改，已答复"]
    emptied = records.notes.write("c-3", one.id, "写错了")
    with pytest.raises(BadInput, match="不是您写的"):
        records.notes.change(emptied, other.id, "")
    records.notes.change(emptied, one.id, " ")
    assert records.notes.list(call="c-3") == ()
    with pytest.raises(BadInput, match="没有这条记录"):
        records.notes.change(emptied, one.id, "又写")
    table = "".join(records.notes.csv())
    assert table.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table[1:])))
    assert [(r["call"], r["user"]) for r in rows] == [("c-1", "甲"), ("c-2", "乙")]
    assert rows[1]["text"].startswith("'=")


def test_the_last_confirmation_of_a_question_stands(records: Records) -> None:
    user = records.users.add("甲", "a long password", Role.AGENT)
    records.confirmed.confirm("技改补多少？", ["support-2018/2.10"], user.id)
    records.confirmed.confirm("技改补多少", ["support-2018/2.11"], user.id)
    (found,) = records.confirmed.list()
    assert (found.clauses, found.user) == (("support-2018/2.11",), "甲")
    with pytest.raises(BadInput):
        records.confirmed.confirm("技改补多少", [], user.id)
    records.confirmed.withdraw("技改补多少")
    assert records.confirmed.list() == ()


def test_drafts_are_cases_that_the_evaluation_refuses_until_filled_in(
    records: Records, tmp_path: Path
) -> None:
    records.keep(Question("那充电桩呢", ("技改补多少",)), an_answer("a1", Status.REFUSED), "page")
    records.keep(Question("过路费打几折"), an_answer("a2"), "page")
    records.feedback("a2", False, "没有说到哪几条路")
    draft = draft_cases(records.unanswered.list(), records.disliked())
    cases = yaml.safe_load(draft)["cases"]
    assert [c["turns"] for c in cases] == [["技改补多少", "那充电桩呢"], ["过路费打几折"]]
    assert {c["status"] for c in cases} == {"open"}
    assert "没有说到哪几条路" in cases[1]["source"]
    file = tmp_path / "cases" / "drafts.yaml"
    file.parent.mkdir()
    file.write_text(draft, "utf-8")
    with pytest.raises(CasesBroken, match="draft-u1"):
        load_cases(file.parent)
    filled = {"kind": "absent", "status": "refused", "reason": "not_in_corpus"}
    data = {**yaml.safe_load(draft), "cases": [{**case, **filled} for case in cases]}
    file.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    assert load_cases(file.parent)[0].turns == ("技改补多少", "那充电桩呢")


def test_purge_removes_what_is_older_and_nothing_else(settings: Settings, records: Records) -> None:
    user = records.users.add("甲", "a long password", Role.AGENT)
    for question, id_ in (("旧的秘密问题", "old"), ("新的问题", "new")):
        records.keep(Question(question), an_answer(id_, Status.REFUSED), "page")
        records.feedback(id_, False, question)
        records.notes.write(id_, user.id, question, records.exchange(id_).id)  # type: ignore[union-attr]
    records.confirmed.confirm("技改补多少", ["support-2018/2.11"], user.id)
    old = now() - timedelta(days=31)
    with records.database.writing() as session:
        for table in (ExchangeRow, FeedbackRow, NoteRow, UnansweredRow):
            session.execute(update(table).where(table.id == 1).values(at=old))
    gone = records.purge(30)
    assert (gone.exchanges, gone.feedback, gone.notes, gone.unanswered) == (1, 1, 1, 1)
    assert records.exchange("old") is None
    assert records.exchange("new") is not None
    assert len(records.confirmed.list()) == 1
    assert records.purge(30).exchanges == 0
    if records.database.is_sqlite:
        raw = b"".join(file.read_bytes() for file in settings.data_dir.glob("records.db*"))
        assert "新的问题".encode() in raw
        assert "旧的秘密问题".encode() not in raw


def test_the_retention_setting_purges_by_itself(settings: Settings) -> None:
    records = Records.open(settings)
    records.keep(Question("旧的问题"), an_answer("old"), "page")
    with records.database.writing() as session:
        session.execute(update(ExchangeRow).values(at=now() - timedelta(days=8)))
    records.close()
    later = Records.open(settings.model_copy(update={"retention_days": 7}))
    later.keep(Question("新的问题"), an_answer("new"), "page")
    assert [row["answer_id"] for row in rows_of(later.database, "exchanges")] == ["new"]
    later.close()


def test_sqlite_is_opened_as_promised(tmp_path: Path) -> None:
    records = Records.open(Settings(data_dir=tmp_path))
    with records.database.reading() as session:
        told = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "secure_delete")
        }
    records.close()
    assert list(told.values()) == ["wal", 2, 5000, 1, 1]


@pytest.mark.parametrize("broken", ["unreachable", "no_folder", "no_database"])
def test_an_answer_outlives_its_database(
    broken: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data = tmp_path / "data"
    if broken == "no_folder":
        data.write_text("a file in its place")
    elif broken == "no_database":
        data.mkdir()
        (data / "records.db").write_bytes(b"not a database at all" * 500)
    url = SecretStr("postgresql://u:p-secret@127.0.0.1:1/x") if broken == "unreachable" else None
    records = Records.open(Settings(data_dir=data, database_url=url))
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            records.keep(Question("技改补多少"), an_answer(), "page")
    assert records.lost == 5
    assert [r.message for r in caplog.records if r.levelno >= logging.ERROR] == [
        "记录库无法写入：回答照常给出，但没有留下记录；一分钟后再试"
    ]
    assert "p-secret" not in caplog.text
    assert "记录库暂时无法使用" in records.trouble()
    with pytest.raises(RecordsUnavailable) as told:
        records.feedback("a1", True)
    assert told.value.exit_code == 6
    records.close()


def test_a_database_that_comes_back_is_used_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.write_text("a file in its place")
    records = Records.open(Settings(data_dir=data))
    assert records.trouble()
    data.unlink()
    assert records.trouble() == ""
    records.keep(Question("技改补多少"), an_answer(), "page")
    assert records.exchange("a1") is not None
    records.close()


@pytest.mark.parametrize("url", ["mysql://u@h/x", "就在那里", "sqlite://"])
def test_an_address_of_no_use_is_told_at_once(url: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="无法识别记录库地址"):
        Records.open(Settings(data_dir=tmp_path, database_url=SecretStr(url)))


def test_a_locked_database_slows_one_answer_and_not_all(tmp_path: Path) -> None:
    records = Records.open(Settings(data_dir=tmp_path))
    assert records.trouble() == ""
    other = sqlite3.connect(tmp_path / "records.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    took = []
    for _ in range(3):
        start = time.monotonic()
        records.keep(Question("技改补多少"), an_answer(), "page")
        took.append(time.monotonic() - start)
    other.close()
    assert records.lost == 3
    assert took[0] < 15
    assert max(took[1:]) < took[0] / 2
    records.close()


def test_after_a_pause_it_is_tried_again_and_said_that_it_is_well(caplog: pytest.LogCaptureFixture) -> None:
    guard, done = Guard(seconds=0.05), []

    def fail() -> None:
        raise RecordsUnavailable("满了")

    with caplog.at_level(logging.WARNING):
        guard.run(fail)
        guard.run(lambda: done.append("too early"))
        time.sleep(0.1)
        guard.run(lambda: done.append("again"))
    assert (done, guard.lost) == (["again"], 2)
    assert caplog.messages[-1] == "记录库已恢复写入"
