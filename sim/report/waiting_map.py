"""Figure: where people wait, before and after, with the boundaries of grids and communities."""

from __future__ import annotations

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
from sim.i18n import Bilingual, joined, say
from sim.report.style import Page, wrap
from sim.studies.loading import AnyResults
from sim.studies.statistics import half_widths

FEW = 10
"""Cases, over all replications, under which a cell's mean is not shown."""
MOST_PANELS = 3
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
    """Draw up to three arms side by side; with two arms also their difference."""
    arms = saved.arms[:MOST_PANELS]
    tables = [cell_means(saved, arm) for arm in arms]
    pair = len(arms) == 2
    clear = clear_changes(saved, arms[0], arms[1], tables) if pair else pd.Series(dtype=bool)
    n_panels = 3 if pair else len(arms)
    wide = 13.0 if n_panels > 1 else 7.6
    shapes = shapes_in(tables[0])
    left, top, right, bottom = shapes.box
    shape = (bottom - top) / (right - left)
    figure = page.figure(
        (wide, min(max((wide / n_panels - 0.55) * shape + 1.35, 2.6), 7.0)),
        say("report.where"),
        _notes(page, saved.arms[MOST_PANELS:], tables[0].n.median()),
        _key(page, tables, dots=bool(clear.any())),
    )
    panels = figure.subplots(1, n_panels, squeeze=False)[0]
    ends = colour_range([t.response_h for t in tables])
    for k, (ax, arm, table) in enumerate(zip(panels, arms, tables, strict=False)):
        column = "grid" if k else "grid_at_start"
        paint(ax, page, shapes, table.response_h, WAITING, ends)
        outline(ax, shapes, table, column)
        net = table[column].nunique()
        heading = f"{page.arm(arm)}: {page.say('report.grids', n=net)}"
        ax.set_title("\n".join(wrap(heading, 13.0 * wide / n_panels)))
    beyond = over(pd.concat([t.response_h for t in tables]), ends)
    across, thin = (0.5, 20 * len(arms)) if n_panels > 1 else (0.8, 40)
    scale = ScalarMappable(Normalize(*ends), WAITING)
    bar = figure.colorbar(
        scale, ax=list(panels[: len(arms)]), location="bottom", shrink=across, aspect=thin, extend=beyond
    )
    bar.set_label(page.say("report.mean_response"))
    if pair:
        _difference(figure, panels[2], page, arms, tables, clear, shapes)
    return figure


def _notes(page: Page, undrawn: Sequence[str], usual: float) -> list[Bilingual]:
    """Say what a colour is, how noisy it is, and what the map is not."""
    notes = [say("report.of_map", n=usual)]
    if undrawn:
        notes.append(say("report.undrawn", arms=joined(page.called(arm) for arm in undrawn)))
    return notes


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


def _difference(
    figure: Figure, ax: Axes, page: Page, arms: list[str], tables: list[pd.DataFrame], clear: pd.Series, shapes: Shapes
) -> None:
    """Draw second less first arm, cells with a clear change dotted."""
    change = tables[1].response_h - tables[0].response_h
    known = change.dropna().abs()
    end = nice(float(known.quantile(0.95))) if len(known) else 1.0
    paint(ax, page, shapes, change, CHANGE, (-end, end))
    outline(ax, shapes, tables[1], "grid")
    marked = tables[1][clear]
    ax.scatter(marked.x / shapes.side, marked.y / shapes.side, s=4.0, color=INK, linewidths=0, zorder=4)
    heading = page.say("report.difference", second=page.called(arms[1]), first=page.called(arms[0]))
    ax.set_title("\n".join(wrap(heading, 55)))
    scale = ScalarMappable(Normalize(-end, end), CHANGE)
    bar = figure.colorbar(scale, ax=ax, location="bottom", shrink=0.9, aspect=20, extend=over(change, (-end, end)))
    bar.set_label(page.say("report.change_hours"))


def over(values: pd.Series, ends: Ends) -> str:
    """Say at which ends values run off the colour scale, as matplotlib calls it."""
    low, high = bool((values < ends[0]).any()), bool((values > ends[1]).any())
    return "both" if low and high else "min" if low else "max" if high else "neither"


def paint(ax: Axes, page: Page, shapes: Shapes, values: pd.Series, colours: str, ends: Ends) -> None:
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
    left, top, right, bottom = shapes.box
    ax.set_aspect("equal")
    ax.set_xlim(left - MARGIN, right + MARGIN)
    ax.set_ylim(bottom + MARGIN, top - MARGIN)
    ax.grid(False)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.tick_params(length=0, labelsize=8)
    ax.set_xlabel(page.say("report.across"), fontsize=8.5)
    ax.set_ylabel(page.say("report.down"), fontsize=8.5)


def outline(ax: Axes, shapes: Shapes, table: pd.DataFrame, grid: str) -> None:
    """Draw grid boundaries thin and community boundaries thick.

    Parameters
    ----------
    grid : {"grid_at_start", "grid"}
    """
    for column, linewidth in ((grid, 0.5), ("community", 1.6)):
        ends = shapes.boundaries(table[column].to_numpy()).reshape(-1, 2)
        # one path for all of them: a tenth of the SVG that single lines would make
        path = MapPath(ends, np.tile([MapPath.MOVETO, MapPath.LINETO], len(ends) // 2))
        ax.add_patch(
            PathPatch(path, facecolor="none", edgecolor=INK, linewidth=linewidth, capstyle="round", gid=column)
        )


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
