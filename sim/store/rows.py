"""From what a replication yields to rows of shards."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from sim.measures import MEASURES
from sim.store.tasks import bits_of

OF_THE_TASK = (
    "task", "cell", "replication", "code", "commit", "version", "python", "host", "cpu_s", "peak_mb", "tables",
    "case_rows", "bits", "ledger",
)  # fmt: skip
"""Columns of ``runs`` that are no measures."""


@dataclass(frozen=True, slots=True)
class Lived:
    """A task and how it was lived.

    Attributes
    ----------
    task, cell : str
    replication : int
    code, commit, version, host : str
    cpu_s, peak_mb : float
        CPU time of the replication; peak memory of the process that lived it.
    tables : tuple of str
        Tables that were kept.
    case_rows : int
    """

    task: str
    cell: str
    replication: int
    code: str
    commit: str
    version: str
    host: str
    cpu_s: float
    peak_mb: float
    tables: tuple[str, ...]
    case_rows: int


def run_row(lived: Lived, measures: Mapping[str, float], ledger: Mapping[str, float]) -> dict[str, Any]:
    """One row of ``runs`` by column: the task, its measures, the hash of their bits."""
    values = {name: float(measures[name]) for name in MEASURES}
    told = {
        "task": lived.task, "cell": lived.cell, "replication": lived.replication, "code": lived.code,
        "commit": lived.commit, "version": lived.version, "python": platform.python_version(), "host": lived.host,
        "cpu_s": lived.cpu_s, "peak_mb": lived.peak_mb, "tables": ",".join(lived.tables),
        "case_rows": lived.case_rows, "bits": bits_of(values), "ledger": json.dumps(dict(ledger)),
    }  # fmt: skip
    return told | values


def runs_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Make a table of rows of `run_row`; of many at once, since each column of a table costs as much as fifty rows."""
    return pa.table({key: [row[key] for row in rows] for key in rows[0]})


def with_task(table: pa.Table, task: str, replication: int) -> pa.Table:
    """Say in every row whose it is."""
    names = pa.DictionaryArray.from_arrays(pa.array([0] * table.num_rows, pa.int32()), pa.array([task]))
    number = pa.array([replication], pa.int32()).take(pa.array([0] * table.num_rows, pa.int32()))
    plain = table.replace_schema_metadata(None)
    return plain.add_column(0, "replication", number).add_column(0, "task", names)
