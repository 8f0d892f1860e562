"""How people ask several things at once and go on asking, read from ``asking.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

from assistant.understanding.asking import word_data

__all__ = ["Several", "Turns", "several", "turns"]


@dataclass(frozen=True)
class Several:
    """Patterns for one message; what each is for stands beside it in the data."""

    asks: re.Pattern[str]
    whatever: re.Pattern[str]
    ends: re.Pattern[str]
    joins: re.Pattern[str]
    each: re.Pattern[str]
    each_way: re.Pattern[str]
    in_sum: re.Pattern[str]
    differs: re.Pattern[str]
    more: re.Pattern[str]
    together: re.Pattern[str]
    series: re.Pattern[str]
    last_two: re.Pattern[str]
    frame_ends: re.Pattern[str]
    grouped: re.Pattern[str]
    year: re.Pattern[str]
    in_a_row: re.Pattern[str]
    besides: re.Pattern[str]
    item_and_item: re.Pattern[str]
    announced: re.Pattern[str]
    figures_of: re.Pattern[str]
    enumerated: re.Pattern[str]
    counted: re.Pattern[str]
    attributes_of: re.Pattern[str]
    mark: re.Pattern[str]
    segment: re.Pattern[str]
    hard: re.Pattern[str]
    question_mark: re.Pattern[str]
    another: re.Pattern[str]
    asks_what: re.Pattern[str]
    beside: re.Pattern[str]
    besides_then: re.Pattern[str]
    told: re.Pattern[str]
    depends: re.Pattern[str]
    points_back: re.Pattern[str]
    counts: re.Pattern[str]
    elaborates: re.Pattern[str]


@dataclass(frozen=True)
class Turns:
    """Patterns for a later message of a conversation, folded."""

    follow_up: re.Pattern[str]
    corrects: re.Pattern[str]
    denied: re.Pattern[str]
    instead: re.Pattern[str]
    back: re.Pattern[str]
    particle: re.Pattern[str]
    again: re.Pattern[str]
    fresh: re.Pattern[str]
    anew: re.Pattern[str]
    added: re.Pattern[str]
    in_all: re.Pattern[str]
    unchanged: re.Pattern[str]
    rest_of_clause: re.Pattern[str]
    that: re.Pattern[str]


@cache
def several() -> Several:
    return Several(**_patterns("several", Several))


@cache
def turns() -> Turns:
    return Turns(**_patterns("turns", Turns))


def _patterns(section: str, of: type) -> Mapping[str, re.Pattern[str]]:
    data: Mapping[str, str] = word_data()[section]
    return {
        field.name: re.compile(data[field.name].replace("{each}", data.get("each", "")))
        for field in fields(of)
    }
