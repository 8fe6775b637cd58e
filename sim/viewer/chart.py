"""Lines over the days, drawn by the ECharts that ships in Solara's assets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import solara

from sim.i18n import say
from sim.show.layers import WINDOW_DAYS
from sim.viewer.language import tell
from sim.viewer.snapshot import Snapshot

FONTS = '"govsim CJK", Roboto, "Microsoft YaHei", sans-serif'
"""The first is that of the page, of which a browser loads what a text needs."""
GREY = "#808080"
"""Readable on the light and on the dark theme."""


def line(
    title: str, unit: str, colour: str, days: Sequence[int], values: Sequence[float], is_share: bool = False
) -> dict[str, Any]:
    """Describe one line chart to ECharts.

    Parameters
    ----------
    title, unit, colour : str
    days : sequence of int [T]
    values : sequence of float [T]
        nan leaves a gap.
    is_share : bool
        The axis frames the values inside 0 to 1; otherwise it starts at 0.
    """
    points = [[day, None if math.isnan(v) else round(v, 4)] for day, v in zip(days, values, strict=True)]
    low, high = frame_around(values) if is_share else (0.0, None)
    ink = {"axisLabel": {"color": GREY}, "axisLine": {"show": True, "lineStyle": {"color": GREY}}}
    every = {"interval": 0.05 if high - low < 0.31 else 0.2} if high else {"splitNumber": 4}
    day, series = tell(say("viewer.day")), tell(say("viewer.of_unit", title=title, unit=unit))
    x_name = {
        "name": day,
        "nameLocation": "middle",
        "nameGap": 24,
        "nameTextStyle": {"color": GREY},
    }
    y_name = {"name": unit, "nameTextStyle": {"color": GREY, "align": "left", "padding": [0, 0, 0, -40]}}
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONTS},
        "title": {"text": title, "left": 8, "top": 0, "textStyle": {"fontSize": 14, "color": GREY}},
        "grid": {"left": 52, "right": 24, "top": 48, "bottom": 40},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "value", "min": 0, "max": max(days[-1], 7), "minInterval": 1,
                  "splitLine": {"show": False}, **x_name, **ink},
        "yAxis": {"type": "value", "min": low, "max": high, **every,
                  "splitLine": {"lineStyle": {"color": "rgba(128,128,128,0.25)"}}, **y_name, **ink},
        "series": [{"type": "line", "name": series, "data": points, "color": colour,
                    "showSymbol": len(points) < 15, "lineStyle": {"width": 2}}],
    }  # fmt: skip


def frame_around(shares: Sequence[float]) -> tuple[float, float]:
    """Frame shares by steps of 0.05 with some air, inside 0 to 1."""
    known = [v for v in shares if not math.isnan(v)] or [0.0, 1.0]
    low, high = math.floor(min(known) * 20 - 0.5) / 20, math.ceil(max(known) * 20 + 0.5) / 20
    return max(0.0, low), min(1.0, high)


@solara.component
def Charts(now: Snapshot) -> None:
    """Show response time, satisfaction and open cases by day."""
    hours, people = tell(say("viewer.hours", n=WINDOW_DAYS)), tell(say("viewer.people"))
    response, satisfaction = tell(say("viewer.response")), tell(say("viewer.satisfaction"))
    panels = (
        line(response, hours, "#0072B2", now.days, now.response_h),
        line(satisfaction, people, "#009E73", now.days, now.satisfaction, is_share=True),
        line(tell(say("viewer.open_cases")), tell(say("viewer.cases")), "#D55E00", now.days, now.open_cases),
    )
    with solara.Card(margin=0, classes=["govsim-charts"]):
        for option in panels:
            solara.FigureEcharts(option, responsive=True, attributes={"style": "height: 216px; width: 100%"})
