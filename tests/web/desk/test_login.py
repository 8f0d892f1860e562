"""Getting in and out of the desk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from assistant.records import Role
from tests.web.conftest import serving
from tests.web.desk.conftest import PASSWORD, PHONE, grave, run_cli

if TYPE_CHECKING:
    from assistant.records import Records
    from tests.web.desk.conftest import Enter

pytestmark = pytest.mark.browser
TOKEN = re.compile(r'name="csrf" (?:value|content)="(\w+)"')


def test_in_and_out(enter: Enter, shots: Path) -> None:
    page = enter()
    expect(page.locator(".out")).to_contain_text("小王")
    cookie = next(c for c in page.context.cookies() if c["name"] == "desk_session")
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    page.get_by_role("button", name="退出").press("Enter")
    page.wait_for_url("**/login")
    page.screenshot(path=shots / "login.png")
    assert grave(page) == []
    page.goto("/desk")
    page.wait_for_url("**/login")


def test_an_ended_session_cannot_be_used_again(server: str, people: None) -> None:
    with httpx.Client(base_url=server, timeout=60, follow_redirects=True) as client:
        desk = _log_in(client)
        stolen = client.cookies["desk_session"]
        client.post("/logout", data={"csrf": TOKEN.search(desk.text)[1]})  # type: ignore[index]
        again = httpx.get(f"{server}/desk/search?q=技改", cookies={"desk_session": stolen}, timeout=60)
        assert again.status_code == 401
        assert "登录" in again.json()["detail"]


def test_wrong_password_is_told_and_the_name_is_kept(open_page: Enter, people: None) -> None:
    page = open_page("/login", PHONE)
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("老李")
    page.keyboard.press("Tab")
    page.keyboard.type("不是这个密码")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")
    expect(page.locator("#name")).to_have_value("老李")
    expect(page.locator("#password")).to_be_focused()
    assert grave(page) == []


def test_locked_out_after_five_wrong_passwords_even_with_the_right_one(
    open_page: Enter, records: Records, shots: Path
) -> None:
    records.users.add("小周", PASSWORD, Role.AGENT)
    page = open_page("/login")
    for attempt in [*["错误的密码一二三"] * 5, PASSWORD]:
        page.locator("#name").fill("小周")
        page.locator("#password").fill(attempt)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"账号已锁定，请约\d+分钟后再试"))
    page.screenshot(path=shots / "login-locked.png")
    records.users.activate("小周")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")


def test_forms_and_changes_want_the_session_s_own_token(server: str, people: None) -> None:
    with httpx.Client(base_url=server, timeout=60, follow_redirects=True) as client:
        client.get("/login")
        forged = client.post("/login", data={"name": "小王", "password": PASSWORD, "csrf": "0" * 64})
        assert forged.status_code == 403
        assert "登录页已过期" in forged.text
        desk = _log_in(client)
        mine = TOKEN.search(desk.text)[1]  # type: ignore[index]
        other = _token_of_another(server)
        asked = {"question": "园区有没有班车"}
        for token, status in (("", 403), (other, 403), (mine, 204)):
            answer = client.post("/desk/unanswered", json=asked, headers={"X-CSRF-Token": token})
            assert answer.status_code == status
        assert client.post("/logout", data={"csrf": other}).status_code == 403
        assert client.get("/desk/search?q=技改").status_code == 200


def test_pages_are_for_nobody_else_and_for_no_frame(server: str, people: None) -> None:
    with httpx.Client(base_url=server, timeout=60, follow_redirects=True) as client:
        desk = _log_in(client)
        assert desk.headers["cache-control"] == "no-store"
        assert desk.headers["x-frame-options"] == "DENY"
    for path in (
        "/desk/search?q=技改",
        "/desk/filters",
        "/desk/departments",
        "/desk/documents/iab-2018",
        "/desk/notes.csv",
    ):
        assert httpx.get(server + path, timeout=60).status_code == 401


def test_without_any_user_the_page_says_how_to_add_the_first(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(tmp_path, ASSISTANT_DATA_DIR=str(data)) as running:
        page = httpx.get(f"{running.url}/login", timeout=60)
        assert "policy-assistant users add" in page.text
        added = run_cli(
            "users", "add", "老李", "--role", "admin", "--password-stdin", given=f"{PASSWORD}\n", folder=data
        )
        assert added.returncode == 0
        with httpx.Client(base_url=running.url, timeout=60) as client:
            assert "policy-assistant users add" not in client.get("/login").text


def _log_in(client: httpx.Client, name: str = "小王") -> httpx.Response:
    form = client.get("/login")
    token = TOKEN.search(form.text)[1]  # type: ignore[index]
    return client.post("/login", data={"name": name, "password": PASSWORD, "csrf": token})


def _token_of_another(server: str) -> str:
    with httpx.Client(base_url=server, timeout=60, follow_redirects=True) as client:
        return TOKEN.search(_log_in(client, "小陈").text)[1]  # type: ignore[index]
