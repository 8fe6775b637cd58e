"""Tables of finished replications, on disk until their run is saved: memory does not grow with replications."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.study.replication import Replication

TABLES = ("daily", "cases", "map", "areas")
"""What is written beside runs.parquet, unless the experiment was run without tables."""
ROWS = 50_000
"""Rows that are held together before they are handed on: few large groups read faster than many small ones."""


class Parts:
    """A temporary folder with the tables of an experiment, a file for each table and replication.

    It disappears with the object that holds it.

    Parameters
    ----------
    within : Path, optional
        Where the folder is made; default where the system keeps temporary files.
    """

    def __init__(self, within: Path | None = None) -> None:
        if within is not None:
            within.mkdir(parents=True, exist_ok=True)
        self._folder = Path(mkdtemp(prefix=".parts-", dir=within))
        self.close = weakref.finalize(self, rmtree, self._folder, ignore_errors=True)
        """Remove the folder, which also happens when nobody holds the object any more."""

    def keep(self, arm: str, at: int, replication: Replication) -> Replication:
        """Write the tables of a replication of an arm (its label and number) and give it back without them."""
        for name, frame in replication.tables.items():
            if name == "map" and replication.number > 0:
                continue  # the map is the same in every replication
            named = frame.assign(arm=arm, replication=replication.number)
            named = named[["arm", "replication", *frame.columns]]
            pq.write_table(pa.Table.from_pandas(named, preserve_index=False), self._file(name, at, replication.number))
        return replace(replication, tables={})

    def read(self, name: str, wanted: Sequence[tuple[int, int]]) -> Iterator[pa.Table]:
        """Read a table of those replications, (number of the arm, number), in their order, some rows at a time."""
        held: list[pa.Table] = []
        for at, number in wanted:
            path = self._file(name, at, number)
            if path.is_file():
                held.append(pq.read_table(path))
            if sum(table.num_rows for table in held) >= ROWS:
                yield pa.concat_tables(held)
                held = []
        if held:
            yield pa.concat_tables(held)

    def frame(self, name: str, wanted: Sequence[tuple[int, int]]) -> pd.DataFrame | None:
        """Read it whole; None if no replication has it."""
        tables = list(self.read(name, wanted))
        return pa.concat_tables(tables).to_pandas() if tables else None

    def _file(self, name: str, at: int, number: int) -> Path:
        return self._folder / f"{name}-{at}-{number}.parquet"
