"""Calibrate a place: the model on one side, the targets on the other."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

import sim.evidence
from sim.calibration.own_page import own_facts
from sim.calibration.points import Points
from sim.calibration.record import draws_table, facts
from sim.calibration.runs import ModelRuns
from sim.calibration.steps import FULL, Calibration, Plan, Told, calibrate
from sim.calibration.targets import goals_of, targets
from sim.config.place_files import file_of
from sim.config.run import RunConfig
from sim.errors import ConfigError, Problem
from sim.i18n import Bilingual, say
from sim.measures import HEADLINE
from sim.observations.table import Observation
from sim.studies.engines.base import Engine
from sim.studies.posterior import digest_of, digest_of_place
from sim.studies.priors import inputs

DAYS, WARMUP_DAYS = 485, 120
"""Length of a run and its warm-up, where nobody says another: a whole year is measured, because within one the season
alone makes open cases grow or fall."""
YEAR = 365
FEWEST_INPUTS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What a calibration is asked to do.

    Attributes
    ----------
    config : RunConfig
    own : tuple of Observation
        Rows that somebody gives for the place.
    plan : Plan
    command : str
        Under which it can be asked again.
    files : tuple of Path
        Where the rows come from, beside the targets that come with govsim.
    held : tuple of Observation
        Rows of the place that are not fitted to and only predicted.
    aside : tuple of (Observation, Bilingual)
        Rows that are not used, with the reason; the page of facts names them.
    """

    config: RunConfig
    own: tuple[Observation, ...] = ()
    plan: Plan = FULL
    command: str = ""
    files: tuple[Path, ...] = ()
    held: tuple[Observation, ...] = ()
    aside: tuple[tuple[Observation, Bilingual], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it.

    Attributes
    ----------
    rows : tuple of Observation
        Targets asked for.
    found : Calibration
    draws : pyarrow.Table
        A column a screened input.
    told : dict
        The page of facts.
    lived, failed : int
        Runs lived now, and runs that ended in an error.
    """

    rows: tuple[Observation, ...]
    found: Calibration
    draws: pa.Table
    told: dict[str, Any]
    lived: int
    failed: int


def usual_days(config: RunConfig) -> RunConfig:
    """The same run over `DAYS` days at least, where nobody has said how long it is."""
    run = config.run
    if not config.fixed("days"):
        run = replace(run, days=max(run.days, DAYS))
    if not config.fixed("warmup_days"):
        # whole years are measured, also where observations make the run longer
        spare = max(run.days - WARMUP_DAYS, 0) % YEAR if run.days >= WARMUP_DAYS + YEAR else 0
        run = replace(run, warmup_days=min(WARMUP_DAYS, run.days // 4) + spare)
    return replace(config, run=run)


def folder_of(config: RunConfig) -> Path:
    """Where the runs of a place's calibrations are kept."""
    return Path(config.run.results_dir) / "calibration" / config.place.name


def calibrate_place(
    asked: Asked, engine: Engine, stop: threading.Event | None = None, told: Told | None = None
) -> Answer:
    """Calibrate a place.

    Parameters
    ----------
    asked : Asked
    engine : Engine
    stop : Event, optional
        Set to stop; runs that had finished are kept, and another call goes on from them.
    told : callable, optional
        Told the step, how much of it is done, and of how much.

    Raises
    ------
    ConfigError
        If nothing is drawn, or there is no target for the place.
    Interrupted
        If it was told to stop.
    ResultError
        If no target can be measured, or no input moves any.
    """
    config = usual_days(asked.config)
    drawn = inputs(config)
    known = targets(config.place.name, (*asked.own, *asked.held))  # of a measure that is held out nothing is fitted
    rows = tuple(row for row in known if row not in asked.held)
    problems = []
    if len(drawn) < FEWEST_INPUTS:
        problems.append(Problem("place", say("calibration.nothing_drawn")))
    if not rows:
        problems.append(Problem("observations", say("calibration.no_targets", place=config.place.name)))
    if problems:
        raise ConfigError(problems)
    simulate = ModelRuns(
        config, drawn, (*rows, *asked.held), engine, Points(folder_of(config)), stop or threading.Event(), told
    )  # fmt: skip
    found = calibrate(simulate, len(drawn), goals_of(rows), asked.plan, HEADLINE, told)
    page = facts(found, drawn, rows, asked.plan, _about(asked, config))
    if asked.own or asked.held:
        page["own"] = own_facts(found, simulate, drawn, asked.own, asked.held, asked.plan)
        page["own"]["aside"] = [{"id": row.id, "why": {"en": why.en, "zh": why.zh}} for row, why in asked.aside]
    kept = draws_table([drawn[j] for j in found.active], found.posterior.points)
    return Answer(rows, found, kept, page, simulate.lived, simulate.failed)


def _about(asked: Asked, config: RunConfig) -> Mapping[str, Any]:
    public = Path(sim.evidence.__file__).parent / "targets.csv"
    files = [(public.name, public)]
    own = file_of(asked.config.said)
    told: dict[str, Any] = {}
    if own is None:
        files += [(str(path), path) for path in asked.files]
    else:  # newer records do not make it void: whether it still fits is asked of them, see `sim.calibration.still`
        told["observations"] = [{"file": path.name, "sha256": digest_of(path)} for path in asked.files]
        told["place_file"] = {"file": own.name, "sha256": digest_of_place(own)}
    if asked.plan.trajectories < FULL.trajectories:
        told["trial"] = True
    return {
        **told,
        "place": config.place.name,
        "command": asked.command,
        "days": config.run.days,
        "warmup_days": config.run.warmup_days,
        "targets": [{"file": name, "sha256": digest_of(path)} for name, path in files],
    }
