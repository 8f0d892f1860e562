"""The amount against what it is worked out from, drawn from the calculator's own results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from assistant.calculator.levels import Levels
from assistant.calculator.manual import calculate
from assistant.calculator.reverse import reversible
from assistant.calculator.schema import Rule
from assistant.calculator.units import in_wan
from assistant.calculator.ways import Rate
from assistant.corpus.store import Corpus
from assistant.web.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Chart", "chart"]

_WIDTH, _HEIGHT, _LABEL = 420, 260, 13
_FEW = Decimal(1000)
_ENOUGH = Decimal(10) ** 14
_WAN = Decimal(10000)


@dataclass(frozen=True, slots=True)
class Chart:
    """``said`` tells the same in words; ``own`` the asker's point, where there is one."""

    svg: Markup
    fact: str
    cap: str
    said: str
    own: str = ""


def chart(corpus: Corpus, rule: Rule, item: Mapping[str, str], as_of: date) -> Chart | None:
    """None where no curve helps: nothing is capped, or what was told leaves no amount."""
    if not reversible(rule) or rule.award is None:
        return None
    way = rule.award.way
    assert isinstance(way, Rate | Levels)
    base = str(way.of)

    def amount(of: Decimal) -> Decimal | None:
        told = calculate(corpus, rule.id, [{**item, base: f"{of:f}"}], as_of)
        return None if told.amount_wan is None else told.amount_wan * _WAN

    bend = _bend(amount)
    if bend is None:
        return None
    knee, top = bend
    fact, own = rule.facts[base].name, ""
    told = calculate(corpus, rule.id, [item], as_of) if base in item else None
    point: tuple[Decimal, Decimal] | None = None
    if told and told.amount_wan is not None:
        # The fact as the calculator read it.
        value = next(
            Decimal(str(i["value"]))
            for step in told.trace["steps"]
            for i in step["inputs"]
            if i["name"] == fact
        )
        point = (value, told.amount_wan * _WAN)
        own = text("form.chart_own", base=_about(value), amount=_about(point[1]))
    said = text("form.chart_said", fact=fact, knee=_about(knee), top=in_wan(top)) + own
    end = max(knee * 2, point[0] * Decimal("1.25") if point else Decimal(0))
    return Chart(_drawn(knee, top, end, point), fact, in_wan(top), said, own)


def _bend(amount: Callable[[Decimal], Decimal | None]) -> tuple[Decimal, Decimal] | None:
    """Where the amount stops to grow with its base, and what it is from there on."""
    few, top = amount(_FEW), amount(_ENOUGH)
    if not few or not top:
        return None
    knee = top * _FEW / few
    # Not capped at all, or not even up to the cap.
    return None if knee >= _ENOUGH or abs((amount(knee / 2) or top) * 2 - top) > 1 else (knee, top)


def _about(amount: Decimal) -> str:
    """To 万元, or to 元 where it is small; said to be about where that is not exact."""
    unit = _WAN if amount >= 10 * _WAN else Decimal(1)
    near = (amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
    return in_wan(amount) if near == amount else text("form.about", amount=in_wan(near))


def _drawn(knee: Decimal, top: Decimal, end: Decimal, point: tuple[Decimal, Decimal] | None) -> Markup:
    # Only the pages with a chart pay for it.
    import pygal  # type: ignore[import-untyped]
    from pygal.etree import etree  # type: ignore[import-untyped]
    from pygal.style import Style  # type: ignore[import-untyped]

    plot = pygal.XY(
        js=[],
        width=_WIDTH,
        height=_HEIGHT,
        margin=6,
        margin_left=30,
        margin_right=34,
        show_legend=False,
        include_x_axis=True,
        min_scale=2,
        max_scale=4,
        range=(0, float(top * Decimal("1.15"))),
        xrange=(0, float(end)),
        value_formatter=_label,
        x_value_formatter=_label,
        style=Style(label_font_size=_LABEL, major_label_font_size=_LABEL),
        classes=("chart",),
    )
    plot.add("", [(0.0, float(top)), (float(end), float(top))], show_dots=False)
    plot.add("", [(0.0, 0.0), (float(knee), float(top)), (float(end), float(top))], show_dots=False)
    if point:
        plot.add("", [(float(point[0]), float(point[1]))], stroke=False, dots_size=6)
    return Markup(etree.tostring(_bare(plot.render_tree()), encoding="unicode"))


def _label(value: float) -> str:
    return in_wan(Decimal(str(round(value, 2)))) if value else "0"


def _bare(root: Any) -> Any:
    """Without scripts, styles, comments and the boxes that scripts would fill: the page's own sheet dresses it,
    and its text alternative stands beside it."""
    for parent in list(root.iter()):
        for child in list(parent):
            tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            kind = child.get("class", "") if tag else ""
            if tag in {"", "script", "style", "title", "desc"} or {"tooltip", "tooltip-overlay"} & {
                *kind.split()
            }:
                parent.remove(child)
    # Pygal's own is another each time.
    root.attrib.pop("id", None)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return root
