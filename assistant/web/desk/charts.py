"""How much is asked, as charts drawn on the server. The library is imported with the first chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from markupsafe import Markup

from assistant.records.usage import UsageOf
from assistant.web.texts import words

__all__ = ["Charts", "charts"]

_FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
_LABELS = 8
_WIDTH, _HEIGHT = 560, 280
_ABOVE, _BAR = 50, 34


@dataclass(frozen=True)
class Charts:
    """``by_day`` and ``by_kind`` are SVG; ``rows`` the same figures for whoever can't see them: day, count, share
    answered; ``total`` all questions of the time."""

    by_day: Markup
    by_kind: Markup
    rows: tuple[tuple[date, int, int], ...]
    kinds: tuple[tuple[str, int], ...]
    total: int


def charts(usage: Iterable[UsageOf], since: date, until: date) -> Charts:
    import pygal  # type: ignore[import-untyped]

    found = tuple(usage)
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    status_names, kind_names = words("answer_status"), words("kind_names")
    by_status = {status: Counter[date]() for status in status_names}
    by_kind: Counter[str] = Counter()
    for use in found:
        by_status.setdefault(use.status, Counter())[use.day] += use.count
        by_kind[kind_names.get(use.kind or "", kind_names["other"])] += use.count
    day_chart = pygal.StackedBar(**_options(stacked=True))
    day_chart.add_xml_filter(_without_scripts)
    every = max(1, len(days) // _LABELS)
    # Counted back from the last day, which always shows.
    last = len(days) - 1
    day_chart.x_labels = [d.strftime("%m-%d") if (last - n) % every == 0 else "" for n, d in enumerate(days)]
    for status, counted in by_status.items():
        if any(counted.values()):
            day_chart.add(status_names.get(status, status), [counted[day] for day in days])
    kinds = tuple(by_kind.most_common())
    height = _ABOVE + _BAR * max(1, len(kinds))
    kind_chart = pygal.HorizontalBar(**(_options(stacked=False) | {"height": height}))
    kind_chart.add_xml_filter(_without_scripts)
    kind_chart.x_labels = [f"{name} {count}" for name, count in reversed(kinds)]
    kind_chart.add("", [count for _, count in reversed(kinds)])
    per_day = [(day, sum(c[day] for c in by_status.values()), by_status["answered"][day]) for day in days]
    return Charts(
        by_day=Markup(day_chart.render(is_unicode=True)),
        by_kind=Markup(kind_chart.render(is_unicode=True)),
        rows=tuple(row for row in per_day if row[1]),
        kinds=kinds,
        total=sum(by_kind.values()),
    )


def _without_scripts(root: Element) -> Element:
    """The picture alone: pygal leaves a script in it even where none is wanted."""
    for parent in list(root.iter()):
        for child in [c for c in parent if isinstance(c.tag, str) and c.tag.endswith("script")]:
            parent.remove(child)
    return root


def _options(*, stacked: bool) -> dict[str, object]:
    """The page's own colours, so that a chart follows it into the dark. No script and no font from elsewhere."""
    from pygal.style import Style  # type: ignore[import-untyped]

    style = Style(
        background="transparent", plot_background="transparent", foreground="var(--soft)",
        foreground_strong="var(--ink)", foreground_subtle="var(--soft)", guide_stroke_color="var(--line)",
        major_guide_stroke_color="var(--line)", value_colors=("var(--ink)",),
        colors=("var(--accent)", "var(--second)", "var(--third)", "var(--fourth)"), font_family=_FONT,
        label_font_size=13, major_label_font_size=13, legend_font_size=13, value_font_size=13, opacity="1",
    )  # fmt: skip
    return {
        "js": [], "style": style, "width": _WIDTH, "height": _HEIGHT, "margin": 6, "margin_bottom": 34,
        "margin_left": 20,
        "legend_box_size": 12, "show_legend": stacked,
        "legend_at_bottom": True, "legend_at_bottom_columns": 4, "truncate_label": -1, "truncate_legend": -1,
        "print_values": False, "disable_xml_declaration": True, "no_data_text": "",
        "formatter": "{:.0f}".format, "value_formatter": "{:.0f}".format, "min_scale": 1, "order_min": 0,
    }  # fmt: skip
