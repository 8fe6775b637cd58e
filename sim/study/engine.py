"""Run the arms of an experiment: replications on threads (the kernel releases the GIL), same fate in all arms."""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path

from sim.config.run import RunConfig, load, same_window
from sim.errors import Interrupted
from sim.study.parts import Parts
from sim.study.replication import Replication, live

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Experiment:
    """Arms that were run, each with its replications in order.

    Attributes
    ----------
    arms : list of RunConfig
    replications : list (by arm) of list of Replication
        Only complete ones; the same numbers in every arm where the experiment was not interrupted.
    interrupted : bool
        Whether it was stopped before all replications had finished.
    parts : Parts or None
        The tables of the replications; None if it was run without.
    """

    arms: list[RunConfig]
    replications: list[list[Replication]]
    wall_s: float = 0.0
    interrupted: bool = False
    labels: list[str] = field(default_factory=list)
    parts: Parts | None = None

    def close(self) -> None:
        """Throw away the tables that wait to be saved."""
        if self.parts is not None:
            self.parts.close()

    @property
    def cpu_s_per_replication(self) -> float:
        """Mean CPU seconds of a replication."""
        times = [r.cpu_s for arm in self.replications for r in arm]
        return sum(times) / len(times) if times else float("nan")


def peak_mb() -> float:
    """Peak resident memory of this process, its threads included, MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0**2 if sys.platform == "darwin" else 1024.0)


def run_arms(
    arms: Sequence[RunConfig],
    labels: Sequence[str] | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    *,
    tables: bool = True,
    scratch: Path | None = None,
) -> Experiment:
    """Run every replication of every arm.

    Replication k has the same fate in every arm, and all arms are measured over the same days. Results do not depend
    on the number of threads. When `stop` is set, running replications end at the next day and finished ones are kept.
    Without `tables` only the measures of the district are taken: the run folder then has runs.parquet alone. Tables
    wait in a folder of their own within `scratch` until the run is saved.
    """
    stop = stop or threading.Event()
    arms = same_window(arms)
    named = list(labels) if labels else [arm.label for arm in arms]
    parts = Parts(scratch) if tables else None
    n = arms[0].run.replications
    rows = arms[0].run.case_rows
    # replication by replication, so that what is finished when the user stops is paired
    todo = [(a, k) for k in range(n) for a in range(len(arms))]
    started = time.perf_counter()

    def keep(at: int, replication: Replication) -> Replication:
        arm = todo[at][0]
        return parts.keep(named[arm], arm, replication) if parts is not None else replication

    lived = run_each([(arms[a], k) for a, k in todo], rows, progress, stop, tables=tables, keep=keep)
    kept: list[list[Replication]] = [[] for _ in arms]
    for (a, _), replication in zip(todo, lived, strict=True):
        if replication is not None:
            kept[a].append(replication)
    return Experiment(
        arms=arms,
        replications=kept,
        wall_s=time.perf_counter() - started,
        interrupted=stop.is_set() and any(r is None for r in lived),
        labels=named,
        parts=parts,
    )


def run_each(
    todo: Sequence[tuple[RunConfig, int]],
    case_rows: int = 0,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    *,
    tables: bool = False,
    keep: Callable[[int, Replication], Replication] = lambda at, replication: replication,
) -> list[Replication | None]:
    """Run single replications, each of a configuration of its own, on threads.

    Parameters
    ----------
    todo : sequence of (RunConfig, number of the replication)
    case_rows : int
        Most rows of each table of cases.
    keep : callable
        Called in the thread with the place in `todo` and what was lived there; what it returns is kept in memory.

    Returns
    -------
    list of Replication
        In the order of `todo`; None for those that `stop` kept from finishing.
    """
    stop = stop or threading.Event()
    lived: list[Replication | None] = [None] * len(todo)
    jobs = min((todo[0][0].run.jobs or os.cpu_count() or 1) if todo else 1, max(1, len(todo)))
    _compile()

    def task(at: int) -> Replication:
        config, k = todo[at]
        return keep(at, live(config, k, case_rows, stop, tables=tables))

    if progress is not None:
        progress(0, len(todo))
    done, following = 0, 0
    with ThreadPoolExecutor(jobs) as pool:
        running: dict[Future[Replication], int] = {}
        try:
            while following < len(todo) or running:
                while following < len(todo) and len(running) < jobs and not stop.is_set():
                    running[pool.submit(task, following)] = following
                    following += 1
                if not running:
                    break
                finished, _ = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in finished:
                    at = running.pop(future)
                    try:
                        lived[at] = future.result()
                    except Interrupted:
                        continue
                    done += 1
                    if progress is not None:
                        progress(done, len(todo))
        except BaseException:
            stop.set()
            raise
    return lived


def _compile() -> None:
    """Compile (or load) the kernel once before threads start, so that they do not wait for each other."""
    tiny = load("demo")
    live(replace(tiny, run=replace(tiny.run, days=2, warmup_days=0)), 0, 0, tables=False)
