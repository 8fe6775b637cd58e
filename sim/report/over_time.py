"""Figure: response time by week, with bands over replications."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from sim.report.style import QUIET, SHADE, Page
from sim.results import Saved
from sim.study.statistics import mean_interval

WEEK = 7
"""Days of a point; a last week that is not whole is left out. Runs under three weeks are drawn day by day."""


def weekly(saved: Saved) -> pd.DataFrame:
    """Mean hours to first contact by week.

    Days count alike within a week and replications alike within an arm; days without a first contact are left out.

    Returns
    -------
    DataFrame
        arm, day (middle of the week), mean, low, high (95 % over replications, nan from a single one), hours.
    """
    days = int(saved.manifest["days"])
    step = WEEK if days >= 3 * WEEK else 1
    daily = saved.daily
    daily = daily[(daily.level == "district") & (daily.day < days // step * step)]
    means = daily.groupby(["arm", "replication", daily.day // step], sort=False).response_h.mean()
    rows = []
    for (arm, week), values in means.groupby(level=[0, 2], sort=True):
        i = mean_interval(values.to_numpy())
        rows.append((arm, (week + 0.5) * step, i.mean, i.low, i.high))
    return pd.DataFrame(rows, columns=["arm", "day", "mean", "low", "high"])


def draw(saved: Saved, page: Page) -> Figure:
    """Draw one line an arm, the warm-up shaded."""
    table = weekly(saved)
    alone = max(page.origin.replications) == 1
    what = ("each line a single replication", "每条线为一次重复") if alone else (
        "line: mean over replications; band: its 95 % interval",
        "线：各次重复的均值；带：其 95% 区间",
    )  # fmt: skip
    step = "week" if saved.manifest["days"] >= 3 * WEEK else "day"
    figure = page.figure(
        (9.0, 4.0),
        (f"Response time by {step}", "响应时间：按周" if step == "week" else "响应时间：按日"),
        [
            (f"Mean hours from acceptance to first contact, of the days of a {step}; {what[0]}.",
             f"受理到首次联系的小时数，{'一周各日的均值' if step == 'week' else '当日均值'}；{what[1]}。"),
        ],
    )  # fmt: skip
    ax = figure.subplots()
    shade_warmup(ax, page)
    for arm in page.origin.arms:
        own = table[table.arm == arm]
        colour = page.colour(arm)
        ax.fill_between(own.day, own.low, own.high, color=colour, alpha=0.18, linewidth=0)
        ax.plot(own.day, own["mean"], color=colour, label=page.arm(arm))
    ax.set_xlim(0, saved.manifest["days"])
    ax.set_ylim(0, _top(table))
    ax.set_xlabel(page.say("day of the run (d)", "模拟日（天）"))
    ax.set_ylabel(page.say("response time (h)", "响应时间（小时）"))
    ax.xaxis.set_major_locator(MultipleLocator(_every(saved.manifest["days"])))
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=min(4, len(page.origin.arms)), borderaxespad=0.2)
    return figure


def shade_warmup(ax: Axes, page: Page) -> None:
    """Shade the days that no measure counts, and say so."""
    warmup = page.origin.warmup_days
    if not warmup:
        return
    ax.axvspan(0, warmup, color=SHADE, linewidth=0, zorder=0, label="_warm-up")
    ax.text(
        warmup / 2, 0.97, page.say("warm-up,\nleft out of measures", "预热期，\n不计入指标").replace(" 预热", "\n预热"),
        transform=ax.get_xaxis_transform(), ha="center", va="top", color=QUIET, fontsize=8.5, linespacing=1.3,
    )  # fmt: skip


def _top(table: pd.DataFrame) -> float:
    """End of the axis: above every line, and above most bands (a wide one in a single week must not flatten all)."""
    highest = float(np.nanmax(table["mean"], initial=0.0))
    bands = table.high.dropna()
    return max(1.08 * max(highest, float(bands.quantile(0.98)) if len(bands) else 0.0), 1.0)


def _every(days: int) -> int:
    """Days between two ticks, about a dozen in all."""
    return next((n for n in (1, 2, 7, 14, 30, 90, 180, 365) if days / n <= 13), 730)
