"""How people ask, read from ``asking.yaml``: fillers, kinds, things never in such documents, attacks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from assistant.calculator.amounts import quantities
from assistant.corpus.numbering import CN_NUMBER, chinese_number
from assistant.text import fold, is_readable
from assistant.types import Kind

__all__ = ["Asking", "asking", "word_data"]


_MONTH = re.compile(r"(?<![\d年])(\d{1,2}|十[一二]?|[一二三四五六七八九])月份?")
_NOW = re.compile("现在|目前|眼下|今天|当前|这会儿|如今")
_TAG = 6
_SENTENCE = re.compile(r"[^。！？!?；;\n]+?(?:[。！？!?；;\n]+|\.\s|$)")


@dataclass(frozen=True)
class Asking:
    """Patterns for questions apply to folded text, those for clauses to their printed text.

    ``wants`` maps a sort of fact to (question pattern, pattern of words that hold such a fact); ``never``
    maps what such documents do not hold to (question pattern, pattern of a clause that does speak of it);
    ``unless_told`` names the sort of quantity that, told with the question, makes it ask for something else;
    ``values`` maps a sort of value to (question pattern, pattern of printed words that hold such a value).
    """

    spellings: tuple[tuple[re.Pattern[str], str], ...]
    filler: frozenset[str]
    generic: frozenset[str]
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]
    never: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]
    unless_told: Mapping[str, str]
    interrogative: re.Pattern[str]
    values: dict[str, tuple[re.Pattern[str], re.Pattern[str]]]
    define: re.Pattern[str]
    meaning: re.Pattern[str]
    issuer: re.Pattern[str]
    of_all: re.Pattern[str]
    own_number: re.Pattern[str]
    claim: tuple[re.Pattern[str], re.Pattern[str]]
    wants: dict[str, tuple[re.Pattern[str], re.Pattern[str]]]
    source: re.Pattern[str]
    stage: re.Pattern[str]
    doubt: re.Pattern[str]
    help: re.Pattern[str]
    ceiling: re.Pattern[str]
    lasting: tuple[re.Pattern[str], re.Pattern[str]]
    who_may: re.Pattern[str]
    qualifies: re.Pattern[str]
    parts: tuple[re.Pattern[str], Mapping[str, str]]
    no_unit: re.Pattern[str]
    office: re.Pattern[str]
    unit_in_text: re.Pattern[str]
    relative: re.Pattern[str]
    base: re.Pattern[str]
    base_for_sum: re.Pattern[str]
    conflict: re.Pattern[str]
    governing: re.Pattern[str]
    of_each: re.Pattern[str]
    exclude: tuple[re.Pattern[str], re.Pattern[str]]
    here: tuple[str, ...]
    their_policy: re.Pattern[str]
    comes_from: re.Pattern[str]
    elsewhere: tuple[str, ...]
    orders: re.Pattern[str]
    unsafe: re.Pattern[str]

    def spell(self, folded: str) -> str:
        for wrong, right in self.spellings:
            folded = wrong.sub(right, folded)
        return folded

    def without_own_number(self, typed: str) -> str:
        """The message without the asker's own telephone or card, unless it tells nothing else."""
        rest = self.own_number.sub(" ", typed).strip()
        return rest if is_readable(rest) else typed

    def kind(self, text: str) -> Kind:
        return next((kind for kind, pattern in self.kinds if pattern.search(text)), Kind.FACT)

    def term(self, text: str) -> str | None:
        """The term whose meaning the question asks for, as typed."""
        match = self.define.match(text.strip())
        asked = match is not None and match["term"] != text.strip().rstrip("？?。吗呢")
        return match["term"].strip() if match and asked else None

    def claims(self, text: str, start: int) -> bool:
        """Whether the figure at ``start`` of the text is one that the asker takes for granted."""
        before, asks = self.claim
        # 中央给了1600万。我们资格没问题吧: the doubt is of another sentence, unless it has no words of its own.
        told = [m for m in _SENTENCE.finditer(text) if m.end() > start]
        said = "".join(m[0] for m in told if m is told[0] or len(m[0]) <= _TAG)
        return bool(asks.search(said) and before.search(text[:start]))

    def other_place(self, text: str) -> str | None:
        """Another place whose policy is asked about; not one that somebody only comes from."""
        here = any(name in text for name in self.here)
        for place in self.elsewhere:
            for match in re.finditer(re.escape(place), text):
                comes = self.comes_from.search(text[: match.start()] + "|" + text[match.end() :])
                if self.their_policy.match(text, match.end()) or not (here or comes):
                    return place
        return None

    def tells_parts(self, folded: str, quote: str) -> bool:
        """Whether it is asked how many parts a thing has, and the quote says how many: 分几档, 八档费率."""
        pattern, alike = self.parts
        asked = pattern.search(folded)
        return bool(asked and re.search(rf"(?:{CN_NUMBER}|\d+)个?(?:{alike[asked['of']]})", fold(quote)))

    def without_orders(self, text: str) -> str:
        """The text without the sentences that give the assistant orders."""
        return "".join(s for s in _SENTENCE.findall(text) if not self.orders.search(fold(s)))

    def stage_at(self, text: str, day: date | None, today: date) -> date | None:
        """The day whose stage of a plan is asked for: the one named, a month of this year, or today."""
        match = self.stage.search(text)
        if match is None:
            return None
        if day is not None:
            return day
        if month := _MONTH.search(text):
            number = chinese_number(month[1])
            return date(today.year, number, 1) if 1 <= number <= 12 else None
        return today if _NOW.search(text) else None

    def excludes(self, text: str, name: str) -> bool:
        """Whether the text names something only to leave it out (除了工信委, 不归工信委牵头的)."""
        before, after = self.exclude
        left, _, right = text.partition(name)
        return bool(before.search(left) or after.match(right))

    def whether(self, text: str) -> bool:
        """Whether the question wants a yes or a no."""
        return bool(self.doubt.search(text))

    def seeks_help(self, text: str) -> bool:
        """Whether the asker wants to know what is given, not what is planned or done."""
        return bool(self.help.search(text))

    def lasts(self, text: str) -> bool:
        """Whether a length of time or a day is asked for, and no document's being in force."""
        asked, of_document = self.lasting
        return bool(asked.search(text)) and not of_document.search(text)

    def prints_length(self, printed: str) -> bool:
        """Whether the printed words hold a length of time."""
        return bool(self.values["duration"][1].search(printed))

    def asks_other_than_unit(self, text: str) -> bool:
        """Whether "which" asks for a place or a thing, and for no unit beside it."""
        return bool(self.no_unit.search(text))

    def asks_for_office(self, text: str, printed: str) -> bool:
        """Whether who holds an office is asked (谁当总召集人), and the printed words speak of it."""
        return any(office in printed for office in self.office.findall(text))

    def names_unit(self, printed: str) -> bool:
        """Whether the printed words say in a sentence who receives, houses, founds or runs something."""
        return bool(self.unit_in_text.search(printed))

    def compares(self, text: str) -> bool:
        """Whether more or less than something else is asked for, not how much."""
        return bool(self.relative.search(text))

    def governs(self, text: str) -> bool:
        """Whether what applies now is asked for, and not how documents differ."""
        return bool(self.governing.search(text)) and not self.of_each.search(text)

    def seeks_base(self, text: str) -> bool:
        """Whether it is asked how much must be spent until the cap, or an amount that is named, is reached."""
        return bool(self.base.search(text)) or self.wanted_sum(text) is not None

    def wanted_sum(self, text: str) -> Decimal | None:
        """The amount in 元 that somebody wants to be given, and asks what he has to spend for it."""
        sums = [q for q in quantities(text) if q.kind == "money"]
        if len(sums) != 1:
            return None
        told = sums[0]
        return told.value if self.base_for_sum.search(f"{text[: told.start]}|{text[told.end :]}") else None

    def wanted(self, text: str) -> tuple[str, ...]:
        return tuple(name for name, (pattern, _) in self.wants.items() if pattern.search(text))

    def without_validity(self, text: str) -> str:
        """The text without the words that ask whether a document is in force."""
        asked = dict(self.kinds)[Kind.VALIDITY].sub(" ", text)
        return self.lasting[1].sub(" ", asked)

    def without_wants(self, text: str) -> str:
        """The text without the words that say which sort of fact was asked for."""
        for pattern, _ in self.wants.values():
            text = pattern.sub(" ", text)
        return text

    def holds(self, wanted: tuple[str, ...], printed: str) -> float:
        """1 if the printed words hold every sort of fact wanted, -1 if none, 0 if nothing special is wanted."""
        if not wanted:
            return 0.0
        return sum(1.0 if self.wants[name][1].search(printed) else -1.0 for name in wanted) / len(wanted)

    def without_generic(self, text: str) -> str:
        """The text without asking words and those that tell no provision from another, longest first."""
        return _filler_pattern(self.filler | self.generic).sub(" ", text)

    def without_filler(self, text: str) -> str:
        """The text with asking words blanked out, longest first."""
        return _filler_pattern(self.filler).sub(" ", text)


