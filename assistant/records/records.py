"""The records as a whole: what every way in writes to and the desk reads from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from assistant.config import Settings
from assistant.errors import RecordsUnavailable
from assistant.records.clock import local_day, now
from assistant.records.confirmed import Confirmed
from assistant.records.database import Database
from assistant.records.feedback import Disliked, Feedback
from assistant.records.guard import Guard
from assistant.records.keeping import Exchange, Keeping
from assistant.records.notes import Notes
from assistant.records.purge import Purged, purge
from assistant.records.unanswered import Unanswered
from assistant.records.usage import Usage
from assistant.records.users import Users
from assistant.types import Answer, Question

__all__ = ["Records"]


class Records:
    """Shared by all threads. ``keep`` is the one method that swallows a failure: whoever gives feedback, writes a
    note or signs in must know that it was not stored, so all others raise RecordsUnavailable."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.usage = Usage(database)
        self.unanswered = Unanswered(database)
        self.notes = Notes(database)
        self.confirmed = Confirmed(database)
        self.users = Users(database, settings)
        self._feedback = Feedback(database)
        self._keeping = Keeping(database)
        self._retention = settings.retention_days
        self._guard = Guard()
        self._purged_on: date | None = None

    @classmethod
    def open(cls, settings: Settings) -> Records:
        """Connects to nothing yet, so that a page can start without it. Raises BadInput for a bad address."""
        return cls(Database.of(settings), settings)

    def keep(self, question: Question, answer: Answer, channel: str) -> None:
        """Masked, and committed when it returns; never raises. A failure is logged once a minute, counted in
        ``lost`` and told by ``trouble``."""
        self._guard.run(lambda: self._keep(question, answer, channel))

    def feedback(self, answer_id: str, helpful: bool, reason: str = "") -> None:
        """Committed when it returns. Raises RecordsUnavailable."""
        self._feedback.add(answer_id, helpful, reason)

    def disliked(self, limit: int = 200) -> tuple[Disliked, ...]:
        return self._feedback.disliked(limit)

    def exchange(self, answer_id: str) -> Exchange | None:
        return self._keeping.latest(answer_id)

    def purge(self, days: int) -> Purged:
        return purge(self.database, days)

    @property
    def lost(self) -> int:
        """How many answers could not be recorded since the start."""
        return self._guard.lost

    def trouble(self) -> str:
        """Why nothing can be recorded now, in Chinese; empty if all is well. Asks the database."""
        try:
            with self.database.reading() as session:
                session.execute(select(1))
        except RecordsUnavailable as error:
            return str(error)
        return ""

    def close(self) -> None:
        self.database.close()

    def _keep(self, question: Question, answer: Answer, channel: str) -> None:
        self._keeping.keep(question, answer, channel)
        today = local_day(now())
        if self._retention is not None and self._purged_on != today:
            self._purged_on = today
            self.purge(self._retention)
