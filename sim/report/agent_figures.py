"""Figures of agents: one for each kind, of a replication that is lived again with a diary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config.run import RunConfig
from sim.i18n import Bilingual, say
from sim.report.over_time import shade_warmup
from sim.report.style import COLOURS, QUIET, Page
from sim.studies.diary import MONTH, Diary
from sim.types import Array, Floats

SIZE = (9.0, 3.6)
GREY, BLUE, RED, GREEN = COLOURS[0], COLOURS[1], COLOURS[2], COLOURS[3]
CLOSE = {"handlelength": 1.2, "handletextpad": 0.6, "columnspacing": 1.2}
"""Spaces of a legend, in letters, so that three names are no wider than their panel."""
_BAND = (10, 50, 90)


def _panels(page: Page, title: Bilingual, note: Bilingual) -> tuple[Figure, Sequence[Axes]]:
    figure = page.figure(SIZE, title, [note])
    return figure, figure.subplots(1, 2)


def _arm(page: Page) -> Bilingual:
    """Name the arm that was lived again."""
    return page.called(page.origin.arms[0])


def _spread(ax: Axes, days: Sequence[int], rows: Sequence[Floats], colour: str, label: str) -> None:
    """Draw the median of some agents over time, with a band from the tenth to the ninetieth."""
    there = [k for k, row in enumerate(rows) if len(row)]
    if not there:
        return
    low, middle, high = np.array([np.percentile(rows[k], _BAND) for k in there]).T
    at = [days[k] for k in there]
    ax.fill_between(at, low, high, color=colour, alpha=0.16, linewidth=0)
    ax.plot(at, middle, color=colour, label=label)


def _over_time(ax: Axes, page: Page, config: RunConfig, ylabel: str) -> None:
    shade_warmup(ax, page)
    ax.set_xlim(0, config.run.days)
    ax.set_xlabel(page.say("report.day_of_run"))
    ax.set_ylabel(page.say(ylabel, "\n"))
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3, borderaxespad=0.2, **CLOSE)


def firms(diary: Diary, config: RunConfig, page: Page) -> Figure:
    """Effort of firms above their floors, with and without a committee; where each firm ends against its floor."""
    figure, (left, right) = _panels(page, say("report.firms"), say("report.of_firms", arm=_arm(page)))
    for with_it, colour, key in ((False, GREY, "report.no_committee"), (True, BLUE, "report.committee")):
        own = diary.committee == with_it
        if own.any():
            # firms that began during the run, under a lever, have no line of their own
            rows = [row[own[: len(row)]] for row in diary.above]
            _spread(left, diary.days, rows, colour, page.say(key))
            right.scatter(diary.floor[own], diary.effort[own], s=10, color=colour, alpha=0.5, linewidths=0)
    _over_time(left, page, config, "report.above_floor")
    ends = [0.0, max(1.0, float(np.max(diary.floor, initial=1.0)))]
    right.plot(ends, ends, color=QUIET, linewidth=0.8)
    right.set_xlabel(page.say("report.floor", "\n"))
    right.set_ylabel(page.say("report.effort_end", "\n"))
    return figure


def workers(diary: Diary, config: RunConfig, page: Page) -> Figure:
    """Load and fatigue of grid workers over time; the patrols that each desk walks, by load."""
    figure, (left, right) = _panels(page, say("report.workers"), say("report.of_workers", arm=_arm(page)))
    _spread(left, diary.days, diary.load, BLUE, page.say("report.load"))
    _spread(left, diary.days, diary.fatigue, RED, page.say("report.fatigue"))
    left.axhline(config.settings.workers.overload_from, color=QUIET, linewidth=0.8, linestyle="--")
    _over_time(left, page, config, "report.of_paid_hours")
    load, walked = np.concatenate(diary.load), np.concatenate(diary.patrolled)
    right.scatter(load, 100.0 * walked, s=5, color=GREEN, alpha=0.3, linewidths=0)
    right.axvline(config.settings.workers.overload_from, color=QUIET, linewidth=0.8, linestyle="--")
    right.set_xlabel(page.say("report.load_day", "\n"))
    right.set_ylabel(page.say("report.patrolled", "\n"))
    return figure


def members(diary: Diary, config: RunConfig, page: Page) -> Figure:
    """Share of in-service members that come by month; a unit's share against that of the month before."""
    figure, (left, right) = _panels(page, say("report.members"), say("report.of_members", arm=_arm(page)))
    rows = [100.0 * row for row in diary.came]
    _spread(left, diary.months, rows, BLUE, page.say("report.unit"))
    left.plot(diary.months, [row.mean() for row in rows], color=RED, label=page.say("report.all_units"))
    _over_time(left, page, config, "report.came")
    left.set_ylim(bottom=0)
    pairs = [(a, b) for a, b in pairwise(rows) if len(a) == len(b)]
    if pairs:
        before, after = (np.concatenate(side) for side in zip(*pairs, strict=True))
        middle, mean = _means(before, after, np.arange(0.0, 110.0, 10.0))
        right.plot(middle, mean, "o-", color=BLUE)
        right.set_ylim(bottom=0)
    right.set_xlabel(page.say("report.came_before", "\n"))
    right.set_ylabel(page.say("report.came_after", "\n"))
    return figure


def residents(diary: Diary, config: RunConfig, page: Page) -> Figure:
    """What residents have heard over time; what it makes of their readiness to report at the end."""
    told = say("report.of_residents", arm=_arm(page), days=config.settings.voice.heard_days)
    figure, (left, right) = _panels(page, say("report.residents"), told)
    signs = ((1, GREEN, "report.heard_good"), (-1, RED, "report.heard_bad"), (0, GREY, "report.heard_nothing"))
    for sign, colour, key in signs:
        share = [100.0 * float((np.sign(heard) == sign).mean()) for heard in diary.heard]
        left.plot(diary.days, share, color=colour, label=page.say(key))
    _over_time(left, page, config, "report.of_residents_pct")
    left.set_ylim(0, 100)
    change = 100.0 * config.settings.voice.heard * diary.heard[-1]
    right.hist(change[change != 0.0], bins=40, weights=np.full((change != 0.0).sum(), 100.0 / len(change)), color=BLUE)
    right.set_xlabel(page.say("report.report_change", "\n"))
    right.set_ylabel(page.say("report.of_residents_pct", "\n"))
    return figure


def _means(x: Array, y: Array, edges: Floats) -> tuple[Floats, Floats]:
    """Means of x and y in bins of x, where at least ten fall in."""
    which = np.digitize(x, edges)
    chosen = [which == k for k in np.unique(which) if (which == k).sum() >= 10]
    return np.array([x[c].mean() for c in chosen]), np.array([y[c].mean() for c in chosen])


KINDS: dict[str, Callable[[Diary, RunConfig, Page], Figure]] = {
    "agents_firms": firms,
    "agents_workers": workers,
    "agents_members": members,
    "agents_residents": residents,
}
"""Every figure of agents by the name of its file."""


def missing(diary: Diary) -> dict[str, Bilingual]:
    """Figures that cannot be drawn, and why."""
    why = {}
    if not diary.days:
        return dict.fromkeys(KINDS, say("report.no_week"))
    if not len(diary.floor):
        why["agents_firms"] = say("report.no_firms")
    if not diary.came:
        why["agents_members"] = say("report.no_members", days=MONTH)
    return why
