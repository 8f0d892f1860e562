"""Opens the assistant's index in the background, so that the page is there at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread

from assistant.service import Assistant
from assistant.types import Question
from assistant.web.texts import examples

__all__ = ["Opening"]

_log = logging.getLogger(__name__)


class Opening:
    """The assistant and whether it has been opened. Questions wait for it, so that it is opened only once."""

    def __init__(self, assistant: Assistant, after: Callable[[], object] = lambda: None) -> None:
        """``after`` is what else the first visitor need not wait for; it comes also when opening has failed."""
        self.assistant = assistant
        self._after = after
        self._done = Event()
        self._thread = Thread(target=self._open, name="opening", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def done(self) -> bool:
        return self._done.is_set()

    @property
    def ready(self) -> bool:
        """Whether the index is open, be it by a question that tried again."""
        return self.done and self.assistant.opened

    def wait(self) -> None:
        """Returns when opening has ended, well or badly; after a failure each question tries again by itself."""
        self._done.wait()

    def _open(self) -> None:
        try:
            self.assistant.warm_up(Question(examples()[0]))
            opened = True
        except Exception:
            _log.exception("打开条款索引失败")
            opened = False
        self._done.set()
        if opened:
            # Search while typing is to be quick from the first letter; no question need wait for that.
            self.assistant.tools.retriever.warm_up()
        self._after()
