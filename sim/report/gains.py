"""Figures: who gains and who loses, by community and by group of residents; before and after as dumbbells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.i18n import Bilingual, say, word
from sim.measures import MEASURES
from sim.report.style import TONES, Page
from sim.studies.pictured import AreaChange, area_changes, best_and_worst
from sim.studies.results import Results
from sim.studies.shown import arms_shown

MAIN = "solved_of_all"
MOST = 10
"""Communities at either end."""
PITCH = 0.24
"""Inches from row to row."""


def communities(saved: Results, page: Page) -> Figure:
    """Draw the communities that gain most and least."""
    return _draw(saved, page, "community", say("figures.communities"), say("figures.of_communities", n=MOST))


def groups(saved: Results, page: Page) -> Figure:
    """Draw the groups of residents."""
    return _draw(saved, page, "group", say("figures.groups"), say("figures.of_groups"))


def _draw(saved: Results, page: Page, level: str, title: Bilingual, note: Bilingual) -> Figure:
    first, *others = arms_shown(saved)
    found = {}
    for arm in others:
        own = area_changes(saved.areas, (first, arm), level, MAIN)
        found[arm] = own if level == "group" else best_and_worst(own, MOST)
    rows = max(map(len, found.values()))
    key: list[Artist] = [
        Line2D([], [], color=TONES[""], marker="o", markersize=5, markerfacecolor="white", linestyle="none",
               label=page.say("figures.before", arm=page.called(first))),
        Line2D([], [], color=TONES[""], marker="o", markersize=6, linestyle="none", label=page.say("figures.after")),
        Line2D([], [], color=TONES["better"], linewidth=3, label=page.say("figures.better")),
        Line2D([], [], color=TONES["worse"], linewidth=3, label=page.say("figures.worse")),
        Line2D([], [], color=TONES[""], linewidth=3, label=page.say("figures.open")),
    ]  # fmt: skip
    size = (max(7.2, 0.6 + 3.6 * len(others)), PITCH * rows + 1.0)
    figure = page.figure(size, title, [note, say("figures.holm")], key)
    panels = figure.subplots(1, len(others), squeeze=False)[0]
    low, high = _reach([area for own in found.values() for area in own])
    measure = MEASURES[MAIN]
    for ax, arm in zip(panels, others, strict=True):
        _panel(ax, page, found[arm])
        ax.set_xlim(low, high)
        ax.set_title(page.arm(arm), fontsize=9.5)
        ax.set_xlabel(page.say("figures.with_unit", "\n", title=measure.called, unit=word("units", measure.unit)))
    return figure


def _panel(ax: Axes, page: Page, found: Sequence[AreaChange]) -> None:
    """Draw a row for each area; the thin line is the 95 % interval of the change, from where it began."""
    for row, area in enumerate(found):
        colour, d = TONES[area.tone], area.change
        before, after = d.before.mean, d.after.mean
        ax.plot(
            [before + d.change.low, before + d.change.high], [row, row], color=colour, linewidth=0.9, gid="interval"
        )
        ax.plot([before, after], [row, row], color=colour, linewidth=3, solid_capstyle="butt")
        ax.plot([before], [row], "o", color=colour, markersize=5, markerfacecolor="white", zorder=3, gid="before")
        ax.plot([after], [row], "o", color=colour, markersize=6, zorder=3, gid="after")
    if len(found) == 2 * MOST:
        ax.axhline(MOST - 0.5, color="#8c8c8c", linewidth=0.8, linestyle=":")
    ax.set_yticks(range(len(found)), [page.pick(area.name) for area in found], fontsize=8)
    ax.set_ylim(len(found) - 0.4, -0.6)
    ax.grid(axis="x")
    ax.grid(False, axis="y")


def _reach(found: Sequence[AreaChange]) -> tuple[float, float]:
    """Ends of the axis, which shows all that is drawn."""
    values = [
        v for area in found for v in (
            area.change.before.mean, area.change.after.mean, area.change.before.mean + area.change.change.low,
            area.change.before.mean + area.change.change.high,
        )
    ]  # fmt: skip
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    air = 0.05 * (high - low) or 1.0
    return low - air, high + air
