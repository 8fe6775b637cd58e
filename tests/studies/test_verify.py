"""Tasks that are lived again: they agree, or every value that does not is named."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.measures import MEASURES
from sim.store.code import identity
from sim.store.folder import StudyFolder
from sim.store.tasks import bits_of
from sim.studies.engines.base import Batch, Failed, Row
from sim.studies.engines.serial import Serial
from sim.studies.engines.work import evaluate
from sim.studies.results import Results, results_of
from sim.studies.verify import changes, verify
from tests.studies.folders import asked, question


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return asked(question(2), tmp_path_factory.mktemp("verify") / "demo")[0]


@pytest.fixture
def study(made: Results, tmp_path: Path) -> Path:
    """Copy a study folder, to be changed."""
    return Path(shutil.copytree(made.path, tmp_path / "demo"))


def change(study: Path, measure: str, value: float, *, hashed: bool, replication: int = 0) -> dict[str, object]:
    """Change a measure of one row of ``runs``, with its hash made anew or not; return the row as it was."""
    (shard,) = StudyFolder(study).shards("runs")
    table = pq.read_table(shard)
    rows = table.to_pylist()
    row = next(r for r in rows if r["replication"] == replication)
    was = dict(row)
    row[measure] = value
    if hashed:
        row["bits"] = bits_of(row)
    pq.write_table(pa.Table.from_pylist(rows, table.schema), shard)
    return was


def test_one_task_of_each_arm_agrees_or_all(made: Results) -> None:
    found = verify(made.path, Serial())
    assert (found.tasks, found.agrees) == (2, True)
    assert verify(made.path, Serial(), every=True).tasks == 4


def test_a_changed_value_with_its_hash_made_anew_is_named_with_both(study: Path) -> None:
    was = change(study, "response_mean", 12.345678901234567, hashed=True)
    found = verify(study, Serial())
    assert not found.agrees
    assert (found.tasks, found.changed, found.damaged, found.failed) == (2, [], [], [])
    (one,) = found.differences
    assert (one.task, one.cell, one.replication) == (was["task"], was["cell"], 0)
    assert (one.measure, one.there, one.again) == ("response_mean", 12.345678901234567, was["response_mean"])
    for part in (was["task"], "response_mean", "12.345678901234567", repr(was["response_mean"])):
        assert str(part) in str(one)


def test_the_last_bit_counts_and_no_number_is_no_difference_to_itself(study: Path) -> None:
    was = change(study, "trust", 0.0, hashed=True)
    near = math.nextafter(float(str(was["trust"])), 1e9)
    change(study, "trust", near, hashed=True)
    (one,) = verify(study, Serial()).differences
    assert (one.measure, one.there) == ("trust", near)
    change(study, "trust", math.nan, hashed=True)
    (one,) = verify(study, Serial()).differences
    assert math.isnan(one.there)
    assert one.again == was["trust"]


def test_only_tasks_that_are_lived_again_can_disagree(study: Path) -> None:
    change(study, "trust", 1.0, hashed=True, replication=1)
    assert verify(study, Serial()).agrees  # the first of each arm is lived
    assert [d.replication for d in verify(study, Serial(), every=True).differences] == [1]


def test_a_changed_row_is_told_by_its_hash_and_not_lived(study: Path) -> None:
    was = change(study, "trust", 1.0, hashed=False)
    found = verify(study, Serial())
    assert found.changed == [f"task {was['task']}: its measures are not those that were written"]
    assert (found.tasks, found.differences, found.agrees) == (1, [], False)


def test_a_changed_configuration_is_told(study: Path) -> None:
    (shard,) = StudyFolder(study).shards("cells")
    table = pq.read_table(shard)
    rows = table.to_pylist()
    rows[0]["tree"] = rows[0]["tree"].replace('"days":4', '"days":5')
    assert rows != table.to_pylist()
    pq.write_table(pa.Table.from_pylist(rows, table.schema), shard)
    found = verify(study, Serial())
    (told,) = found.changed
    assert f"its configuration {rows[0]['cell']} is missing or was changed" in told
    assert found.tasks == 1


def test_a_damaged_shard_is_told(study: Path) -> None:
    asked(question(3), study)  # another shard
    shard = StudyFolder(study).shards("runs")[-1]
    shard.write_bytes(shard.read_bytes()[:100])
    found = verify(study, Serial())
    assert [str(shard) in line for line in found.damaged] == [True]
    assert not found.agrees
    assert found.tasks == 2  # what can be read


def test_a_task_that_fails_now_is_told(study: Path) -> None:
    def work(batch: Batch, stop: Event) -> Iterator[Row | Failed]:
        for came in evaluate(batch, stop):
            yield Failed(batch, came.replication, "MemoryError", "") if "dual_report" in batch.tree else came

    found = verify(study, Serial(work))
    (told,) = found.failed
    assert told == f"cell {results_of(study).asked.cells['dual_report']}, replication 0: MemoryError"
    assert (found.tasks, found.agrees) == (1, False)


def test_rows_of_other_code_are_left_out_unless_they_are_meant(study: Path, made: Results) -> None:
    (shard,) = StudyFolder(study).shards("runs")
    table = pq.read_table(shard)
    rows = table.to_pylist()
    for row in rows[:2]:
        row["code"], row["trust"] = "bbbbbbbb", 1.0
        row["bits"] = bits_of(row)
    pq.write_table(pa.Table.from_pylist(rows, table.schema), shard)
    assert verify(study, Serial(), every=True).tasks == 2
    other = verify(study, Serial(), every=True, code="bbbbbbbb")
    assert (other.tasks, {d.measure for d in other.differences}) == (2, {"trust"})
    StudyFolder(study).note_same(identity(), "bbbbbbbb")
    assert verify(study, Serial(), every=True).tasks == 4


def test_a_folder_without_rows_has_nothing_to_live(study: Path) -> None:
    shutil.rmtree(study / "runs")
    found = verify(study, Serial())
    assert (found.tasks, found.agrees) == (0, True)


# --- what changed between two folders


def test_nothing_changed_between_equal_folders(made: Results) -> None:
    assert changes(made, made) == []


def test_means_that_changed_are_listed_largest_first(made: Results, study: Path) -> None:
    rows = made.runs[made.runs.arm == "baseline"]
    matters = {name: MEASURES[name].matters for name in ("trust", "response_mean")}
    for k in (0, 1):  # by a tenth of what matters, and by ten times as much
        own = rows[rows.replication == k].iloc[0]
        change(study, "trust", own.trust + 0.1 * matters["trust"], hashed=True, replication=k)
        change(study, "response_mean", own.response_mean + 10.0 * matters["response_mean"], hashed=True, replication=k)
    told = changes(made, results_of(study))
    assert [line.split(":")[0] for line in told] == ["baseline", "baseline"]
    assert told[0].startswith(f"baseline: response_mean {rows.response_mean.mean():.6g} -> ")
    assert told[0].endswith(f"{rows.response_mean.mean() + 10.0 * matters['response_mean']:.6g} h")
    assert told[1].startswith("baseline: trust")


def test_replications_that_both_have_are_compared(made: Results, tmp_path: Path) -> None:
    longer, _ = asked(question(3), tmp_path / "longer")
    assert changes(made, longer) == []
    other, _ = asked(question(2, seed=2), tmp_path / "other")
    told = changes(made, other)
    assert any(line.startswith("baseline: response_mean") for line in told)
    assert any(line.startswith("dual_report: response_mean") for line in told)
