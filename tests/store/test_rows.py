"""From what a replication yields to rows: nothing is rounded, and every row says whose it is."""

from __future__ import annotations

import json
import math
import platform
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.measures import MEASURES
from sim.store.rows import OF_THE_TASK, Lived, run_row, runs_table, with_task
from sim.store.tasks import bits_of

LIVED = Lived("t1", "c1", 3, "8cb8598c", "53ec4d7", "0.2.0", "here", 0.1 + 0.2, 99.5, ("daily", "cases"), -1)
VALUES = {name: 0.1 + k / 3.0 for k, name in enumerate(MEASURES)}


def test_a_row_holds_the_task_and_every_measure_to_the_last_bit(tmp_path: Path) -> None:
    table = runs_table([run_row(LIVED, VALUES, {"repairs": 0.1 + 0.2})])
    pq.write_table(table, tmp_path / "x.parquet", compression="zstd")
    (row,) = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert table.column_names == [*OF_THE_TASK, *MEASURES]
    for name, value in asdict(LIVED).items():
        assert row[name] == ("daily,cases" if name == "tables" else value), name
    assert {name: row[name] for name in MEASURES} == VALUES
    assert row["python"] == platform.python_version()
    assert json.loads(row["ledger"]) == {"repairs": 0.1 + 0.2}
    assert row["bits"] == bits_of(row) == bits_of(VALUES)


def test_another_last_bit_of_any_measure_is_another_hash() -> None:
    hashes = {runs_table([run_row(LIVED, VALUES, {})])["bits"][0].as_py()}
    for name, value in VALUES.items():
        hashes.add(runs_table([run_row(LIVED, {**VALUES, name: math.nextafter(value, 9.0)}, {})])["bits"][0].as_py())
    assert len(hashes) == len(MEASURES) + 1


def test_what_is_no_measure_is_left_out_and_a_missing_one_is_an_error() -> None:
    assert runs_table([run_row(LIVED, {**VALUES, "nonsense": 1.0}, {})]).column_names == [*OF_THE_TASK, *MEASURES]
    with pytest.raises(KeyError):
        run_row(LIVED, dict(list(VALUES.items())[1:]), {})


def test_rows_of_two_versions_are_read_together() -> None:
    old = runs_table([run_row(LIVED, VALUES, {})]).drop_columns(["trust"])
    both = pa.concat_tables([old, runs_table([run_row(LIVED, VALUES, {})])], promote_options="permissive")
    assert both["trust"].to_pylist() == [None, VALUES["trust"]]


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_every_row_of_a_table_says_whose_it_is(rows: int) -> None:
    table = pa.table({"day": pa.array(range(rows), pa.int16())}).replace_schema_metadata({b"pandas": b"{}"})
    told = with_task(table, "t1", 3)
    assert told.column_names == ["task", "replication", "day"]
    assert told.to_pylist() == [{"task": "t1", "replication": 3, "day": k} for k in range(rows)]
    assert told.schema.metadata is None  # of an index that is not there any more
    assert pa.types.is_dictionary(told["task"].type)  # said once, not in every row
    assert table.column_names == ["day"]
