"""Figure: where people wait, before and after, with the boundaries of grids and communities."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PolyCollection
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path as MapPath

from sim.geography.shapes import Shapes, from_middles, from_outlines
from sim.i18n import joined, say
from sim.report.style import Page, wrap
from sim.studies.loading import AnyResults
from sim.studies.statistics import half_widths

FEW = 10
"""Cases, over all replications, under which a cell's mean is not shown."""
MOST_PANELS = 4
MARGIN = 0.4
"""Around the map, sides of a cell."""
Ends: TypeAlias = tuple[float, float]
WAITING, CHANGE = "YlOrBr", "PuOr_r"
INK, EMPTY, HATCH = "#1a1a1a", "#d9d9d9", "#8c8c8c"


def cell_means(saved: AnyResults, arm: str) -> pd.DataFrame:
    """Cells of an arm with what was measured there.

    Returns
    -------
    DataFrame
        The arm's rows of the map, with n (cases contacted after the warm-up, over all replications) and response_h
        (their mean; nan under `FEW`).
    """
    cells = saved.map[saved.map.arm == arm].set_index("cell").sort_index()
    grouped = _contacted(saved, arm).groupby("cell").response_h
    n = grouped.size().reindex(cells.index, fill_value=0)
    return cells.assign(n=n, response_h=grouped.mean().reindex(cells.index).where(n >= FEW))


def _contacted(saved: AnyResults, arm: str) -> pd.DataFrame:
    """Cases of an arm accepted after the warm-up and contacted before the end."""
    cases = saved.cases
    start, end = 24.0 * saved.manifest["warmup_days"], 24.0 * saved.manifest["days"]
    own = cases[(cases.arm == arm) & (cases.t_accept_h >= start) & (cases.t_contact_h <= end)]
    return own.assign(response_h=own.t_contact_h - own.t_accept_h)[["replication", "cell", "response_h"]]


def clear_changes(saved: AnyResults, first: str, other: str, tables: Sequence[pd.DataFrame]) -> pd.Series:
    """Which cells changed by more than chance: 95 % t interval over paired replications without zero.

    Parameters
    ----------
    tables : the two arms' `cell_means`

    Returns
    -------
    Series of bool by cell
        False where a mean is not shown, and with fewer than three pairs.
    """
    a, b = (
        _contacted(saved, arm).groupby(["cell", "replication"]).response_h.mean().unstack() for arm in (first, other)
    )
    change = b - a
    n = change.notna().sum(axis=1)
    clear = (n >= 3) & (change.mean(axis=1).abs() > half_widths(change.to_numpy(np.float64)))
    shown = tables[0].response_h.notna() & tables[1].response_h.notna()
    return clear.reindex(shown.index, fill_value=False) & shown


def shapes_in(table: pd.DataFrame) -> Shapes:
    """Shapes of the cells of a map; a run saved before they were kept has squares."""
    if "outline" in table.columns:
        return from_outlines(table.outline.to_list())
    return from_middles(table.x.to_numpy(), table.y.to_numpy())


def draw(saved: AnyResults, page: Page) -> Figure:
    """Draw the waiting of the first arm, and of each other arm how it differs, cells with a clear change dotted."""
    first, *others = saved.arms[:MOST_PANELS]
    tables = [cell_means(saved, arm) for arm in (first, *others)]
    clear = [clear_changes(saved, first, arm, [tables[0], own]) for arm, own in zip(others, tables[1:], strict=True)]
    shapes = shapes_in(tables[0])
    left, top, right, bottom = shapes.box
    across = 2 if len(tables) in (2, 4) else len(tables)
    down = math.ceil(len(tables) / across)
    wide = {1: 7.6, 2: 10.4, 3: 13.0}[across]
    tall = min(max((wide / across - 0.4) * (bottom - top) / (right - left) + 1.0, 2.6), 6.0)
    notes = [say("report.of_map", n=tables[0].n.median())]
    if undrawn := saved.arms[MOST_PANELS:]:
        notes.append(say("report.undrawn", arms=joined(page.called(arm) for arm in undrawn)))
    key = _key(page, tables, dots=any(own.any() for own in clear))
    figure = page.figure((wide, down * tall), say("report.where"), notes, key)
    panels = figure.subplots(down, across, squeeze=False).ravel()
    ends = colour_range([tables[0].response_h])
    paint(panels[0], shapes, tables[0].response_h, WAITING, ends)
    outline(panels[0], shapes, tables[0], ("grid_at_start", "community"))
    beyond = over(tables[0].response_h, ends)
    scale = ScalarMappable(Normalize(*ends), WAITING)
    bar = figure.colorbar(scale, ax=panels[0], location="bottom", shrink=0.9, aspect=24, extend=beyond)
    bar.set_label(page.say("report.mean_response", "\n"))
    net = tables[0]["grid_at_start"].nunique()
    heading = page.say("figures.named", name=page.called(first), what=say("report.grids", n=net))
    panels[0].set_title("\n".join(wrap(heading, 13.0 * wide / across)))
    _differences(list(panels[1:]), page, (first, *others), tables, clear, shapes)
    return figure


