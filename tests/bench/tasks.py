"""Tasks per second: whole replications, from a configuration to its measures, one after the other in one process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sim.config.run import RunConfig, load
from sim.studies.replication import live
from tests.bench.line import Line

ROOT = Path(__file__).parents[2]
"""The checkout, which is not on the path of another folder."""
SIZES = {"demo": (90, 20), "xialu": (365, 3)}
"""Days of a task, and how many are measured."""


def per_second(config: RunConfig, tasks: int, one: Callable[[RunConfig, int], object]) -> float:
    """Tasks per second of CPU, after one that warms up."""
    one(config, 0)
    started = time.thread_time()
    for replication in range(1, tasks + 1):
        one(config, replication)
    return tasks / (time.thread_time() - started)


def rates() -> Iterator[Line]:
    """Demo and Xialu, with tables in memory and without."""
    for place, (days, tasks) in SIZES.items():
        config = load(place, days=days)
        for tables in (False, True):
            rate = per_second(config, tasks, lambda c, k, tables=tables: live(c, k, 2000, tables=tables))  # type: ignore[misc]
            with_tables = "with tables" if tables else "without tables"
            yield Line(f"{place}, {days} days, {with_tables}", rate, "tasks/CPU s")


def command(*words: str) -> float:
    """CPU seconds of a command of govsim in a process of its own; what it imports and compiles is there already."""
    with tempfile.TemporaryDirectory() as folder:
        before = os.times()
        subprocess.run(
            [sys.executable, "-m", "sim", *words], cwd=folder, check=True, capture_output=True,
            env={**{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def warm() -> float:
    """CPU seconds of ``govsim run place=demo days=30`` once it has run before; the least of three."""
    command("run", "place=demo", "days=30")
    return min(command("run", "place=demo", "days=30") for _ in range(3))


def lines(full: bool) -> Iterator[Line]:
    """Say everything about tasks."""
    yield from rates()
    yield Line("govsim run place=demo days=30, warm: CPU (least of 3)", warm(), "s", at_most=2.0, aim="1.5")
