"""Whole studies: what order, workers and the store cost beside the model, and whether memory grows."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.config.run import load
from sim.district import District
from sim.store.asks import Ask
from sim.studies.asking import answer, ask_of
from sim.studies.engines.base import Engine
from sim.studies.engines.processes import Processes
from sim.studies.engines.serial import Serial
from sim.studies.runner import How
from tests.bench.line import Line
from tests.bench.tasks import ROOT

ARMS, REPLICATIONS = 20, 5
"""Of the sweep of demo, 90 days; the bar is for 1,000 tasks, of which 100 tell as much."""
TURNS = 3
"""What is compared runs in turn, since a busy machine is not equally busy."""
FEW, MANY = 6, 24
"""Replications between which memory must not grow."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a study took.

    Attributes
    ----------
    wall_s, cpu_s : float
        Of this process and, CPU only, of the tasks in its workers.
    """

    wall_s: float
    cpu_s: float


def sweep(replications: int = REPLICATIONS) -> Ask:
    """Demo, 90 days, a sweep over how many report; measures only."""
    said = {
        f"p={k}": load("demo", days=90, replications=replications, voice={"p_report": 0.2 + k / 100})
        for k in range(ARMS)
    }
    return ask_of("sweep", said, tables=False)


def lived(question: Ask, engine: Engine) -> Cost:
    """Answer a question into a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        _, outcome = answer(question, Path(folder) / "bench", engine, How(jobs=engine.jobs))
        own = time.process_time() - cpu
    alone = isinstance(engine, Serial)
    return Cost(time.perf_counter() - wall, own if alone else own + outcome.cpu_s)


def bare_s(question: Ask) -> float:
    """CPU seconds of the model alone: districts that live, without measures, rows or folders."""
    started = time.thread_time()
    for config in question.arms.values():
        for number in range(question.replications):
            District(config, number).live(config.run.days)
    return time.thread_time() - started


def efficiency() -> dict[str, float]:
    """Share of the model in CPU (one process) and in the wall time of two workers; medians of turns."""
    question, found = sweep(), list[tuple[float, float, float]]()
    with Processes(2) as engine:
        for warm in (Serial(), engine):
            lived(sweep(1), warm)
        for _ in range(TURNS):
            bare, alone, shared = bare_s(question), lived(question, Serial()), lived(question, engine)
            tasks = ARMS * REPLICATIONS / alone.cpu_s
            found.append((bare / alone.cpu_s, bare / (2.0 * shared.wall_s), tasks))
    return dict(zip(("cpu", "wall", "tasks"), map(statistics.median, zip(*found, strict=True)), strict=True))


def speed_up() -> float:
    """Wall time of Xialu, 180 days, sixteen replications with tables, in this process over that in two workers.

    A run of seconds: what both begin and end with, a tenth of a second, is no part of it.
    """
    config = load("xialu", days=180, replications=16)
    question = ask_of("run", {config.label: config})
    with Processes(2) as engine:
        for warm in (Serial(), engine):
            lived(question, warm)
        turns = [lived(question, Serial()).wall_s / lived(question, engine).wall_s for _ in range(TURNS)]
    return statistics.median(turns)


def peak_mb(replications: int) -> float:
    """Peak memory of ``govsim run place=xialu days=120 jobs=2``, main process and workers, MB."""
    words = ["run", "place=xialu", "days=120", f"replications={replications}", "jobs=2", "engine=processes", "--json"]
    with tempfile.TemporaryDirectory() as folder:
        asked = [sys.executable, "-m", "sim", *words, f"results_dir={folder}"]
        said = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(json.loads(said.stdout)["peak_mb"])


def lines(full: bool) -> Iterator[Line]:
    """Say everything about whole studies."""
    n, shares = ARMS * REPLICATIONS, efficiency()
    yield Line(f"{n} tasks of demo, 90 days, with runner and store", shares["tasks"], "tasks/CPU s")
    yield Line("the same: CPU of the bare model over all CPU", shares["cpu"], "of 1", at_least=0.85)
    yield Line("the same: CPU of the bare model over wall times two workers", shares["wall"], "of 1", at_least=0.85)
    yield Line(
        "two workers over one, Xialu, 180 days, with tables: wall", speed_up(), "times", at_least=1.8, aim="1.84"
    )
    few, many = peak_mb(FEW), peak_mb(MANY)
    yield Line(f"memory of {FEW} replications of Xialu, 120 days, jobs=2, all processes", few, "MB", at_most=1200.0)
    yield Line(f"memory of {MANY} over that of {FEW}", many / few, "times", at_most=1.1)
