"""The assistant as a whole: opened once, asked many times. Every way in goes through here."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.config import Settings
from assistant.corpus.store import Corpus
from assistant.errors import BadQuestion
from assistant.masking import mask
from assistant.messages import say
from assistant.pipeline import Tools, Watch, answer, unwatched
from assistant.retrieval.index import IndexHome, Progress
from assistant.retrieval.retriever import Retriever
from assistant.text import is_readable, strip_markup
from assistant.types import Answer, Question

if TYPE_CHECKING:
    from assistant.agent.writer import Writer
    from assistant.retrieval.hosted import Hosted

__all__ = ["Assistant"]


class Assistant:
    """Corpus and index are loaded when first needed; the first question of an installation builds the index."""

    def __init__(self, settings: Settings | None = None, progress: Progress | None = None) -> None:
        self.settings = settings or Settings()
        self._progress = progress

    @cached_property
    def corpus(self) -> Corpus:
        return Corpus.load(self.settings.corpus_dir)

    @cached_property
    def home(self) -> IndexHome:
        settings = self.settings
        return IndexHome(
            settings.data_dir, settings.corpus_dir, self.corpus, settings.chroma_url, hosted=self._hosted
        )

    @cached_property
    def tools(self) -> Tools:
        """Everything an answer needs; of the index's own corpus, should the files have moved on since."""
        index = self.home.open(self._progress)
        return Tools.build(index.corpus, Retriever(index.corpus, index), self.settings)

    @property
    def opened(self) -> bool:
        """Whether the index is open; looking does not open it."""
        return "tools" in vars(self)

    def ask(
        self, question: Question, show: Callable[[str], None] = lambda _: None, watch: Watch = unwatched
    ) -> Answer:
        """Raises BadQuestion for words that cannot be a question; everything else is an Answer. With a model
        configured, ``show`` is given verified sentences while the answer is being written. ``watch`` is told the
        names of the steps as they begin."""
        text = strip_markup(question.text)
        if not text:
            raise BadQuestion(say("error.empty"))
        if not is_readable(text):
            raise BadQuestion(say("error.unreadable"))
        limit = self.settings.question_limit
        if len(text) > limit:
            raise BadQuestion(say("error.too_long", length=len(text), limit=limit))
        # Before anything reads it: what goes to a model or into its vectors, and the answer, hold no personal number.
        text = mask(text)
        kept = self.settings.turns_kept
        turns = tuple(t for turn in question.turns if (t := mask(strip_markup(turn))[:limit])) if kept else ()
        if self.settings.chat_model is None:
            return answer(Question(text, turns[-kept:], question.as_of, question.id), self.tools, watch)
        whole = Question(text, turns, question.as_of, question.id)

        def local(asked: Question) -> Answer:
            found = answer(asked, self.tools, watch)
            watch("word")
            return found

        return self._writer.improve(whole, local, self.tools, show)

    def warm_up(self, question: Question) -> None:
        """Load what the first answer would have to wait for, by a whole answer of the local engine: dictionaries
        are loaded by the first question that needs them."""
        answer(question, self.tools)
        if self.settings.chat_model is not None:
            self._writer.warm_up()

    @cached_property
    def _hosted(self) -> Hosted | None:
        if self.settings.embedding_model is None:
            return None
        from assistant.retrieval.hosted import Hosted

        return Hosted(self.settings)

    @cached_property
    def _writer(self) -> Writer:
        """Only with a model configured; without one nothing of LangChain's agents is imported."""
        from assistant.agent.writer import Writer

        return Writer(self.settings)
