"""Whether a document is in force on a day."""

from __future__ import annotations

from datetime import date

from assistant.corpus.documents import FrontMatter
from assistant.messages import say
from assistant.types import Notice, Validity

__all__ = ["chinese_date", "validity_at", "validity_notice", "validity_sentence"]


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def validity_at(meta: FrontMatter, as_of: date) -> Validity:
    """Both ends are inclusive. ``unstated`` where the document names no end and has begun."""
    begins, ends = meta.validity.begins, meta.validity.ends
    if begins and as_of < begins:
        state = "not_yet"
    elif ends is None:
        state = "unstated"
    else:
        state = "expired" if as_of > ends else "in_force"
    return Validity(state, begins, ends, meta.validity.note)


def validity_notice(meta: FrontMatter, as_of: date) -> Notice | None:
    """What the asker must know about the document's validity; None while it is plainly in force."""
    validity = validity_at(meta, as_of)
    if validity.state == "in_force":
        return None
    return Notice(validity.state, say(f"notice.{validity.state}", **_dates(meta, as_of)))


def validity_sentence(meta: FrontMatter, as_of: date) -> str:
    return say(f"validity.{validity_at(meta, as_of).state}", title=meta.title, **_dates(meta, as_of))


def _dates(meta: FrontMatter, as_of: date) -> dict[str, str]:
    validity = meta.validity
    return {
        "begins": chinese_date(validity.begins) if validity.begins else "",
        "ends": chinese_date(validity.ends) if validity.ends else "",
        "basis": validity.note,
        "as_of": chinese_date(as_of),
        "issued": say("validity.issued", date=chinese_date(meta.issued)) if meta.issued else "",
    }
