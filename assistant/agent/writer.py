"""The local answer in a model's words. The local one stands whenever these fail, lie or say less.

What the model may change is the wording. It is given the local answer, its clauses as [S…] and its
calculation as [C…]; its text must cite all of them and pass ``ground``; findings go back to it once. A question
that the local engine could not place may be put again in the model's words, if it adds no figure and drops no
word that carries meaning: then it is again the local engine that answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from assistant.agent.agent import Agent, Spent
from assistant.agent.figures import figures, stands_in
from assistant.agent.ground import Grounding
from assistant.agent.prompts import Prompts
from assistant.agent.said import sentences
from assistant.agent.sources import Source, Sources, plain, tokens_in, without_tokens
from assistant.agent.tools import Desk
from assistant.agent.turns import before
from assistant.answering.cite import cite
from assistant.answering.validity import validity_notice
from assistant.config import Settings
from assistant.errors import EndpointFailed
from assistant.model.endpoint import Endpoint
from assistant.model.tokens import fitting
from assistant.text import fold
from assistant.types import Answer, Citation, Draft, Engine, Evidence, ModelUse, Question, Reason, Status

if TYPE_CHECKING:
    from assistant.pipeline import Tools

__all__ = ["Writer"]

Local = Callable[[Question], Answer]
Show = Callable[[str], None]
_PASSAGES = 6
# A longer list is better left as it stands: a model drops items.
_LISTED = 8
_SHARE_OF_TURNS = 4
_RETOLD = {Reason.NOT_IN_CORPUS, Reason.OUT_OF_SCOPE, Reason.TOO_VAGUE}


class Writer:
    """Shared by all questions; keeps nothing of any."""

    def __init__(
        self, settings: Settings, endpoint: Endpoint | None = None, agent: Agent | None = None
    ) -> None:
        self._settings = settings
        self._prompts = Prompts.load(settings.prompts_dir)
        self._endpoint = endpoint or Endpoint(settings)
        self._agent = agent or Agent(self._endpoint, settings)

    def warm_up(self) -> None:
        self._agent.warm_up()

    def improve(self, question: Question, local: Local, tools: Tools, show: Show = lambda _: None) -> Answer:
        """The answer to give. ``question`` has all turns, of which the local engine is given the last. ``show`` is
        given verified sentences as they come; the answer holds what counts."""
        start = time.monotonic()
        first = local(self._recent(question))
        left = self._settings.budget_seconds - (time.monotonic() - start)
        spent, findings = Spent(), list[str]()
        work = lambda: self._work(question, first, local, tools, spent, findings, show)  # noqa: E731
        try:
            answer, outcome = self._endpoint.within(max(left, 0.01), work)
        except EndpointFailed as error:
            answer, outcome = replace(first, engine=Engine.DEGRADED), error.kind
        use = ModelUse(
            model=self._settings.chat_model or "",
            prompts=self._prompts.version,
            outcome=outcome,
            calls=spent.calls,
            tools=spent.tools,
            input_tokens=spent.input_tokens,
            output_tokens=spent.output_tokens,
            cost=spent.cost(self._settings),
            seconds=dict(spent.seconds),
            findings=tuple(findings),
        )
        return replace(answer, model=use)

    def _work(
        self,
        question: Question,
        base: Answer,
        local: Local,
        tools: Tools,
        spent: Spent,
        findings: list[str],
        show: Show,
    ) -> tuple[Answer, str]:
        earlier = cache(lambda: self._before(question, spent))
        if base.reason in _RETOLD and (retold := self._retold(question, earlier, tools, spent)):
            again = local(replace(question, text=retold, turns=()))
            base = again if again.status is Status.ANSWERED else base
        if base.status is not Status.ANSWERED or not 0 < len(base.citations) <= _LISTED:
            return base, "kept"
        sources = Sources(tools.corpus, question.as_of)
        cited = [sources.clause(c.id) for c in base.citations]
        result = sources.calculation(base.calculation) if base.calculation else None
        desk = Desk(tools, sources, (*question.turns, question.text), question.as_of)
        grounding = Grounding(
            tools.corpus,
            sources,
            asked=desk.asked,
            told=(base.answer, *(n.text for n in base.notices)),
            claims=tools.reader.read(self._recent(question)).claims,
            secret=self._prompts.texts["answer"],
        )
        said = [("user", self._request(question, earlier(), base, sources, cited, result))]
        must = [*cited, result] if result else cited
        stream = _Stream(grounding, show)
        for outcome in ("written", "repaired"):
            begun = time.monotonic()
            text = self._agent.write(desk, self._prompts.fill("answer"), said, spent, stream.hear)
            spent.seconds[outcome] = time.monotonic() - begun
            found = grounding.whole(text, must, base.speak)
            if not found:
                return self._answer(base, text, sources, question), outcome
            findings += found
            stream.stop()
            listed = "\n".join(f"- {f}" for f in found)
            said += [("assistant", text or "（空）"), ("user", self._prompts.fill("repair", findings=listed))]
        return replace(base, engine=Engine.DEGRADED), "unfaithful"

    def _retold(
        self, question: Question, earlier: Callable[[], str], tools: Tools, spent: Spent
    ) -> str | None:
        """The question to stand by itself, or None if the model's words can't be trusted to be the same one."""
        text = self._small("rewrite", spent, turns=earlier(), question=plain(question.text)).strip('“”"')
        told = [f for words in (*question.turns, question.text) for f in figures(words)]
        if not text or "\n" in text or len(text) > self._settings.question_limit or text == question.text:
            return None
        if any(not stands_in(f, told) for f in figures(text)):
            return None
        meant = tools.reader.read(replace(question, turns=())).focus
        return text if all(fold(word) in fold(text) for word in meant) else None

    def _small(self, prompt: str, spent: Spent, **values: str) -> str:
        """What the small model makes of a prompt."""
        begun = time.monotonic()
        text = self._agent.plain("", [("user", self._prompts.fill(prompt, **values))], spent, small=True)
        spent.seconds[prompt] = time.monotonic() - begun
        return text.strip()

    def _request(
        self,
        question: Question,
        earlier: str,
        base: Answer,
        sources: Sources,
        cited: list[Source],
        result: Source | None,
    ) -> str:
        beside = [p.clause.id for p in base.passages if p.kept][:_PASSAGES]
        shown = [sources.shown(s) for s in dict.fromkeys([*cited, *map(sources.clause, beside)])]
        model, budget = self._settings.chat_model or "", self._settings.token_budget
        tokens = "".join(f"[{s.token}]" for s in ([*cited, result] if result else cited))
        return self._prompts.fill(
            "question",
            as_of=question.as_of.isoformat(),
            turns=earlier,
            # The clauses of the local answer come first and are never cut.
            passages="\n\n".join([*shown[: len(cited)], *fitting(shown[len(cited) :], model, budget // 2)]),
            calculations=sources.shown(result) if result else "（无）",
            draft=plain(base.answer) + tokens,
            question=plain(question.text),
        )

    def _recent(self, question: Question) -> Question:
        kept = self._settings.turns_kept
        return replace(question, turns=question.turns[-kept:] if kept else ())

    def _before(self, question: Question, spent: Spent) -> str:
        """What was said before, as far as there is room."""
        model, budget = self._settings.chat_model or "", self._settings.token_budget // _SHARE_OF_TURNS

        def summarise(said: str) -> str:
            try:
                return self._small("summary", spent, turns=plain(said))
            except EndpointFailed:
                return ""

        told = before(question.turns, model, budget, summarise if self._settings.small_model else None)
        return "\n".join(map(plain, told)) or "（无）"

    def _answer(self, base: Answer, text: str, sources: Sources, question: Question) -> Answer:
        """The local answer with the model's words, and with the clauses that it cites besides."""
        had = {c.id for c in base.citations}
        more = [s for s in sources.of(tokens_in(text)) if s.clause and s.clause.id not in had]
        evidence = tuple(Evidence(s.clause.id, _best(s, text)) for s in more if s.clause)
        draft = Draft(Status.ANSWERED, "", "", evidence=evidence)
        citations: tuple[Citation, ...] = (*base.citations, *cite(draft, sources.corpus, question.as_of))
        metas = (sources.corpus.documents[s.clause.doc] for s in more if s.clause)
        notices = [n for meta in metas if (n := validity_notice(meta, question.as_of))]
        return replace(
            base,
            answer=without_tokens(text).strip(),
            citations=citations,
            notices=tuple({n.text: n for n in (*base.notices, *notices)}.values()),
            engine=Engine.LLM,
        )


def _best(source: Source, text: str) -> str:
    """The sentence of the clause that shares most figures with what the model says of it."""
    assert source.clause is not None
    told = {f.same for part in sentences(text) if source.token in tokens_in(part) for f in figures(part)}
    parts = [s.strip() for s in sentences(source.clause.text)] or [source.clause.text]
    return max(parts, key=lambda s: len(told & {f.same for f in figures(s)}))


class _Stream:
    """Shows what has been verified of a text that is still growing; once something fails, nothing more."""

    def __init__(self, grounding: Grounding, show: Show) -> None:
        self._grounding, self._show = grounding, show
        self._shown = 0
        self._open = True

    def stop(self) -> None:
        self._open = False

    def hear(self, text: str) -> None:
        if not self._open:
            return
        # The last sentence may be unfinished, and its tokens still to come.
        whole = sentences(text)[:-1]
        done = "".join(whole)
        fresh = done[self._shown :]
        if not fresh or not tokens_in(whole[-1]):
            return
        if self._grounding.part(fresh):
            self.stop()
            return
        self._shown = len(done)
        self._show(without_tokens(fresh))
