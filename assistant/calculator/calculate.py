"""Step 3: the amount, where the chosen clause has a rule and the asker told enough; else the question back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from assistant.calculator.amounts import quantities
from assistant.calculator.bind import Bound, bind
from assistant.calculator.evaluate import Facts, conditions_only, evaluate
from assistant.calculator.facts import Told
from assistant.calculator.fitting import (
    akin,
    begun,
    beside_the_evidence,
    fit,
    keywords,
    meant,
    names_sum,
    of_a_payroll,
)
from assistant.calculator.reverse import base_for, reversible
from assistant.calculator.schema import Rule
from assistant.calculator.trace import traced
from assistant.calculator.undecided import has_own_word, rivals
from assistant.messages import say
from assistant.retrieval.precedence import Choice
from assistant.text import fold
from assistant.types import Calculation, Passage, Understanding
from assistant.understanding.asking import asking

__all__ = ["Calculator"]

_RIVAL = 0.4
_CLOSE = 0.85
# Where the best only sets a limit, what grants in its matter may fit less well.
_OF_ITS_MATTER = 0.25
# So many grants are named when it is asked which is meant.
_NAMED = 3
# Whether one may apply at all, not what one gets.
_MAY_APPLY = re.compile(
    r"门槛|够格|资格|够得上|过[不得]?[过了]?线|达标|够条件|报得[了上]|申报(?![^，。]{0,4}(?:多少|几))|起码|"
    r"[能可够][以够]?(?:不能)?(?:去|来)?报(?!多少|几|销|到|回|啥|什么)"
)
_OPEN = {"no_award", "missing"}
Binder = Callable[[Rule], Bound]
_QUANTITIES = ("money", "energy", "count", "people", "area", "duration")


class Calculator:
    """``prevails(winner, loser)`` gives the clause by which one document prevails over another, or None."""

    def __init__(self, rules: Mapping[str, Rule], prevails: Callable[[str, str], str | None]) -> None:
        self.rules = rules
        self._prevails = prevails
        self._by_clause: dict[str, list[Rule]] = {}
        for rule in rules.values():
            self._by_clause.setdefault(rule.clause, []).append(rule)

    def calculate(self, what: Understanding, choices: Sequence[Choice], as_of: date) -> Calculation | None:
        """The first choice whose clause has a rule that can use what was told; None if there is none.

        Without any quantity only the best choice counts: its fixed amount, or the level that was named.
        """
        best = choices[0].passage.score if choices else 0.0
        told = bool(set(_QUANTITIES) & {q.kind for q in quantities(what.original)})
        near = self._near([c.passage for c in choices], what)
        bound = _once(what.original)
        ordered = self._ordered(what, near, best, bound) if told else near
        if asking().seeks_base(what.text):
            return self._reverse(what, ordered, best, bound)
        if threshold := self._threshold(what, near[:1], bound, as_of):
            return threshold
        waiting: Calculation | None = None
        for passage in ordered:
            for reckoned in self._on(what, passage, as_of, bound, first=passage is near[0]):
                if reckoned.trace["result"] not in _OPEN:
                    # What is denied or wants a fact gives way to another in the same matter that is settled.
                    settled = waiting is None or akin(passage, near[0])
                    return self._decided(reckoned, passage, choices, bound, what) if settled else waiting
                waiting = waiting or reckoned
            if waiting is None and not told:
                return None
        return waiting

    def _decided(
        self,
        reckoned: Calculation,
        passage: Passage,
        choices: Sequence[Choice],
        bound: Binder,
        what: Understanding,
    ) -> Calculation | None:
        """The calculation, nothing where no sum is wanted, or the question which of several grants is meant,
        where the words fit each."""
        rule = self.rules[reckoned.rule]
        applies = _MAY_APPLY.search(what.text) and "money" not in what.wants
        if reckoned.amount_wan is not None and applies and not begun(rule, bound(rule)):
            # 最少几家单位才够格 wants no sum.
            return None
        if reckoned.amount_wan is None or what.documents or what.clauses:
            return reckoned
        found_for = [p for c in choices for p in (c.passage, c.loser) if p]
        others = [(p, r) for p in found_for for r in self._rules_of(p)]
        told = any(q.kind == "money" for q in quantities(what.original))
        if not (found := rivals(rule, passage, others, bound, what.text, told=told, terms=what.expansion)):
            return reckoned
        titles = "，还是".join(dict.fromkeys(r.title for r in (rule, *found[: _NAMED - 1])))
        asked = {**reckoned.trace, "result": "missing", "ask": say("calculation.which", titles=titles)}
        return Calculation(rule.id, None, asked)

    def _near(self, passages: list[Passage], what: Understanding) -> list[Passage]:
        """Those that fit about as well as the best, or less where that only sets a limit in a matter in which
        they grant; the one alone that gives the very sum that is named."""
        if not passages:
            return []
        giving = [p for p in passages if any(names_sum(r, what) for r in self._rules_of(p))]
        if len(giving) == 1:
            return giving
        best, *others = passages
        limited = {r.matter for r in self._rules_of(best) if r.result == "limit"} - {None}

        def grants(passage: Passage) -> bool:
            return any(r.matter in limited and r.result != "limit" for r in self._rules_of(passage))

        enough = [(_OF_ITS_MATTER if grants(p) else _RIVAL) * best.score for p in others]
        return [best, *(p for p, least in zip(others, enough, strict=True) if p.score >= least)]

    def _rules_of(self, passage: Passage) -> list[Rule]:
        return self._by_clause.get(passage.clause.id, [])

    def _threshold(
        self, what: Understanding, best: list[Passage], bound: Binder, as_of: date
    ) -> Calculation | None:
        """The limit in the matter of the best choice, where the asker wants to know if he may apply at all."""
        if not _MAY_APPLY.search(what.text) or "money" in what.wants:
            return None
        fitting = [
            max(rules, key=lambda r: fit(r, bound(r), what, p)) for p in best if (rules := self._rules_of(p))
        ]
        matters = {r.matter for r in fitting} - {None}
        for rule in self.rules.values():
            if rule.matter in matters and rule.result == "limit":
                rule = (self._overriding(rule, what) or (rule,))[0]
                told = bound(rule)
                # "About" decides nothing: then the limit alone is said.
                return self._reckoned(
                    rule, Bound(Facts(), {}) if told.facts.approximate else told, what, as_of
                )
        return None

    def _reverse(
        self, what: Understanding, passages: Sequence[Passage], best: float, bound: Binder
    ) -> Calculation | None:
        """What has to be spent for the cap, or for the amount wanted, of the rule that is meant."""
        wanted = asking().wanted_sum(what.text)
        for passage in (p for p in passages if p.score >= _CLOSE * best):
            rules = [r for r in self._rules_of(passage) if reversible(r, wanted)]
            rules.sort(key=lambda r: fit(r, bound(r), what, passage), reverse=True)
            for rule in rules[:1]:
                overrides = self._overriding(rule, what)
                by = overrides[0] if overrides else rule
                told = Told(by.facts, bound(by).facts.items[0])
                outcome = base_for(by, told, wanted)
                return traced(
                    self.rules, outcome, Bound(Facts(), {}), None, overrides and (rule, overrides[1])
                )
        return None

    def _ordered(
        self, what: Understanding, passages: list[Passage], best: float, bound: Binder
    ) -> list[Passage]:
        """Those that fit about as well as the best by the signs that one of their rules is meant."""

        def signs(passage: Passage) -> tuple[bool, int]:
            rules = self._rules_of(passage)
            most = max((meant(r, bound(r), what, passage) for r in rules), default=0)
            return passage.clause.doc in what.documents, most

        close = [p for p in passages if p.score >= _CLOSE * best]
        return [*sorted(close, key=signs, reverse=True), *passages[len(close) :]]

    def _on(
        self, what: Understanding, passage: Passage, as_of: date, binder: Binder, *, first: bool
    ) -> Iterator[Calculation]:
        """What the rules of a clause give, the best fitting first; the others only if they use what was told."""
        options = [(rule, binder(rule)) for rule in self._rules_of(passage)]
        options.sort(key=lambda pair: fit(pair[0], pair[1], what, passage), reverse=True)
        denied = False
        spoken = bool(options) and keywords(options[0][0], what.text) > 0
        for n, (rule, bound) in enumerate(options):
            # Who is denied one grant of a clause is told of the other that the words point to.
            other = denied and rule.award is not None and rule.award.lump is not None
            other = other and has_own_word(rule, options[0][0], what.text)
            usable = (
                self._usable(rule, bound, what, passage, first) if n == 0 else other or begun(rule, bound)
            )
            # A rule that no word speaks of takes no figure from one that is spoken of.
            usable = usable and (n == 0 or not spoken or keywords(rule, what.text) > 0)
            if not usable or (n and rule.award and rule.award.limit):
                continue
            if overrides := self._overriding(rule, what):
                by, clause = overrides
                reckoned = self._reckoned(by, binder(by), what, as_of, (rule, clause))
            else:
                reckoned = self._reckoned(rule, bound, what, as_of)
            if reckoned:
                if reckoned.trace["result"] == "no_award" and beside_the_evidence(rule, what, passage):
                    continue  # Nobody asked for this grant.
                yield reckoned
                denied = reckoned.trace["result"] == "no_award"
                if not denied and reckoned.trace["result"] != "missing":
                    return

    @staticmethod
    def _usable(rule: Rule, bound: Bound, what: Understanding, passage: Passage, first: bool) -> bool:
        """Whether the best fitting rule of a clause has anything to say to the question."""
        if rule.award and rule.award.limit:
            # A limit answers whether a figure keeps to it; "about" decides nothing.
            return first and asking().whether(what.text) and bound.asked and not bound.facts.approximate
        asks = "money" in what.wants or bool(quantities(what.original))
        # An amount that depends on nothing told needs a sign that this rule is meant.
        plain = rule.award is not None and rule.award.lump is not None and asks
        plain = plain or of_a_payroll(rule, what)
        return bound.asked or (first and plain and meant(rule, bound, what, passage) > 0)

    def _reckoned(
        self,
        rule: Rule,
        bound: Bound,
        what: Understanding,
        as_of: date,
        overrides: tuple[Rule, str] | None = None,
    ) -> Calculation | None:
        outcome = evaluate(rule, bound.facts, as_of)
        # A level or flag alone is no wish to reckon: a missing amount is asked for only when one was begun.
        wanted = begun(rule, bound) or bool(bound.facts.unknown) or of_a_payroll(rule, what)
        if outcome.result == "missing" and not wanted:
            return None
        # Nor by a figure that is a condition's alone, where the question is whether it is met.
        read = set(rule.award.reads()) if rule.award else set()
        told = read & {*bound.told, *bound.facts.unknown}
        if outcome.result == "missing" and not told and "money" not in what.wants:
            if not asking().whether(what.text):
                return None
            outcome = conditions_only(outcome)
        low = evaluate(rule, bound.low, as_of) if bound.low else None
        return traced(self.rules, outcome, bound, low, overrides)

    def _overriding(self, rule: Rule, what: Understanding) -> tuple[Rule, str] | None:
        """The rule of a document that prevails in the same matter, and the clause that makes it prevail.

        Who names only the other document is told of that one."""
        for other in self.rules.values():
            if _doc(rule) in what.documents and _doc(other) not in what.documents:
                continue
            if (
                rule.matter
                and other.matter == rule.matter
                and other.result == rule.result
                and (by := self._prevails(_doc(other), _doc(rule)))
            ):
                return other, by
        return None


def _once(text: str) -> Binder:
    """Binds each rule to the asker's words at most once for a question."""
    known: dict[str, Bound] = {}
    spelt = asking().spell(fold(text))

    def binder(rule: Rule) -> Bound:
        if rule.id not in known:
            known[rule.id] = bind(rule, spelt)
        return known[rule.id]

    return binder


def _doc(rule: Rule) -> str:
    return rule.clause.partition("/")[0]
