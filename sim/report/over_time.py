"""Figure: response time by week, with bands over replications."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from sim.i18n import Bilingual, say
from sim.measures import MEASURES
from sim.report.style import QUIET, SHADE, Page
from sim.studies.loading import AnyResults
from sim.studies.statistics import mean_interval

WEEK = 7
"""Days of a point; a last week that is not whole is left out. Runs under three weeks are drawn day by day."""


def by_week(saved: AnyResults) -> pd.DataFrame:
    """Mean hours to first contact of every replication by week.

    Days count alike within a week; days without a first contact are left out.

    Returns
    -------
    DataFrame
        One row per middle of a week (day of the run), one column per (arm, replication).
    """
    days = int(saved.manifest["days"])
    step = step_of(days)
    daily = saved.daily
    daily = daily[(daily.level == "district") & (daily.day < days // step * step)]
    table = daily.groupby([daily.day // step, "arm", "replication"]).response_h.mean().unstack(["arm", "replication"])
    return table.set_axis((table.index + 0.5) * step).rename_axis("day")


def step_of(days: int) -> int:
    """Days of a point of the line."""
    return WEEK if days >= 3 * WEEK else 1


def intervals(table: pd.DataFrame, within: tuple[float, float]) -> pd.DataFrame:
    """Mean and 95 % interval over replications (columns) of each row, within what it can be."""
    found = [mean_interval(row, within) for row in table.to_numpy()]
    return pd.DataFrame([(i.mean, i.low, i.high) for i in found], table.index, ["mean", "low", "high"])


def draw(saved: AnyResults, page: Page) -> Figure:
    """Draw one line an arm, the warm-up shaded; below, how much it is above or below the first arm."""
    table, first = by_week(saved), saved.arms[0]
    hours = MEASURES["response_mean"]
    lines = {arm: intervals(table[arm], hours.limits) for arm in saved.arms}
    changes = {
        arm: intervals((table[arm] - table[first]).dropna(axis=1, how="all"), hours.limits_of_change)
        for arm in saved.arms[1:]
    }
    ends = [reach(lines.values(), zero=True)] + ([reach(changes.values(), zero=True)] if changes else [])
    weekly = step_of(saved.manifest["days"]) == WEEK
    figure = page.figure(
        (9.0, 5.6 if changes else 4.0),
        say("figures.parting") if changes else say("report.by_week") if weekly else say("report.by_day"),
        _notes(page, weekly=weekly),
    )
    heights = [3, 2] if changes else [1]
    panels = figure.subplots(len(heights), 1, sharex=True, squeeze=False, height_ratios=heights)[:, 0]
    for ax, (low, high), drawn in zip(panels, ends, (lines, changes), strict=False):
        shade_warmup(ax, page)
        ax.set_ylim(low, high)
        for arm, own in drawn.items():
            page.ribbon(ax, arm, *own.reset_index().to_numpy().T)
    page.legend_above(panels[0])
    panels[0].set_ylabel(page.say("report.response_hours", "\n"))
    if changes:
        panels[1].axhline(0, color=page.colour(first), linewidth=1.2, zorder=1)
        panels[1].set_ylabel(page.say("report.change_h", "\n"))
        panels[1].set_title(page.less(first), fontsize=9, color=QUIET)
        figure.align_ylabels()
    if page.origin.warmup_days:
        words = page.say("report.warmup", "\n")
        panels[0].annotate(words, (0, 1), (5, -6), xycoords="axes fraction", textcoords="offset points", fontsize=8.5,
                           color=QUIET, va="top", linespacing=1.4)  # fmt: skip
    panels[-1].set_xlim(0, saved.manifest["days"])
    panels[-1].set_xlabel(page.say("report.day_of_run"))
    panels[-1].xaxis.set_major_locator(MultipleLocator(_every(saved.manifest["days"])))
    return figure


def _notes(page: Page, *, weekly: bool) -> list[Bilingual]:
    """Say what is drawn."""
    first = say("report.of_week" if weekly else "report.of_day")
    single = max(page.origin.replications) == 1
    return [first, say("report.no_band" if single else "report.band"), say("figures.means")]


def shade_warmup(ax: Axes, page: Page) -> None:
    """Shade the days that no measure counts."""
    if page.origin.warmup_days:
        ax.axvspan(0, page.origin.warmup_days, color=SHADE, linewidth=0, zorder=0, gid="warm-up")


def reach(drawn: Iterable[pd.DataFrame], *, zero: bool = False) -> tuple[float, float]:
    """Ends of an axis that shows every line and every band.

    Parameters
    ----------
    drawn : tables of `intervals`
    zero : bool
        Whether 0 is shown, too.
    """
    values = pd.concat(list(drawn)).to_numpy(np.float64)
    known = [*values[~np.isnan(values)].tolist(), *([0.0] if zero else [])]
    low, high = min(known), max(known)
    if low == high:  # e.g. a change, where one of two arms contacted nobody
        return low - 1.0, high + 1.0
    air = 0.05 * (high - low)
    return low - (air if low < 0.0 else 0.0), high + air


def _every(days: int) -> int:
    """Days between two ticks, about a dozen in all."""
    return next((n for n in (1, 2, 7, 14, 30, 90, 180, 365) if days / n <= 13), 730)
