"""Which figures of a message are of the asker's own case, and which of them he has received already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.calculator.amounts import Quantity, quantities
from assistant.calculator.schema import Rule
from assistant.calculator.sums import telling

__all__ = ["CUMULATIVE", "of_an_earlier_year", "of_his_own", "of_the_policy", "received", "told_received"]

CUMULATIVE = {"enterprise", "enterprise_year", "park", "term"}
_REACH = 14
_LAST_YEAR = re.compile(r"(去年|前年|上一?年度?|往年|以前年度)[^，。；;]{0,14}$")
# 那三千万入股, 这150万的门槛, 贴息那一百万: what the policy is said to give or to ask for.
_TOLD_OF = re.compile(r"(?P<given>入股|补贴|补助|奖励|奖金|资助|扶持|贴息)?的?[那这](?:个|笔|条|些|份)?$")
_POLICY_TOLD = re.compile(
    r"的?[^，,。；;、\d]{0,4}?(?:入股|补贴|补助|奖励|奖金|资助|扶持|贴息|门槛|额度|设备里|[这那]?条?线(?![路上]))"
)
_POLICY_GIVEN = re.compile(
    r"[^，,。；;、\d]{0,4}(?:补贴|补助|奖励|奖金|资助)(?:有没?份|能不能|可不可以|轮|还?给不给)"
)


def of_his_own(found: Sequence[Quantity], folded: str) -> list[Quantity]:
    """Without the policy's own figures, those that are put right or left out, and the one unit that a price is
    for."""
    return [
        q
        for q in found
        if not (
            _of_the_policy(q, folded)
            or _put_right(q, found, folded)
            or _left_out(q, found, folded)
            or _no_amount(q, folded)
        )
    ]


def of_the_policy(folded: str) -> list[Quantity]:
    """Sums that the asker says the policy gives: 那30万, 30万那个补贴."""
    return [
        q
        for q in quantities(folded)
        if q.kind == "money"
        and (telling().given_before.search(folded[: q.start]) or telling().given_after.match(folded, q.end))
    ]


def received(rule: Rule, found: Iterable[Quantity], folded: str) -> list[Quantity]:
    """Sums granted already, where a cap counts them."""
    if not any(cap.per in CUMULATIVE for cap in rule.caps):
        return []
    return _received(found, folded)


def told_received(folded: str) -> list[Quantity]:
    """Sums that are told as granted already, whatever by."""
    return _received(quantities(folded), folded)


def _received(found: Iterable[Quantity], folded: str) -> list[Quantity]:
    return [
        q
        for q in found
        if q.kind == "money"
        and (
            telling().received_before.search(folded[max(0, q.start - _REACH) : q.start])
            or telling().received_after.match(folded, q.end)
        )
    ]


def of_an_earlier_year(rule: Rule, before: str) -> bool:
    """Last year's money doesn't count where the cap is for a year."""
    yearly = all(cap.per == "enterprise_year" for cap in rule.caps if cap.per in CUMULATIVE)
    return yearly and bool(_LAST_YEAR.search(before))


def _of_the_policy(quantity: Quantity, folded: str) -> bool:
    """Whether the figure is the policy's own, or is taken for it, and nothing that was spent."""
    before = folded[: quantity.start]
    if telling().ceiling_after.match(folded, quantity.end) or _POLICY_GIVEN.match(folded, quantity.end):
        return True
    if quantity.kind != "money":
        return False
    if telling().ceiling_before.search(before):
        return True
    told_of = _TOLD_OF.search(before)
    return bool(told_of and (told_of["given"] or _POLICY_TOLD.match(folded, quantity.end)))


def _put_right(quantity: Quantity, found: Sequence[Quantity], folded: str) -> bool:
    """是150万不是500万; 一千万，不对，是一千二百万: only one of the two was meant."""
    alike = [q for q in found if q.kind == quantity.kind and q is not quantity]
    if alike and telling().denied.search(folded[: quantity.start]):
        return True
    after = next((q for q in alike if q.start > quantity.start), None)
    return after is not None and bool(telling().slip.search(folded[quantity.end : after.start]))


def _left_out(quantity: Quantity, found: Sequence[Quantity], folded: str) -> bool:
    """流动资金另投300万不算在内: told beside what counts, and only to say that it doesn't."""
    if not any(q.kind == quantity.kind for q in found if q is not quantity):
        return False
    before, after = telling().left_out_before, telling().left_out_after
    return bool(before.search(folded[: quantity.start]) or after.match(folded, quantity.end))


def _no_amount(quantity: Quantity, folded: str) -> bool:
    """The unit of a price and not how much was used (一度电降多少), or what one figure exceeds another by."""
    one = quantity.kind == "energy" and quantity.value == 1
    return one or bool(telling().differs.search(folded[: quantity.start]))