@cache
def _filler_pattern(filler: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(filler, key=len, reverse=True))))


def _parts(data: Mapping[str, Any]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern for how many parts are asked for, and for each word of them those that say the same."""
    alike = {word: "|".join(words) for words in data["alike"] for word in words}
    longest_first = "|".join(sorted(alike, key=len, reverse=True))
    return re.compile(data["asked"].replace("{of}", longest_first)), alike


@cache
def word_data() -> Mapping[str, Any]:
    text = (files("assistant.understanding") / "asking.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.safe_load(text)
    return data


@cache
def asking() -> Asking:
    data = word_data()
    return Asking(
        spellings=tuple(
            (re.compile(wrong), right)
            for wrong, right in sorted(data["spellings"].items(), key=lambda pair: -len(pair[0]))
        ),
        filler=frozenset(map(fold, data["filler"])),
        generic=frozenset(map(fold, data["generic"])),
        kinds=tuple(
            (Kind(k), re.compile("|".join(p).replace("{given}", data["given"])))
            for k, p in data["kinds"].items()
        ),
        never=tuple(
            (name, re.compile(entry["pattern"]), re.compile(entry["in_text"]))
            for name, entry in data["asks_for"].items()
        ),
        unless_told={
            name: entry["unless_told"] for name, entry in data["asks_for"].items() if "unless_told" in entry
        },
        interrogative=re.compile(data["interrogative"]),
        values={
            name: (re.compile(v["pattern"]), re.compile(v["in_text"])) for name, v in data["values"].items()
        },
        define=re.compile(data["define"]),
        meaning=re.compile(data["meaning"]),
        issuer=re.compile(data["issuer"]),
        of_all=re.compile(data["of_all"]),
        own_number=re.compile(data["own_number"]),
        claim=(re.compile(data["claim"]["before"]), re.compile(data["claim"]["asks"])),
        wants={
            name: (re.compile(entry["pattern"]), re.compile(entry["in_text"]))
            for name, entry in data["wants"].items()
        },
        source=re.compile(data["source"]),
        stage=re.compile(data["stage"]),
        doubt=re.compile(data["whether"]),
        help=re.compile(data["seeks_help"]),
        ceiling=re.compile(data["ceiling"]),
        lasting=(re.compile(data["lasts"]["asked"]), re.compile(data["lasts"]["of_document"])),
        who_may=re.compile(data["who_may"]),
        qualifies=re.compile(data["qualifies"]),
        parts=_parts(data["parts"]),
        no_unit=re.compile(data["unit"]["other"]),
        office=re.compile(data["unit"]["office"]),
        unit_in_text=re.compile(data["unit"]["in_text"]),
        relative=re.compile(data["relative"]),
        base=re.compile(
            "|".join(pattern.replace("{full}", data["base"]["full"]) for pattern in data["base"]["asked"])
        ),
        base_for_sum=re.compile("|".join(data["base"]["for_sum"])),
        conflict=re.compile(data["conflict"]),
        governing=re.compile(data["governing"]),
        of_each=re.compile(data["of_each"]),
        exclude=(re.compile(data["exclude"]["before"]), re.compile(data["exclude"]["after"])),
        here=tuple(data["here"]),
        their_policy=re.compile(data["their_policy"]),
        comes_from=re.compile(data["comes_from"]),
        elsewhere=tuple(data["elsewhere"]),
        orders=re.compile("|".join(data["orders"])),
        unsafe=re.compile("|".join(data["unsafe"])),
    )
