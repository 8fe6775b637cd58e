"""Figure: how long cases wait for a first contact, open cases censored."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy import stats

from sim.i18n import say
from sim.report.style import QUIET, Page
from sim.studies.loading import AnyResults
from sim.studies.statistics import half_widths
from sim.types import Array, Bools, Floats

TICKS = (
    (0, "0", "0"), (1, "1 h", "1 小时"), (2, "2 h", "2"), (4, "4 h", "4"), (8, "8 h", "8 小时"), (24, "1 d", "1 天"),
    (48, "2 d", "2"), (72, "3 d", "3 天"), (168, "1 wk", "1 周"), (336, "2 wk", "2 周"), (720, "30 d", "30 天"),
    (2160, "90 d", "90 天"), (4320, "180 d", "180 天"), (8760, "1 yr", "1 年"),
)  # fmt: skip
N_TIMES = 1000


def waits(cases: pd.DataFrame, warmup_days: int, days: int) -> tuple[Floats, Bools]:
    """Hours each case waited for its first contact, and whether the contact came.

    Cases accepted after the warm-up. A case without contact is censored when the resident gives up or the run ends;
    a contact planned for after the end has not come.
    """
    own = cases[cases.t_accept_h >= 24.0 * warmup_days]
    end = 24.0 * days
    accepted, contact = own.t_accept_h.to_numpy(), own.t_contact_h.to_numpy()
    came = contact <= end  # false for nan
    last = np.fmin(own.t_close_h.to_numpy(), end)
    return np.asarray(np.where(came, contact, last) - accepted), np.asarray(came)


def share_contacted(waited: Floats, came: Bools, times: Floats) -> Floats:
    """Share of cases contacted within each of some times (Kaplan-Meier), 0 to 1."""
    if not came.any():
        return np.zeros(len(times))
    data = stats.CensoredData(uncensored=waited[came], right=waited[~came])
    return np.asarray(stats.ecdf(data).cdf.evaluate(times))


def curves(saved: AnyResults) -> tuple[Floats, dict[str, dict[int, Floats]]]:
    """Share contacted by time, for each arm and replication.

    Returns
    -------
    times [T] in hours, and arm -> replication -> shares [T]
    """
    warmup, days = saved.manifest["warmup_days"], saved.manifest["days"]
    times = np.expm1(np.linspace(0.0, np.log1p(24.0 * days), N_TIMES))
    found: dict[str, dict[int, Floats]] = {arm: {} for arm in saved.arms}
    for (arm, replication), cases in saved.cases.groupby(["arm", "replication"], sort=True):
        waited, came = waits(cases, warmup, days)
        if len(waited):
            found[arm][int(replication)] = share_contacted(waited, came, times)
    return times, {arm: own for arm, own in found.items() if own}


def band(rows: Array, low: float, high: float) -> tuple[Floats, Floats, Floats]:
    """Mean over replications and its 95 % t interval at each time, within what it can be.

    Parameters
    ----------
    rows : array [replications, T]
    low, high : float
        Smallest and largest value possible.

    Returns
    -------
    mean, lower end, upper end : arrays [T]
        Ends are nan from a single replication.
    """
    mean, half = rows.mean(axis=0), half_widths(rows, axis=0)
    return mean, np.maximum(mean - half, low), np.minimum(mean + half, high)


def draw(saved: AnyResults, page: Page) -> Figure:
    """Draw the share contacted, and below it how much more or less than in the first arm."""
    times, found = curves(saved)
    first = saved.arms[0]
    others = [arm for arm in found if arm != first and found[arm].keys() & found.get(first, {}).keys()]
    lines = say("report.no_band" if max(page.origin.replications) == 1 else "report.band_at")
    figure = page.figure(
        (9.0, 5.6 if others else 4.2),
        say("report.waits"),
        [say("report.kaplan_meier"), lines, say("figures.medians")],
    )
    heights = [2, 1] if others else [1]
    panels = figure.subplots(len(heights), 1, sharex=True, squeeze=False, height_ratios=heights)[:, 0]
    for arm, own in found.items():
        page.ribbon(panels[0], arm, times, *band(100.0 * np.array(list(own.values())), 0.0, 100.0))
    panels[0].set_ylim(0, 100)
    panels[0].set_ylabel(page.say("report.contacted", "\n"))
    panels[0].legend(loc="lower right")
    if others:
        _less(panels[1], page, times, found, others)
        figure.align_ylabels()
    end = end_of_axis(times, [np.mean(list(own.values()), axis=0) for own in found.values()])
    for ax in panels:
        time_axis(ax, page, end)
    panels[-1].set_xlabel(page.say("report.since"))
    return figure


def _less(ax: Axes, page: Page, times: Floats, found: dict[str, dict[int, Floats]], others: list[str]) -> None:
    """Draw how much more of the cases are contacted than in the first arm, paired by replication."""
    first = page.origin.arms[0]
    ax.axhline(0, color=page.colour(first), linewidth=1.2, zorder=1)
    for arm in others:
        both = sorted(found[arm].keys() & found[first].keys())
        changes = 100.0 * np.array([found[arm][r] - found[first][r] for r in both])
        page.ribbon(ax, arm, times, *band(changes, -100.0, 100.0))
    ax.set_ylabel(page.say("report.change_points", "\n"))
    ax.set_title(page.less(first), fontsize=9, color=QUIET)


def end_of_axis(times: Floats, shares: list[Floats]) -> float:
    """First tick by which almost all cases of every arm are contacted, hours."""
    for hours, _, _ in TICKS:
        if hours >= 72 and all(np.interp(hours, times, share) >= 0.98 for share in shares):
            return float(hours)
    return float(times[-1])


def time_axis(ax: Axes, page: Page, end: float) -> None:
    """Spread the first hours and press the long tail: even steps in the logarithm of (1 h + time)."""
    ax.set_xscale("function", functions=(lambda t: np.log1p(np.maximum(t, -0.5)), np.expm1))
    ticks = [t for t in TICKS if t[0] <= end]
    zh = page.lang == "zh"
    ax.set_xticks([t[0] for t in ticks], [t[2] if zh else t[1] for t in ticks])
    ax.set_xlim(0, end)
    ax.grid(True, axis="x")
