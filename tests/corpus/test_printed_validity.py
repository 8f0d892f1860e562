"""The period of validity in the front matter must be the one that the quoted words state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.corpus.check import check

ISSUED = date(2024, 5, 6)
FORMS = {
    "from issue, years": ("本意见自印发之日起施行，有效期3年。", ISSUED, date(2027, 5, 5)),
    "years in Chinese": ("本意见自印发之日起施行，有效期为五年。", ISSUED, date(2029, 5, 5)),
    "from a day of its own": ("本意见自2024年6月1日起施行，有效期3年。", date(2024, 6, 1), date(2027, 5, 31)),
    "until a day": (
        "本意见自2024年6月1日起实施，有效期至2026年12月31日。",
        date(2024, 6, 1),
        date(2026, 12, 31),
    ),
    "plan of years": ("本意见适用于2024—2026年。", date(2024, 1, 1), date(2026, 12, 31)),
    "plan of months": ("实施期限为2024年7月—2025年2月。", date(2024, 7, 1), date(2025, 2, 28)),
    "from 29 February": ("本意见自2024年2月29日起施行，有效期1年。", date(2024, 2, 29), date(2025, 2, 28)),
}


def complaints(add: Callable[..., Path], words: str, begins: date | None, ends: date | None) -> list[str]:
    basis = [{"quote": words, "clause": "yzs-2024/1.2"}]
    validity = {"from": begins, "to": ends, "basis": basis}
    text = ("一、附则", "（一）由市财政局负责解释。", f"（二）{words}", "云州市人民政府", "2024年5月6日")
    return check(add(*text, issuer="云州市人民政府", issued=ISSUED, validity=validity))


@pytest.mark.parametrize(("words", "begins", "ends"), FORMS.values(), ids=FORMS)
def test_printed_period(add_document: Callable[..., Path], words: str, begins: date, ends: date) -> None:
    assert complaints(add_document, words, begins, ends) == []
    (late,) = complaints(add_document, words, begins, ends + timedelta(days=1))
    assert late == f"yzs-2024：有效期截止日 {ends + timedelta(days=1)} 不能由所引依据推出"
    (early,) = complaints(add_document, words, begins - timedelta(days=1), ends)
    assert early == f"yzs-2024：有效期起始日 {begins - timedelta(days=1)} 不能由所引依据推出"
    (open_end,) = complaints(add_document, words, begins, None)
    assert open_end == "yzs-2024：正文写有有效期，文件头没有填写截止日"
