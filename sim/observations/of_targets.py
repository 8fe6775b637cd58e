"""Statistics that a calibration is fitted to and that are no measure of the registry.

A statistic is nan, and its target is left out with a word, where a run has nothing to say of it.
"""

from __future__ import annotations

import math

import numpy as np

from sim.measures import View
from sim.observations.special import special
from sim.state.cases import Channel, Stage
from sim.state.incidents import Extent
from sim.types import Bools

SLOPE, INTERCEPT = 0.773, 0.864
"""Satisfaction on resolution in Beijing, logit on logit (X031)."""
LEAST = 20
"""Cases from which a share is a share."""
SAY_SD = 0.1
"""Standard deviation between people of the load that they call too much, of a paid day (assumed).

Without it nearly all workers of a district lie on one side of the line, and no more can be learned than on which."""
EVENINGS = 14
"""Evenings over which open cases are taken at either end of a year."""


def _logit(share: float) -> float:
    inside = min(max(share, 0.002), 0.998)
    return math.log(inside / (1.0 - inside))


def _rated(view: View) -> Bools:
    return np.asarray(view.of("rating") >= 0)


def _truly(view: View) -> Bools:
    return np.asarray(view.of("closed") & view.of("solved"))


@special("per 1000/yr")
def found_per_1000(view: View) -> float:
    """Cases found on patrol, by helpers, cameras or on a visit, per 1,000 residents and year."""
    people = float(view.sets.people.n)
    found = np.count_nonzero((view.of("channel") != Channel.REPORT) & (view.of("channel") != Channel.DUPLICATE))
    return 1000.0 * found / people / view.days * 365.0 if people > 0.0 else math.nan


@special("logit", signed=True)
def satisfaction_residual(view: View) -> float:
    """Satisfied share of rated cases less what Beijing's curve says of their truly solved share, logits."""
    rated = _rated(view)
    if rated.sum() < LEAST:
        return math.nan
    solved = float(_truly(view)[rated].mean())
    satisfied = float((view.of("rating")[rated] > 0).mean())
    return _logit(satisfied) - (INTERCEPT + SLOPE * _logit(solved))


@special("%")
def solved_among_rated(view: View) -> float:
    """Cases truly solved, of cases rated, %."""
    rated = _rated(view)
    return 100.0 * float(_truly(view)[rated].mean()) if rated.sum() >= LEAST else math.nan


@special("%")
def closed_without_work(view: View) -> float:
    """Cases closed without being solved, of cases closed, %."""
    closed = view.of("closed")
    return 100.0 * float((~view.of("solved"))[closed].mean()) if closed.sum() >= LEAST else math.nan


@special("log-sd")
def department_log_sd(view: View) -> float:
    """Standard deviation of the logarithm of days at departments of closed cases that came to one."""
    days = view.of("department_d")[view.of("closed") & view.of("came_to_department")]
    return float(np.std(np.log(np.maximum(days, 1.0 / 24.0)), ddof=1)) if len(days) >= LEAST else math.nan


@special("ratio")
def growth_of_open(view: View) -> float:
    """Open cases at the end of the window over those before its first day, where it is whole years long."""
    if view.days % 365 or view.days == 0 or view.first_day < EVENINGS:
        return math.nan  # within a year the season alone makes them grow or fall
    opened = np.asarray(view.evenings.open_cases, np.float64)
    before = opened[view.first_day - EVENINGS : view.first_day].mean()
    after = opened[view.until_day - EVENINGS : view.until_day].mean()
    return float((after + 1.0) / (before + 1.0))


@special("%")
def workers_overloaded(view: View) -> float:
    """Grid workers in post at the end who would call the work of the last weeks too much, %.

    The load is smoothed (fatigue); who was hired within its time constant is not asked. The model has one
    `workers.overload_from`; people who are asked differ in what they call too much, by `SAY_SD`.
    """
    staff, p = view.world.staff, view.world.settings.workers
    asked = (staff.vacant_until < 0) & (staff.desk >= 0) & (view.world.day - staff.hired_day >= p.fatigue_days)
    if p.load != "total" or view.until_day < view.world.day or not asked.any():
        return math.nan
    from scipy.special import ndtr  # late: workers that are not asked for it need not import it

    return 100.0 * float(ndtr((staff.fatigue[asked] - p.overload_from) / SAY_SD).mean())


def _duplicates(view: View, *, slow: bool) -> float:
    """Share of duplicates among reports of problems in the street; slow ones came to a department."""
    cases, reports = view.world.cases, view.sets.reports
    told = (reports["channel"] == Channel.REPORT) | (reports["channel"] == Channel.DUPLICATE)
    again = reports["parent"] >= 0
    first = np.where(again, reports["parent"], reports["row"])
    own = told & (cases.extent[first] == Extent.STREET)
    own &= (cases.spent[:, Stage.LEAD][first] > 0.0) == slow
    return 100.0 * float(again[own].mean()) if own.sum() >= LEAST else math.nan


@special("%")
def duplicate_share_slow(view: View) -> float:
    """Duplicates among reports of problems in the street that a department had, %."""
    return _duplicates(view, slow=True)


@special("%")
def duplicate_share_fast(view: View) -> float:
    """Duplicates among reports of problems in the street that no department had, %."""
    return _duplicates(view, slow=False)
