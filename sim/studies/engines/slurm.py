"""A Dask cluster whose workers are jobs of SLURM: one core and one worker each."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

from dask_jobqueue import SLURMCluster

from sim.errors import EngineError
from sim.i18n import say
from sim.studies.engines.child import ONE_THREAD
from sim.studies.engines.on_dask import HERE_ONLY
from sim.studies.engines.settings import EngineSettings


def slurm(settings: EngineSettings) -> Callable[[int], SLURMCluster]:
    """Say how to make the cluster; what is not said is taken from Dask's own files (jobqueue.slurm).

    Raises
    ------
    EngineError
        If this machine has no ``sbatch``.
    """
    if shutil.which("sbatch") is None:
        raise EngineError(say("engines.no_sbatch"))
    said: dict[str, Any] = {
        "queue": settings.queue,
        "account": settings.account,
        "walltime": settings.walltime,
        "interface": settings.interface,
        "log_directory": settings.log_dir,
        "job_extra_directives": settings.directives.split(),
    }

    of_scheduler: dict[str, Any] = {"dashboard": False, "dashboard_address": HERE_ONLY}
    if settings.host:
        of_scheduler["host"] = settings.host

    def make(jobs: int) -> SLURMCluster:
        return SLURMCluster(
            n_workers=jobs,
            cores=1,
            processes=1,
            memory=f"{settings.memory_gb:g}GB",
            scheduler_options=of_scheduler,
            job_script_prologue=[f"export {name}=1" for name in ONE_THREAD],
            **{name: value for name, value in said.items() if value},
        )

    return make
