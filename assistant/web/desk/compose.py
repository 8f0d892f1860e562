"""Puts the desk, its login and the admin page together."""

from __future__ import annotations

from fastapi import FastAPI

from assistant.records import Records
from assistant.web.desk.admin import admin
from assistant.web.desk.calls import calls
from assistant.web.desk.guard import LoginWanted, NotAdmin, lead_to_login, turn_away
from assistant.web.desk.login import login
from assistant.web.desk.routes import desk
from assistant.web.desk.shelf import Shelves
from assistant.web.front import Front
from assistant.web.learner import Learner

__all__ = ["add_desk"]


def add_desk(app: FastAPI, front: Front, records: Records, learner: Learner) -> None:
    """Before the chat takes every other path."""
    shelves = Shelves()
    app.state.records = records
    app.add_exception_handler(LoginWanted, lead_to_login)
    app.add_exception_handler(NotAdmin, turn_away)
    app.include_router(login(records))
    app.include_router(desk(front.opening, shelves))
    app.include_router(calls(front, records, shelves, learner))
    app.include_router(admin(front, records, shelves, learner))
