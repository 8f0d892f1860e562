"""Every figure in every rule file is watched: change any one, and the loader or a situation objects.

A figure is each run of digits, and each Chinese numeral that stands in a figure, anywhere in the file. It is
replaced by its neighbours and by every other number of the same rule, so that a swap of two rates is tried too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.calculator.agree import problems
from assistant.calculator.schema import Rule
from assistant.corpus.store import Corpus
from tests.test_rules import agrees, by_rule, run

RULES = Path(__file__).parents[1] / "corpus" / "rules"
CHUNKS = [
    (path.stem, chunk)
    for path in sorted(RULES.glob("*.yaml"))
    for chunk in re.split(r"(?m)^(?=- id:)", path.read_text("utf-8"))
    if chunk.startswith("- id:")
]
# Chinese numerals that are figures: 八五折, 三个, 三成.
FIGURE = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九](?=[一二三四五六七八九]?[折成]|个[，,}])")
CHINESE = "一二三四五六七八九"


def mutants(chunk: str) -> Iterator[tuple[str, str]]:
    numbers = {m[0] for m in FIGURE.finditer(chunk) if m[0] not in CHINESE}
    # Patterns, in single quotes, say how people talk; a digit there is no figure.
    for match in FIGURE.finditer(re.sub(r"'[^'\n]*'", lambda quoted: " " * len(quoted[0]), chunk)):
        old = match[0]
        if old in CHINESE:
            instead = {CHINESE[(CHINESE.index(old) + step) % 9] for step in (1, -1)}
        else:
            last = int(old[-1])
            instead = {old[:-1] + str((last + step) % 10) for step in (1, 9)} | {old + "0"} | numbers
        for new in sorted(instead):
            if new in CHINESE or Decimal(new) != Decimal(old):
                yield f"{match.start()}: {old} -> {new}", chunk[: match.start()] + new + chunk[match.end() :]


def objects(corpus: Corpus, text: str, cases: list[dict[str, Any]]) -> bool:
    try:
        rule = Rule.model_validate(yaml.load(text, yaml.CSafeLoader)[0])
    except (ValueError, yaml.YAMLError):
        return True
    known = rule.id in corpus.rules and set(rule.alternatives) <= set(corpus.rules)
    if not known or any(problems(rule, corpus.by_id)):
        return True
    return not all(agrees(run(rule, case), case) for case in cases)


@pytest.mark.parametrize("file", sorted({file for file, _ in CHUNKS}))
def test_no_changed_figure_survives(corpus: Corpus, file: str) -> None:
    tried, survivors = 0, []
    for name, chunk in CHUNKS:
        if name != file:
            continue
        rule = corpus.rules[chunk.split("\n", 1)[0].removeprefix("- id: ")]
        cases = by_rule(rule)
        assert not objects(corpus, chunk, cases), rule.id
        for what, text in mutants(chunk):
            tried += 1
            if not objects(corpus, text, cases):
                survivors.append(f"{rule.id} {what}")
    assert tried > 50
    assert not survivors
