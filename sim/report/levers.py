"""Figure: all levers beside each other, a row a lever, a panel a measure; fate and assumed numbers apart."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from sim.measures.registry import MEASURES
from sim.policies import POLICIES
from sim.report.origin import Origin
from sim.report.plots import FORMATS
from sim.report.style import COLOURS, QUIET, SHADE, Page, settle, sheet
from sim.store.folder import replace_file

PANELS = ("response_median", "silent", "solved_of_all", "satisfaction", "spending")
PITCH = 0.23
"""Inches from row to row."""
NEUTRAL, BETTER, WORSE = QUIET, COLOURS[1], COLOURS[2]


def draw(found: pd.DataFrame, page: Page, funding: str = "added") -> Figure:
    """Draw the change by every lever with its interval; the thin line is what drawing all assumed numbers gives.

    Parameters
    ----------
    found : DataFrame
        See `sim.study.lever_table.rows`; all levers.
    page : Page
    funding : str
        Which way of paying is drawn.
    """
    own = found[found.funding == funding]
    solved = own[own.measure == "solved_of_all"].set_index("lever").change
    levers = solved.sort_values(ascending=False, kind="stable").index.tolist()
    starred = set(own.lever[own.circumstance != ""])
    key = [
        _mark(BETTER, page.say("surely better, at the defaults", "默认值下确定更好")),
        _mark(WORSE, page.say("surely worse, at the defaults", "默认值下确定更差")),
        _mark(NEUTRAL, page.say("not settled or negligible", "未定或无实质变化")),
        Line2D([], [], color=NEUTRAL, linewidth=0.8, label=page.say("assumed numbers drawn", "假定参数取值范围")),
        Patch(color=SHADE, label=page.say("too small to matter", "小到无实质意义")),
    ]  # fmt: skip
    figure = page.figure(
        (12.4, PITCH * len(levers) + 0.75),
        ("What each lever changes by itself, and what it costs", "各项政策单独实施的变化与成本"),
        [
            ("Change against no lever, same fate, mean with 95 % t interval (thick); thin: 10-90 % of the changes when "
             "all assumed numbers, the mechanisms' and the lever's, are drawn from their ranges. "
             "Sorted by problems solved. * against a baseline of its own (a surge; layered grids).",
             "与无政策相比的变化（同一命运，粗线为 95% t 区间）；细线为全部假定参数（机制与政策）在其范围内"
             "随机取值时变化的 10-90% 分位。按问题真实解决率排序。* 与其自身基线相比（突发情形；多网并存）。"),
        ],
        key,
    )  # fmt: skip
    axes = figure.subplots(1, len(PANELS), sharey=True, squeeze=False).ravel()
    for ax, name in zip(axes, PANELS, strict=True):
        measure = MEASURES[name]
        zone = measure.matters
        ax.add_patch(Rectangle((-zone, -1), 2 * zone, len(levers) + 1, facecolor=SHADE, linewidth=0, zorder=0))
        ax.axvline(0.0, color=QUIET, linewidth=0.8, zorder=1)
        rows = own[own.measure == name].set_index("lever")
        for i, lever in enumerate(levers):
            r = rows.loc[lever]
            good = {"more": "higher", "less": "lower"}.get(r.settled, "-") == measure.better
            colour = BETTER if good else WORSE if r.worse else NEUTRAL
            if r.drawn_low == r.drawn_low:
                ax.plot([r.drawn_low, r.drawn_high], [i, i], color=NEUTRAL, linewidth=0.8, zorder=2, gid="drawn")
            ax.plot(
                [r.low, r.high], [i, i], color=colour, linewidth=2.4, solid_capstyle="butt", zorder=3, gid="interval"
            )
            ax.plot([r.change], [i], "o", color=colour, markersize=4.5, zorder=4, gid="change")
        ax.set_ylim(len(levers) - 0.4, -0.6)
        ax.grid(axis="x")
        ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        ax.tick_params(labelsize=8)
        ax.set_title(page.say(measure.title, measure.title_zh, "\n"), fontsize=9, pad=6)
        better, unit = page.say("better", "更好"), page.unit(str(rows.unit.iloc[0]))
        sided = {"lower": f"\u2190 {better}   {unit}", "higher": f"{unit}   {better} \u2192"}
        ax.set_xlabel(sided.get(measure.better, unit), fontsize=8.5)
    names = [page.say(lever, POLICIES[lever].name_zh) + (" *" if lever in starred else "") for lever in levers]
    axes[0].set_yticks(range(len(levers)), names, fontsize=8)
    return figure


def _mark(colour: str, label: str) -> Line2D:
    """Make a mark for the key."""
    return Line2D([], [], color=colour, marker="o", markersize=5, linewidth=2, label=label)


def save_figure(found: pd.DataFrame, origin: Origin, folder: Path) -> list[Path]:
    """Draw it in English and in Chinese, each as PNG and SVG; return the files."""
    made = []
    for lang in ("en", "zh"):
        with sheet():
            figure = draw(found, Page(origin, lang))
            settle(figure)
            for kind in FORMATS:
                file = folder / f"levers{'' if lang == 'en' else '_' + lang}.{kind}"
                told = origin.metadata(kind, "levers")
                replace_file(file, lambda p, f=figure, k=kind, t=told: f.savefig(p, format=k, metadata=t))  # type: ignore[misc]
                made.append(file)
    return made
