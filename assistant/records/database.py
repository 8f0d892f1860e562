"""The database of the records: SQLite in the data folder, or PostgreSQL by URL.

What ``writing`` has left is on the disk: SQLite with a write-ahead log that is synchronised at every commit,
PostgreSQL by its default. It is opened, and brought up to date, by its first use.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from assistant.config import Settings
from assistant.errors import BadInput, RecordsUnavailable
from assistant.records.texts import text as say

__all__ = ["Database"]

_MIGRATIONS = Path(__file__).parent / "migrations"
_SECONDS = 5
_MIGRATION_SECONDS = 60
_POOL = 20
# Any number that no other program takes for its own lock in the same database.
_ADVISORY = 20180827_0015
_IMMEDIATE = "immediate"
# Alembic keeps the migration at work in its modules, so that two threads of a process get in each other's way, be it
# for two databases.
_MIGRATING = Lock()


class Database:
    """Shared by all threads. Nothing is connected before the first use; a failed opening is tried again."""

    def __init__(self, url: URL, lock: Path) -> None:
        self._url, self._lock_file = url, lock
        self._engine = _engine(url)
        self._opening = Lock()
        self._is_open = False

    @classmethod
    def of(cls, settings: Settings) -> Database:
        """Raises BadInput for an address that names no database we can use."""
        folder = settings.data_dir
        given = settings.database_url
        if given is None:
            url = URL.create("sqlite", database=str(folder / "records.db"))
        else:
            url = _known(given.get_secret_value())
        return cls(url, folder / "records.lock")

    @property
    def is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Raises RecordsUnavailable."""
        with self._session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Committed at the end, or not at all. Raises RecordsUnavailable.

        SQLite's lock is taken at the start: a transaction that reads before it writes could not get it later."""
        with self._session(self._engine.execution_options(**{_IMMEDIATE: True})) as session, session.begin():
            yield session

    def migrate(self) -> bool:
        """Bring the tables up to date; whether there was anything to do. One process at a time; the others wait.
        Raises RecordsUnavailable."""
        from alembic.util.exc import CommandError

        with self._told(SQLAlchemyError, OSError):
            try:
                self._lock_file.parent.mkdir(parents=True, exist_ok=True)
                with _MIGRATING, FileLock(self._lock_file, timeout=_MIGRATION_SECONDS):
                    done = self._upgrade()
            except CommandError as error:
                raise RecordsUnavailable(say("database.newer")) from error
        self._is_open = True
        return done

    def forget_deleted(self) -> None:
        """Take what was deleted out of SQLite's log too. Raises RecordsUnavailable."""
        if self.is_sqlite:
            with self._told(), self._engine.connect() as connection:
                connection.commit()
                _run(connection.connection.driver_connection, "wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._engine.dispose()

    def _upgrade(self) -> bool:
        from alembic.command import upgrade
        from alembic.config import Config
        from alembic.runtime.migration import MigrationContext
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        # SQLite changes a table by copying it; foreign keys in force would then delete what refers to it.
        engine = _engine(self._url, poolclass=NullPool, foreign_keys=False)
        with engine.execution_options(**{_IMMEDIATE: True}).begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY})
            now = MigrationContext.configure(connection).get_current_revision()
            if now == ScriptDirectory.from_config(config).get_current_head():
                return False
            config.attributes["connection"] = connection
            upgrade(config, "head")
        return True

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        # Whoever waits for another's opening waits no longer than an opening may take.
        if not self._opening.acquire(timeout=_SECONDS):
            raise RecordsUnavailable(say("database.unavailable"))
        try:
            if not self._is_open:
                self.migrate()
        finally:
            self._opening.release()
        with self._told(), Session(engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def _told(self, *kinds: type[Exception]) -> Iterator[None]:
        """What the database complains of, in our words; its own stay with them as the cause."""
        caught = kinds or (SQLAlchemyError,)
        try:
            yield
        except caught as error:
            raise RecordsUnavailable(say("database.unavailable")) from error


def _known(given: str) -> URL:
    try:
        url = make_url(given.strip())
    except ArgumentError:
        raise BadInput(say("database.bad_url")) from None
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in ("sqlite", "sqlite+pysqlite") and url.database:
        return url
    raise BadInput(say("database.bad_url"))


def _engine(url: URL, foreign_keys: bool = True, **options: Any) -> Engine:
    pool = options or {"pool_size": _POOL, "max_overflow": 0, "pool_timeout": _SECONDS}
    if url.get_backend_name() != "sqlite":
        limits = {"connect_timeout": _SECONDS, "tcp_user_timeout": _SECONDS * 1000}
        return create_engine(url, pool_pre_ping=True, connect_args=limits, **pool)
    engine = create_engine(url, connect_args={"timeout": _SECONDS}, **pool)

    @event.listens_for(engine, "connect")
    def _set(connection: Any, _: object) -> None:
        # Transactions are begun by us, tables and all; the driver's own would leave those out.
        connection.isolation_level = None
        _run(connection, f"busy_timeout = {_SECONDS * 1000}")
        _run(connection, "journal_mode = WAL")
        _run(connection, "synchronous = FULL")
        _run(connection, f"foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        _run(connection, "secure_delete = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(_IMMEDIATE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _run(connection: Any, pragma: str) -> None:
    connection.execute(f"PRAGMA {pragma}").close()
