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

from sim.errors import Interrupted
from sim.run_config import RunConfig, load
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
    """

    arms: list[RunConfig]
    replications: list[list[Replication]]
    wall_s: float = 0.0
    interrupted: bool = False
    labels: list[str] = field(default_factory=list)

    @property
    def cpu_s_per_replication(self) -> float:
        """Mean CPU seconds of a replication."""
        times = [r.cpu_s for arm in self.replications for r in arm]
        return sum(times) / len(times) if times else float("nan")


def peak_mb() -> float:
    """Peak resident memory of this process, MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0**2 if sys.platform == "darwin" else 1024.0)


def run_arms(
    arms: Sequence[RunConfig],
    labels: Sequence[str] | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    *,
    tables: bool = True,
) -> Experiment:
    """Run every replication of every arm.

    Replication k has the same fate in every arm. Results do not depend on the number of threads. When `stop` is
    set, running replications end at the next day and finished ones are kept. Without `tables` only the measures of
    the district are taken: the run folder then has runs.parquet alone.
    """
    stop = stop or threading.Event()
    n = arms[0].run.replications
    total = n * len(arms)
    rows = arms[0].run.case_rows // max(1, total)
    jobs = min(arms[0].run.jobs or (os.cpu_count() or 1), total)
    done: dict[tuple[int, int], Replication] = {}
    # replication by replication, so that what is finished when the user stops is paired
    todo = [(a, k) for k in range(n) for a in range(len(arms))]
    _compile()
    started = time.perf_counter()
    if progress is not None:
        progress(0, total)
    with ThreadPoolExecutor(jobs) as pool:
        running: dict[Future[Replication], tuple[int, int]] = {}
        try:
            while todo or running:
                while todo and len(running) < jobs and not stop.is_set():
                    a, k = todo.pop(0)
                    running[pool.submit(live, arms[a], k, rows, stop, tables=tables)] = (a, k)
                if not running:
                    break
                finished, _ = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in finished:
                    key = running.pop(future)
                    try:
                        done[key] = future.result()
                    except Interrupted:
                        continue
                    if progress is not None:
                        progress(len(done), total)
        except BaseException:
            stop.set()
            raise
    kept = [[done[a, k] for k in range(n) if (a, k) in done] for a in range(len(arms))]
    return Experiment(
        arms=list(arms),
        replications=kept,
        wall_s=time.perf_counter() - started,
        interrupted=stop.is_set() and len(done) < total,
        labels=list(labels) if labels else [arm.label for arm in arms],
    )


def _compile() -> None:
    """Compile (or load) the kernel once before threads start, so that they do not wait for each other."""
    tiny = load("demo")
    live(replace(tiny, run=replace(tiny.run, days=2, warmup_days=0)), 0, 0, tables=False)
