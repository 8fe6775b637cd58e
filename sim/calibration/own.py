"""Somebody's own observations: which of them a calibration uses, only predicts, or sets aside, and why."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sim.calibration.place import usual_days
from sim.config.run import RunConfig
from sim.errors import GovsimError
from sim.i18n import Bilingual, say
from sim.observations.counts import COUNTS
from sim.observations.table import Observation
from sim.observations.windows import run_for
from sim.store.code import identity
from sim.studies.engines.base import Batch, Engine, Failed, Row
from sim.studies.posterior import beside_place, is_trial

if TYPE_CHECKING:
    from sim.calibration.steps import Plan

HELD, FROM = 2, 4
"""Observations that are held out and only predicted, and how many there must be for that."""
FEWEST = 30
"""Cases or people below which a figure tells mostly chance."""
LATEST_D = 730
"""Days before the last window's end that one run still goes back to."""
WHOLE = (98.0, 102.0)
"""Between these the shares of a whole add up to it, per cent, as far as they are rounded."""
MOVES = {
    "needs": ("reported", "known", "found_per_1000", "overdispersion_of_days"),
    "incidents": ("reported", "known", "duplicate", "duplicate_share_slow", "duplicate_share_fast"),
    "voice": ("reported", "known", "found", "found_per_1000", "duplicate", "repeat", "silent", "weekend_ratio",
              "report_ratio_of_areas", "duplicate_share_slow", "duplicate_share_fast", "discovery_delay"),
    "dispatch": ("misroute", "handoffs", "escalated", "changed_department", "response_median", "response_mean",
                 "resolution_median", "department_days", "on_time"),
    "solvability": ("rework_rate", "on_time", "closing_rate", "closed_without_work", "resolution_rate",
                    "true_resolution", "repeat"),
    "service": ("on_time", "closing_rate", "closed_without_work", "department_days", "department_p90", "rework_rate",
                "department_log_sd", "response_median", "resolution_median", "response_mean", "resolution_rate",
                "true_resolution", "closing_tail", "closing_sd_within_categories", "backlog", "backlog_end",
                "on_time_gap_environment", "on_time_gap_facilities", "on_time_gap_property", "on_time_gap_disputes",
                "lateness_sd_of_categories", "lateness_sd_of_communities", "closing_sd_of_categories"),
    "satisfaction": ("satisfaction", "satisfaction_rate", "satisfaction_contact", "satisfaction_residual",
                     "solved_among_rated", "visit_satisfaction", "visit_resolution", "visit_response", "trust"),
    "mediation": ("mediated", "agreed", "fulfilled", "mediation_success", "mediation_fulfilment", "relapse"),
    "workers": ("utilisation", "workload_gini", "admin_share", "workers_overloaded", "found"),
    "volunteering": ("volunteer_hours", "volunteer_paper", "volunteer_activity"),
}  # fmt: skip
"""{mechanism: measures that say something of it}, as its steps are told of in sim/MODEL.md; what really moved stands on
the page afterwards."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """Observations, sorted before anything is calibrated.

    Attributes
    ----------
    config : RunConfig
        With the dates that the observations need.
    used, held : tuple of Observation
        Those fitted to, and those only predicted.
    aside : tuple of (Observation, Bilingual)
        Those that are not used, each with the reason.
    life_cpu_s : float
        CPU time of one life, seconds; nan before there was one.
    """

    config: RunConfig
    used: tuple[Observation, ...]
    held: tuple[Observation, ...]
    aside: tuple[tuple[Observation, Bilingual], ...]
    life_cpu_s: float = math.nan


def with_dates(config: RunConfig, rows: Sequence[Observation]) -> RunConfig:
    """The same run so dated, and so long, that it holds the windows of observations; what was said of it stays."""
    windows = [dates for row in rows if (dates := row.days.dates) is not None]
    if not windows or config.run.start_date:
        return config
    latest = max(last for _, last in windows)
    windows = [(first, last) for first, last in windows if first > latest - timedelta(days=LATEST_D)]
    if not windows:
        return config
    start, days = run_for(windows, config.run.warmup_days)
    run = replace(config.run, start_date=start)
    if not config.fixed("days"):
        run = replace(run, days=max(days, run.days))
    return replace(config, run=run)


def sort_out(config: RunConfig, rows: Sequence[Observation]) -> Sorted:
    """Sort observations by what they say of themselves; see `first_life` for what the model says of them.

    Parameters
    ----------
    config : RunConfig
        With its days and its warm-up.
    rows : sequence of Observation
    """
    dated = usual_days(with_dates(config, rows))
    aside: list[tuple[Observation, Bilingual]] = []
    left: list[Observation] = []
    for row in rows:
        why = _why_not(row, dated)
        if why is None:
            left.append(row)
        else:
            aside.append((row, why))
    for row in list(left):
        if (why := _told_already(row, left)) is not None:
            left.remove(row)
            aside.append((row, why))
    held = [row for row in left if row.role != "fit"]
    used = [row for row in left if row.role == "fit"]
    if not held and len(used) >= FROM:
        held = sorted(used, key=lambda row: row.key)[:HELD]
        used = [row for row in used if row not in held]
    return Sorted(dated, tuple(used), tuple(held), tuple(aside))


def _why_not(row: Observation, config: RunConfig) -> Bilingual | None:
    """Why a row cannot be used, by itself."""
    if row.place not in ("", config.place.name):
        return say("own.other_place", place=row.place)
    if row.n < FEWEST:
        return say("own.few", n=row.n, least=FEWEST)
    if row.days.in_run(config) is None:
        return say("own.not_in_run", days=config.run.days, start=config.run.start_date or "-")
    return None


def _told_already(row: Observation, rows: Sequence[Observation]) -> Bilingual | None:
    """Why a row adds nothing to others: it is a part of one, or what the others leave of a whole."""
    if row.areas and any(area.level in ("street", "community") for area in row.areas):
        of_all = [r for r in rows if r is not row and r.measure == row.measure and r.window == row.window
                 and not any(area.level in ("street", "community") for area in r.areas)]  # fmt: skip
        if of_all:
            return say("own.part_of", id=of_all[0].id)
    if row.name in COUNTS and row.unit == "%":
        parts = [r for r in rows if (r.name, r.area, r.window, r.unit) == (row.name, row.area, row.window, "%")]
        whole = len(parts) > 2 and WHOLE[0] <= sum(r.value for r in parts) <= WHOLE[1]
        if whole and row is max(parts, key=lambda r: r.value):
            return say("own.follows", n=len(parts) - 1)
    return None


def first_life(found: Sorted, engine: Engine, stop: threading.Event) -> Sorted:
    """Live one life at the defaults: how long it takes, and of which rows the model has nothing to say.

    Raises
    ------
    GovsimError
        If it fails.
    """
    rows = (*found.used, *found.held)
    batch = Batch(found.config.canonical(), (0,), identity(), observations=rows)
    lived: Row | None = None
    for came in engine.run(iter([batch]), stop):
        if isinstance(came, Failed):
            raise GovsimError(came.told)
        lived = came.rows[0]
    if lived is None:
        raise GovsimError(say("calibration.lost", n=1))
    silent = {row.id for row in rows if not math.isfinite(lived.figures.get(row.id, math.nan))}
    aside = [(row, say("own.silent")) for row in rows if row.id in silent]
    return replace(
        found,
        used=tuple(row for row in found.used if row.id not in silent),
        held=tuple(row for row in found.held if row.id not in silent),
        aside=(*found.aside, *aside),
        life_cpu_s=lived.cpu_s,
    )


def lives_of(plan: Plan, inputs: int) -> tuple[int, int]:
    """Fewest and most lives that a calibration takes."""
    fixed = plan.trajectories * (inputs + 1) + plan.checks
    return fixed + plan.points, fixed + plan.points * plan.waves


def movable(rows: Sequence[Observation], groups: Sequence[str]) -> tuple[list[str], list[str]]:
    """Which mechanisms observations speak of, and of which they say nothing."""
    names = {row.name for row in rows}
    yes = [group for group in groups if names & set(MOVES.get(group, ()))]
    return yes, [group for group in groups if group not in yes]


def beside(place: Path, *, quick: bool) -> Path:
    """Where a posterior lies beside a place's file; a trial never lies over one that was made in full."""
    path = beside_place(place)
    return path.with_name("posterior_quick.parquet") if quick and path.is_file() and not is_trial(path) else path
