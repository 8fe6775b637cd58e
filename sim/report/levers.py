"""Figure: all levers beside each other, a row a lever, a panel a measure; fate and assumed numbers apart."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from sim.config.names import lever_name
from sim.i18n import say
from sim.measures.registry import MEASURES
from sim.report.origin import Origin
from sim.report.style import COLOURS, QUIET, SHADE, Page, settle, sheet
from sim.store.folder import replace_file

PANELS = ("response_mean", "silent", "solved_of_all", "satisfaction", "spending")
FORMATS = ("png", "svg")
PITCH = 0.23
"""Inches from row to row."""
NEUTRAL, BETTER, WORSE = QUIET, COLOURS[1], COLOURS[2]


def draw(found: pd.DataFrame, page: Page, funding: str = "added") -> Figure:
    """Draw the change by every lever with its interval; the thin line is what drawing all assumed numbers gives.

    Parameters
    ----------
    found : DataFrame
        See `sim.studies.lever_table.rows`; all levers.
    page : Page
    funding : str
        Which way of paying is drawn.
    """
    own = found[found.funding == funding]
    solved = own[own.measure == "solved_of_all"].set_index("lever").change
    levers = solved.sort_values(ascending=False, kind="stable").index.tolist()
    starred = set(own.lever[own.circumstance != ""])
    key = [
        _mark(BETTER, page.say("report.surely_better")),
        _mark(WORSE, page.say("report.surely_worse")),
        _mark(NEUTRAL, page.say("report.negligible")),
        Line2D([], [], color=NEUTRAL, linewidth=0.8, label=page.say("report.drawn")),
        Patch(color=SHADE, label=page.say("report.too_small")),
    ]  # fmt: skip
    figure = page.figure(
        (12.4, PITCH * len(levers) + 0.75),
        say("report.levers"),
        [say("report.of_levers")],
        key,
    )
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
        ax.set_title(page.pick(measure.called, "\n"), fontsize=9, pad=6)
        better, unit = page.say("report.better"), page.unit(str(rows.unit.iloc[0]))
        sided = {"lower": f"\u2190 {better}   {unit}", "higher": f"{unit}   {better} \u2192"}
        ax.set_xlabel(sided.get(measure.better, unit), fontsize=8.5)
    names = [page.pick(lever_name(lever)) + (" *" if lever in starred else "") for lever in levers]
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
