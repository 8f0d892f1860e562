"""What is kept of questions, answers and calls, and who may read it. SQLAlchemy is imported nowhere else.

Its names are imported when they are first used: the command line lists its commands without a database library.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.records.records import Records
    from assistant.records.tables import Role, State
    from assistant.records.users import User, Users

__all__ = ["Records", "Role", "State", "User", "Users"]

_HOMES = {"Records": "records", "Role": "tables", "State": "tables", "User": "users", "Users": "users"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
