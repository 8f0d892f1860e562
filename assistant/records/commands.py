"""``policy-assistant records`` and ``policy-assistant users``. Loaded only when one of them is called."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.errors import BadInput
from assistant.records.texts import text as say

if TYPE_CHECKING:
    from assistant.records import Records, User

__all__ = ["records", "users"]

_OUT = click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件", help="写入的文件，默认输出到屏幕。"
)
_TABLES = ("exchanges", "feedback", "unanswered", "notes", "confirmed")


def _opened() -> Records:
    from assistant.config import Settings
    from assistant.records import Records

    return Records.open(Settings())


def _write(lines: Iterable[str], out: Path | None) -> None:
    """Raises BadInput where the file can't be written."""
    if out is None:
        for line in lines:
            click.echo(line, nl=False)
        return
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    except OSError:
        raise BadInput(say("cli.no_write", path=out)) from None


@click.group(help="记录：更新库结构、清除旧记录、导出。", no_args_is_help=True)
def records() -> None:
    pass


@records.command(help="建立记录库，或把它更新到本版本的结构。")
def migrate() -> None:
    changed = _opened().database.migrate()
    click.echo(say("cli.migrated" if changed else "cli.current"))


@records.command(help="清除旧记录。用户和已确认的问答保留。")
@click.option("--days", type=click.IntRange(min=1), metavar="天数", help="保留几天，默认按设置。")
def purge(days: int | None) -> None:
    from assistant.config import Settings

    kept = days if days is not None else Settings().retention_days
    if kept is None:
        raise BadInput(say("cli.no_days"))
    click.echo(say("cli.purged", days=kept, **asdict(_opened().purge(kept))))


@records.command(help="导出记录。例：records export exchanges --out 问答.jsonl")
@click.argument("table", type=click.Choice(_TABLES), metavar="表")
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV，默认每行一个 JSON。")
@_OUT
def export(table: str, as_csv: bool, out: Path | None) -> None:
    from assistant.records.export import TABLES, csv_lines, jsonl_lines, rows_of

    count = 0

    def counted() -> Iterable[dict[str, object]]:
        nonlocal count
        for count, row in enumerate(rows_of(_opened().database, table), 1):  # noqa: B007
            yield row

    if as_csv:
        header = list(TABLES[table].__table__.columns.keys())
        _write(csv_lines(header, (list(row.values()) for row in counted())), out)
    else:
        _write(jsonl_lines(counted()), out)
    if out is not None:
        click.echo(say("cli.exported", count=count))


@records.command(help="把答不了的问题导出为评测用例的草稿（YAML），由人填写。")
@click.option("--disliked", is_flag=True, help="连同被评为没有帮助的回答。")
@click.option("--keep-open", is_flag=True, help="导出后不把这些问题标为已导出。")
@_OUT
def unanswered(disliked: bool, keep_open: bool, out: Path | None) -> None:
    from assistant.records import State
    from assistant.records.drafts import draft_cases

    opened = _opened()
    found = opened.unanswered.list()
    bad = opened.disliked() if disliked else ()
    _write([draft_cases(found, bad)], out)
    if not keep_open:
        opened.unanswered.settle([question.id for question in found], State.EXPORTED)
    if out is not None:
        click.echo(say("cli.drafted", count=len(found) + len({d.answer_id for d in bad if d.question})))


@click.group(help="用户：登录热线工作台和管理页的人。", no_args_is_help=True)
def users() -> None:
    pass


_NAME = click.argument("name", metavar="用户名")
_STDIN = click.option("--password-stdin", "from_stdin", is_flag=True, help="从标准输入读取密码（一行）。")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given: str = click.prompt(
        say("cli.password"), hide_input=True, confirmation_prompt=say("cli.repeat"), err=True
    )
    return given


@users.command(help="添加用户，密码由键盘输入。")
@_NAME
@click.option(
    "--role",
    type=click.Choice(("agent", "admin")),
    default="agent",
    metavar="角色",
    help="agent 坐席（默认），admin 管理员。",
)
@_STDIN
def add(name: str, role: str, from_stdin: bool) -> None:
    from assistant.records import Role

    user = _opened().users.add(name, _password(from_stdin), Role(role))
    click.echo(say("cli.added", name=user.name, role=say(f"role.{user.role}")))


@users.command("list", help="列出用户。")
def list_() -> None:
    for user in _opened().users.list():
        click.echo(say("cli.user", name=user.name, role=say(f"role.{user.role}"), state=_state(user)))


def _state(user: User) -> str:
    from assistant.records.clock import now

    if not user.active:
        return say("state.closed")
    is_locked = user.locked_until is not None and user.locked_until > now()
    return say("state.locked" if is_locked else "state.active")


@users.command(help="更改密码，并解除锁定。")
@_NAME
@_STDIN
def password(name: str, from_stdin: bool) -> None:
    _opened().users.set_password(name, _password(from_stdin))
    click.echo(say("cli.changed", name=name))


@users.command(help="停用账号，其登录立即结束。")
@_NAME
def deactivate(name: str) -> None:
    _opened().users.deactivate(name)
    click.echo(say("cli.deactivated", name=name))


@users.command(help="重新启用账号。")
@_NAME
def activate(name: str) -> None:
    _opened().users.activate(name)
    click.echo(say("cli.activated", name=name))