def _key(page: Page, tables: Sequence[pd.DataFrame], *, dots: bool) -> list[Artist]:
    """Explain lines, hatching and dots, those that occur."""
    key: list[Artist] = [
        Line2D([], [], color=INK, linewidth=1.6, label=page.say("report.community_boundary")),
        Line2D([], [], color=INK, linewidth=0.5, label=page.say("report.grid_boundary")),
    ]
    if any((t.n < FEW).any() for t in tables):
        label = page.say("report.few", n=FEW)
        key.append(Patch(facecolor=EMPTY, edgecolor=HATCH, hatch="/////", linewidth=0, label=label))
    if dots:
        label = page.say("report.dotted")
        key.append(Line2D([], [], color=INK, marker="o", markersize=2.5, linestyle="none", label=label))
    return key


def _differences(
    panels: Sequence[Axes], page: Page, arms: Sequence[str], tables: Sequence[pd.DataFrame],
    clear: Sequence[pd.Series], shapes: Shapes,
) -> None:  # fmt: skip
    """Draw each arm less the first one, all on one scale."""
    changes = [own.response_h - tables[0].response_h for own in tables[1:]]
    known = pd.concat(changes).dropna().abs() if changes else pd.Series(dtype=float)
    end = nice(float(known.quantile(0.95))) if len(known) else 1.0
    for ax, arm, own, change, sure in zip(panels, arms[1:], tables[1:], changes, clear, strict=True):
        paint(ax, shapes, change, CHANGE, (-end, end))
        outline(ax, shapes, own, ("grid", "community"))
        marked = own[sure]
        ax.scatter(marked.x / shapes.side, marked.y / shapes.side, s=4.0, color=INK, linewidths=0, zorder=4)
        less = say("report.difference", second=page.called(arm), first=page.called(arms[0]))
        heading = page.say("figures.named", name=less, what=say("report.grids", n=own["grid"].nunique()))
        ax.set_title("\n".join(wrap(heading, 50)))
        scale = ScalarMappable(Normalize(-end, end), CHANGE)
        bar = ax.figure.colorbar(
            scale, ax=ax, location="bottom", shrink=0.9, aspect=24, extend=over(change, (-end, end))
        )
        bar.set_label(page.say("report.change_hours", "\n"))


def over(values: pd.Series, ends: Ends) -> str:
    """Say at which ends values run off the colour scale, as matplotlib calls it."""
    low, high = bool((values < ends[0]).any()), bool((values > ends[1]).any())
    return "both" if low and high else "min" if low else "max" if high else "neither"


def paint(ax: Axes, shapes: Shapes, values: pd.Series, colours: str, ends: Ends) -> None:
    """Colour the cells; those without a value are hatched."""
    known = values.notna().to_numpy()
    polygons = shapes.polygons
    # a picture even in a vector file, and no smooth edges: a province has 100,000 cells, and seams would show
    coloured = PolyCollection(
        [p for p, k in zip(polygons, known, strict=True) if k], array=values.to_numpy()[known], cmap=colours,
        norm=Normalize(*ends), linewidth=0, antialiased=False, rasterized=True, gid="cells",
    )  # fmt: skip
    ax.add_collection(coloured)
    if not known.all():
        blank = [p for p, k in zip(polygons, known, strict=True) if not k]
        ax.add_collection(PolyCollection(blank, facecolor=EMPTY, edgecolor=HATCH, hatch="/////", linewidth=0))
    bare(ax, shapes)


def bare(ax: Axes, shapes: Shapes) -> None:
    """Show the whole map and no axes: it has no rows and columns that anybody would look up."""
    left, top, right, bottom = shapes.box
    ax.set_aspect("equal")
    ax.set_xlim(left - MARGIN, right + MARGIN)
    ax.set_ylim(bottom + MARGIN, top - MARGIN)
    ax.set_axis_off()


def outline(ax: Axes, shapes: Shapes, table: pd.DataFrame, columns: Sequence[str]) -> None:
    """Draw boundaries, those of communities thick and others thin.

    Parameters
    ----------
    columns : sequence of {"grid_at_start", "grid", "community"}
        What boundaries are drawn of.
    """
    for column in columns:
        ends = shapes.boundaries(table[column].to_numpy()).reshape(-1, 2)
        # one path for all of them: a tenth of the SVG that single lines would make
        path = MapPath(ends, np.tile([MapPath.MOVETO, MapPath.LINETO], len(ends) // 2))
        wide = 1.6 if column == "community" else 0.5
        ax.add_patch(PathPatch(path, facecolor="none", edgecolor=INK, linewidth=wide, capstyle="round", gid=column))


def colour_range(values: list[pd.Series]) -> Ends:
    """Ends of the common colour scale, hours: one cell in fifty may run off at either end."""
    known = pd.concat(values).dropna()
    if not len(known):
        return 0.0, 1.0
    low, high = (float(q) for q in known.quantile([0.02, 0.98]))
    return float(np.floor(low)), float(max(np.ceil(high), np.floor(low) + 1.0))


def nice(value: float) -> float:
    """Round up to 1, 2 or 5 times a power of ten."""
    if not value > 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(power * next(step for step in (1, 2, 5, 10) if value <= step * power * 1.0001))
