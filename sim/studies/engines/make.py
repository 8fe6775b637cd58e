"""Choose and make an engine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from sim.errors import ConfigError, Problem
from sim.i18n import say
from sim.studies.engines.base import Engine
from sim.studies.engines.processes import Processes
from sim.studies.engines.serial import Serial
from sim.studies.engines.settings import EngineSettings, read_engine
from sim.studies.engines.threads import Threads

POOL_FROM_S = 2.0
"""CPU seconds of work from which starting workers pays: each costs about one."""


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def make_engine(
    name: str = "auto", jobs: int = 0, options: Mapping[str, Any] | None = None, *, work_s: float | None = None
) -> Engine:
    """Make an engine by its name.

    Parameters
    ----------
    name : {"auto", "serial", "processes", "threads", "dask", "slurm"}
    jobs : int
        Replications at a time; 0 is one for each core.
    options : mapping
        More settings of the engine (`EngineSettings`): ``{"scheduler_file": "..."}``.
    work_s : float, optional
        CPU seconds of work to come, as far as is known; below two of them ``auto`` starts no workers.

    Raises
    ------
    ConfigError
        If there is no such engine or option, or the extra that it needs is not installed.
    EngineError
        If its workers cannot be had.
    """
    return engine_of(read_engine({"name": name, **(options or {})}), jobs, work_s=work_s)


def engine_of(settings: EngineSettings, jobs: int = 0, *, work_s: float | None = None) -> Engine:
    """Make the engine that was asked for; see `make_engine`."""
    jobs = jobs or cores()
    small = jobs == 1 or (work_s is not None and work_s < POOL_FROM_S)
    if settings.name == "serial" or (settings.name == "auto" and small):
        return Serial()
    if settings.name == "threads":
        return Threads(jobs)
    if settings.name in ("auto", "processes"):
        return Processes(jobs)
    return _on_dask(settings, jobs)


def _on_dask(settings: EngineSettings, jobs: int) -> Engine:
    try:
        from sim.studies.engines.on_dask import Dask

        if settings.name == "slurm":
            from sim.studies.engines.slurm import slurm

            return Dask(jobs, cluster=slurm(settings))
    except ImportError as error:
        lacks = (error.name or "dask").partition(".")[0].replace("_", "-")
        found = say("engines.needs", engine=settings.name, package=lacks)
        raise ConfigError([Problem("engine", found, hint="pip install 'govsim[dask]'")]) from error
    return Dask(jobs, scheduler_file=settings.scheduler_file)
