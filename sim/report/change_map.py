"""Figure: where it changes, each community's difference to the first arm over all pairs; grey where that is open."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.geography.shapes import Shapes
from sim.i18n import say
from sim.measures import MEASURES
from sim.report.style import Page, halo, wrap
from sim.report.waiting_map import bare, outline, shapes_in
from sim.show.svg.still import CHANGE, OPEN, change_colours
from sim.studies.pictured import area_changes
from sim.studies.results import Results
from sim.studies.shown import arms_shown
from sim.types import Floats

MAIN = "solved_of_all"
SIZES = (1.0, 2.0, 4.0)
"""Limits of the classes, in units of what matters of the measure."""
MOST_NAMED = 60
"""With more communities none is named: the names would hide the colours."""


def draw(saved: Results, page: Page) -> Figure:
    """Draw a map for each arm that is shown beside the first one."""
    first, *others = arms_shown(saved)
    table = saved.map[saved.map["arm"] == first].sort_values("cell", ignore_index=True)
    shapes, measure = shapes_in(table), MEASURES[MAIN]
    left, top, right, bottom = shapes.box
    wide = min(12.6, 4.6 * len(others) + (3.6 if len(others) == 1 else 0.0))
    tall = min(max((wide / len(others) - 0.2) * (bottom - top) / (right - left) + 0.4, 2.4), 6.0)
    steps = [size * measure.matters for size in SIZES]
    notes = [say("figures.of_change_map", n=min(map(len, saved.replications.values()))), say("figures.drawn_map")]
    title = say("figures.change_map", title=measure.called.capital())
    figure = page.figure((wide, tall), title, notes, _key(page, steps))
    for ax, arm in zip(figure.subplots(1, len(others), squeeze=False)[0], others, strict=True):
        _panel(ax, page, saved, (first, arm), table, shapes, steps)
        heading = page.say("figures.less", second=page.called(arm), first=page.called(first))
        ax.set_title("\n".join(wrap(heading, 13.0 * wide / len(others))), fontsize=9.5)
    return figure


def _key(page: Page, steps: list[float]) -> list[Artist]:
    """Explain the colours, from better to worse."""
    ends = [f"{a:g}\u2013{b:g}" for a, b in pairwise(steps)] + [f"\u2265{steps[-1]:g}"]
    names = [*reversed(ends), f"<{steps[0]:g}", *ends]
    names[0] = f"{page.say('figures.better_by')} {names[0]}"
    names[-1] = f"{page.say('figures.worse_by')} {names[-1]} {page.unit(MEASURES[MAIN].unit_of_change)}"
    made: list[Artist] = [Patch(color=colour, label=name) for colour, name in zip(CHANGE, names, strict=True)]
    return [*made, Patch(color=OPEN, label=page.say("figures.open"))]


def _panel(
    ax: Axes, page: Page, saved: Results, arms: tuple[str, str], table: pd.DataFrame, shapes: Shapes, steps: list[float]
) -> None:  # fmt: skip
    found = {area.id: area for area in area_changes(saved.areas, arms, "community", MAIN)}
    n = int(table["community"].max()) + 1
    change, sure = np.full(n, math.nan), np.zeros(n, np.bool_)
    for number, area in found.items():
        change[number], sure[number] = area.change.change.mean, area.change.settled != "open"
    colours = np.array(change_colours(change, sure, steps, "low" if MEASURES[MAIN].better == "higher" else "high"))
    own = PolyCollection(
        shapes.polygons, facecolors=colours[table["community"]], linewidth=0, antialiased=False, rasterized=True,
        gid="cells",
    )  # fmt: skip
    ax.add_collection(own)
    bare(ax, shapes)
    outline(ax, shapes, table, ("community",))
    if len(found) <= MOST_NAMED:
        for number, area in found.items():
            x, y = _middle(table[table["community"] == number][["x", "y"]].to_numpy(np.float64)) / shapes.side
            name = area.name.en if page.lang == "both" else page.pick(area.name).removesuffix("社区")
            halo(ax.text(x, y, name, fontsize=6, ha="center", va="center", color="#1a1a1a"))


def _middle(cells: Floats) -> Floats:
    """Find the cell nearest to the middle of an area, which itself may lie in a lake; [n, 2] -> [2]."""
    found: Floats = cells[np.argmin(np.hypot(*(cells - cells.mean(axis=0)).T))]
    return found
