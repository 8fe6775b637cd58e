"""Points that have been run: kept as they finish, so that a calibration that was stopped goes on where it was.

::

    RESULTS/calibration/PLACE/points/*.parquet     task, replication, figures and measures by name
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from sim.observations.table import Observation, digest
from sim.store.folder import FLUSH_S
from sim.store.shards import KEY, compact, joined, read_shard, shards_in, write_shard
from sim.store.tasks import Task
from sim.store.writers import cannot_write

MANY = 40
"""Shards that are written as one in their stead."""


def task_of(tree: str, replication: int, code: str, rows: Sequence[Observation]) -> str:
    """Hash of a point: its configuration, its fate, the code that lives it and the rows that are asked about."""
    return f"{Task(tree, replication, code).id}-{digest(rows)}"


class Points:
    """A folder of points.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "points"
        tables = [table for path in shards_in(self.folder) if (table := read_shard(path)) is not None]
        whole = joined(tables, KEY)
        self._there: dict[str, dict[str, float]] = {}
        if whole is not None:
            told = zip(whole[KEY].to_pylist(), whole["said"].to_pylist(), strict=True)
            self._there = {task: dict(json.loads(said)) for task, said in told}
        self._waiting: dict[str, str] = {}
        self._at, self._n = time.monotonic(), 0
        self._name = f"{int(time.time() * 1000):x}-{os.getpid()}"
        self._own: list[Path] = []

    def get(self, task: str) -> Mapping[str, float] | None:
        """What a point said, by name; None where it has not been run."""
        return self._there.get(task)

    def add(self, task: str, said: Mapping[str, float]) -> None:
        """Keep a point; it is written within seconds."""
        own = {name: float(f"{value:.9g}") for name, value in said.items()}
        self._there[task] = own
        self._waiting[task] = json.dumps(own)
        if time.monotonic() - self._at >= FLUSH_S:
            self.flush()

    def flush(self) -> None:
        """Write what waits.

        Raises
        ------
        ResultError
            If the disk does not take it.
        """
        if self._waiting:
            path = self.folder / f"{self._name}-{self._n:05d}.parquet"
            table = pa.table({KEY: list(self._waiting), "said": list(self._waiting.values())})
            try:
                write_shard(path, table)
                self._own.append(path)
                if len(self._own) >= MANY:
                    into = self.folder / f"{self._name}-{self._n:05d}-joined.parquet"
                    compact(self._own, into)
                    self._own = [into]
            except OSError as error:
                raise cannot_write(self.folder, error) from error
            self._waiting = {}
            self._n += 1
        self._at = time.monotonic()
