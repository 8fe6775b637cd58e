"""Which engine, and what it is told: ``engine=dask engine.scheduler_file=F``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.config.schema import fill
from sim.errors import ConfigError, Problem, did_you_mean
from sim.i18n import say
from sim.parameters.param import CHOICE, param

ENGINES = ("auto", "serial", "processes", "threads", "dask", "slurm")


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Where replications are lived; no number depends on it."""

    name: str = param(
        "auto",
        "word",
        source=CHOICE,
        allowed=ENGINES,
        doc="auto: processes, or this one alone where jobs=1 or the work is small; serial; processes; threads; dask: "
        "a Dask cluster; slurm: Dask workers that are jobs of SLURM",
        zh="运行引擎",
    )
    scheduler_file: str = param(
        "", "path", source=CHOICE,
        doc="dask: file of a scheduler that is there already; empty = a cluster on this machine",
        zh="Dask调度器文件",
    )  # fmt: skip
    queue: str = param("", "name", source=CHOICE, doc="slurm: partition; empty = the usual one", zh="SLURM分区")
    account: str = param("", "name", source=CHOICE, doc="slurm: account; empty = the usual one", zh="SLURM账户")
    walltime: str = param(
        "04:00:00", "h:min:s", source=CHOICE,
        doc="slurm: time of a job; when it is over, another job takes its place", zh="作业时限",
    )  # fmt: skip
    memory_gb: float = param(
        1.0, "GB", plausible=(0.5, 4.0), allowed=(0.3, 1024), source=CHOICE,
        doc="slurm: memory of a job, which is one worker", zh="每个作业内存",
    )  # fmt: skip
    interface: str = param(
        "", "name", source=CHOICE,
        doc="slurm: network that workers reach this machine by (ib0); empty = the usual one", zh="网络接口",
    )  # fmt: skip
    host: str = param(
        "", "address", source=CHOICE,
        doc="slurm: address that workers reach this machine at; empty = the usual one", zh="主机地址",
    )  # fmt: skip
    log_dir: str = param("", "path", source=CHOICE, doc="slurm: where jobs write their logs", zh="日志目录")
    directives: str = param(
        "", "words", source=CHOICE,
        doc="slurm: more lines for #SBATCH, with a space between them (--qos=long --constraint=avx2)",
        zh="其他SBATCH选项",
    )  # fmt: skip


def read_engine(said: str | Mapping[str, Any]) -> EngineSettings:
    """Read what was said of the engine.

    Parameters
    ----------
    said : str or mapping
        Its name, or its settings by name.

    Raises
    ------
    ConfigError
        With all problems: an unknown engine or setting, a value of the wrong type, a setting of another engine.
    """
    problems: list[Problem] = []
    tree = {"name": said} if isinstance(said, str) else dict(said)
    name = tree.get("name", "auto")
    if name not in ENGINES:
        tree["name"] = "auto"
        problems.append(
            Problem("engine", say("engines.none", name=name), ", ".join(ENGINES), did_you_mean(str(name)[:80], ENGINES))
        )
    settings: EngineSettings | None = fill(EngineSettings, "engine", tree, problems)
    if settings is None or problems:
        raise ConfigError(problems)
    for key in tree:
        of = "dask" if key == "scheduler_file" else "slurm"
        if key != "name" and of != settings.name and getattr(settings, key) != getattr(EngineSettings(), key):
            problems.append(
                Problem(f"engine.{key}", say("engines.not_read", engine=settings.name), hint=f"engine={of}")
            )
    if problems:
        raise ConfigError(problems)
    return settings
