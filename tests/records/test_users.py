"""Passwords, the lock after too many wrong ones, and sessions, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from assistant.errors import BadInput, LockedOut, LoginRefused
from assistant.records import Records, Role
from assistant.records.clock import now
from assistant.records.tables import LoginRow, UserRow

RIGHT, WRONG = "correct horse", "wrong horses"


def _attempt(records: Records, password: str) -> str:
    try:
        records.users.check("张三", password)
    except LoginRefused as error:
        return type(error).__name__
    return "in"


def test_the_right_password_signs_in_until_signed_out(records: Records) -> None:
    records.users.add(" 张三 ", RIGHT, Role.ADMIN)
    user, token = records.users.sign_in("张三", RIGHT)
    assert (user.name, user.role) == ("张三", Role.ADMIN)
    assert records.users.signed_in(token) == user
    assert records.users.signed_in(token + "x") is None
    with records.database.reading() as session:
        row = session.scalars(select(UserRow)).one()
        assert row.password.startswith("$argon2id$")
        assert token not in session.scalars(select(LoginRow.token_hash)).one()
    records.users.sign_out(token)
    assert records.users.signed_in(token) is None


def test_unknown_and_wrong_are_told_alike(records: Records) -> None:
    records.users.add("张三", RIGHT, Role.AGENT)
    told = set()
    for name, password in (("张三", WRONG), ("李四", RIGHT), ("", "")):
        with pytest.raises(LoginRefused) as refused:
            records.users.check(name, password)
        told.add(str(refused.value))
    assert told == {"用户名或密码不正确，或账号已停用。"}


def test_too_many_wrong_passwords_lock_the_account_for_a_while(records: Records) -> None:
    records.users.add("张三", RIGHT, Role.AGENT)
    assert [_attempt(records, p) for p in (WRONG, WRONG, RIGHT)] == ["LoginRefused", "LoginRefused", "in"]
    assert [_attempt(records, WRONG) for _ in range(3)] == ["LoginRefused", "LoginRefused", "LockedOut"]
    assert _attempt(records, RIGHT) == "LockedOut"
    with pytest.raises(LockedOut, match="请约15分钟后再试") as locked:
        records.users.check("张三", RIGHT)
    assert 800 < locked.value.seconds <= 900
    with records.database.writing() as session:
        session.execute(update(UserRow).values(locked_until=now() - timedelta(seconds=1)))
    assert _attempt(records, WRONG) == "LoginRefused"
    assert _attempt(records, RIGHT) == "in"
    for _ in range(3):
        _attempt(records, WRONG)
    records.users.set_password("张三", RIGHT + "!")
    assert _attempt(records, RIGHT + "!") == "in"


def test_attempts_at_the_same_time_are_not_more_than_those_allowed(records: Records) -> None:
    records.users.add("张三", RIGHT, Role.AGENT)
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda _: _attempt(records, WRONG), range(8)))
    assert sorted(seen) == ["LockedOut"] * 6 + ["LoginRefused"] * 2


@pytest.mark.parametrize("change", ["password", "deactivate", "expire"])
def test_a_session_ends_when_it_should(records: Records, change: str) -> None:
    records.users.add("张三", RIGHT, Role.AGENT)
    _, token = records.users.sign_in("张三", RIGHT)
    if change == "password":
        records.users.set_password("张三", "another password")
    elif change == "deactivate":
        records.users.deactivate("张三")
        assert _attempt(records, RIGHT) == "LoginRefused"
    else:
        with records.database.writing() as session:
            session.execute(update(LoginRow).values(expires=now()))
        assert records.purge(1).logins == 1
    assert records.users.signed_in(token) is None
    if change == "deactivate":
        records.users.activate("张三")
        assert records.users.signed_in(token) is None
        assert _attempt(records, RIGHT) == "in"


@pytest.mark.parametrize(
    ("name", "password", "message"),
    [
        ("张三", RIGHT, "已有名为“张三”的用户"),
        ("", RIGHT, "用户名应为1至40个可见字符"),
        ("李\n四", RIGHT, "用户名应为1至40个可见字符"),
        ("李四", "short", "密码至少10个字符"),
        ("李四", "长" * 201, "密码至多200个字符"),
    ],
)
def test_unfit_names_and_passwords_are_told(records: Records, name: str, password: str, message: str) -> None:
    records.users.add("张三", RIGHT, Role.AGENT)
    with pytest.raises(BadInput, match=message):
        records.users.add(name, password, Role.AGENT)
    assert [user.name for user in records.users.list()] == ["张三"]
