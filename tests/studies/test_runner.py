"""Filling a folder: only what is missing is lived, and whatever happens, the rows are the same in the end."""

from __future__ import annotations

import errno
import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.errors import FolderInUse, OtherCode, ResultError
from sim.store import folder as store
from sim.store.folder import StudyFolder
from sim.store.tasks import cell_of
from sim.store.writers import writing
from sim.studies import runner
from sim.studies.engines.base import Batch, Failed, Row
from sim.studies.engines.memory import peak_mb
from sim.studies.engines.processes import Processes
from sim.studies.engines.serial import Serial
from sim.studies.engines.threads import Threads
from sim.studies.engines.work import evaluate
from sim.studies.runner import How
from tests.studies.folders import asked, bits, question

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> pd.Series:
    """Bits of two arms, three replications, lived without a break."""
    return bits(asked(question(), tmp_path_factory.mktemp("whole"))[0])


def rows_of(path: Path) -> list[str]:
    """Task of every row of runs, however often it is there."""
    table = StudyFolder(path).table("runs", doubles=True)
    return [] if table is None else table["task"].to_pylist()


def test_what_is_there_is_not_lived_again(tmp_path: Path, whole: pd.Series) -> None:
    results, outcome = asked(question(), tmp_path)
    assert (outcome.asked, outcome.there, outcome.lived, outcome.complete) == (6, 6, 6, True)
    again, outcome = asked(question(), tmp_path)
    assert (outcome.there, outcome.lived) == (6, 0)
    pd.testing.assert_series_equal(bits(results), whole)
    pd.testing.assert_frame_equal(again.runs, results.runs)


def test_more_replications_add_those_that_are_missing(tmp_path: Path) -> None:
    asked(question(3), tmp_path)
    results, outcome = asked(question(5), tmp_path)
    assert (outcome.there, outcome.lived) == (10, 4)
    assert results.replications == {"baseline": [0, 1, 2, 3, 4], "dual_report": [0, 1, 2, 3, 4]}
    pd.testing.assert_series_equal(bits(results), bits(asked(question(5), tmp_path / "at once")[0]))


def test_fewer_replications_take_nothing_away(tmp_path: Path) -> None:
    asked(question(3), tmp_path)
    results, outcome = asked(question(2), tmp_path)
    assert (outcome.asked, outcome.lived) == (4, 0)
    assert results.replications == {"baseline": [0, 1], "dual_report": [0, 1]}
    assert len(rows_of(tmp_path)) == 6


def test_another_arm_uses_what_was_lived_for_the_first(tmp_path: Path) -> None:
    asked(question(2), tmp_path)
    results, outcome = asked(question(2, ["whistle"]), tmp_path)
    assert outcome.lived == 2
    assert results.arms == ["baseline", "whistle"]


def test_threads_fill_a_folder_with_the_same_bits(tmp_path: Path, whole: pd.Series) -> None:
    with Threads(2) as engine:
        results, outcome = asked(question(), tmp_path, How(jobs=2), engine)
    assert outcome.complete
    pd.testing.assert_series_equal(bits(results), whole)


def test_processes_too_and_memory_is_that_of_this_one_and_of_each_worker(tmp_path: Path, whole: pd.Series) -> None:
    with Processes(2) as engine:
        results, outcome = asked(question(), tmp_path, How(jobs=2), engine)
        own = peak_mb()
        workers = [_peak_mb_of(pid) for pid in engine.pids]
    assert outcome.complete
    pd.testing.assert_series_equal(bits(results), whole)
    assert len(workers) == 2
    if all(workers):  # the system tells
        assert outcome.peak_mb == pytest.approx(own + sum(workers), rel=0.1)
    assert outcome.peak_mb > own + 50.0
    _, outcome = asked(question(), tmp_path / "alone")
    assert outcome.peak_mb == pytest.approx(peak_mb(), rel=0.1)


def _peak_mb_of(pid: int) -> float:
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((float(line.split()[1]) / 1024.0 for line in lines if line.startswith("VmHWM:")), 0.0)


def test_parts_of_an_array_of_jobs_make_the_whole(tmp_path: Path, whole: pd.Series) -> None:
    lived = [asked(question(), tmp_path, How(join=True, shard=(i, 4)))[1] for i in range(4)]
    assert [one.lived for one in lived] == [2, 2, 1, 1]
    results, outcome = asked(question(), tmp_path)
    assert outcome.lived == 0
    pd.testing.assert_series_equal(bits(results), whole)


# --- stopped, killed, out of time


def test_a_stop_keeps_what_had_finished(tmp_path: Path, whole: pd.Series) -> None:
    stop = Event()

    def after_two(done: int, total: int) -> None:
        if done == 2:
            stop.set()

    results, outcome = asked(question(), tmp_path, stop=stop, progress=after_two)
    assert (outcome.stopped, outcome.complete, outcome.there) == (True, False, 2)
    assert results.replications == {"baseline": [0], "dual_report": [0]}  # paired
    assert results.manifest["complete"] is False
    results, outcome = asked(question(), tmp_path)
    assert outcome.lived == 4
    pd.testing.assert_series_equal(bits(results), whole)


def test_time_that_is_used_up_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count()
    monkeypatch.setattr(runner, "time", SimpleNamespace(monotonic=lambda: float(next(clock))))
    _, outcome = asked(question(), tmp_path, How(budget_s=3.5))
    assert (outcome.unfinished, outcome.there) == (True, 2)
    _, outcome = asked(question(), tmp_path)
    assert (outcome.unfinished, outcome.complete, outcome.lived) == (False, True, 4)


def test_no_time_at_all_lives_nothing(tmp_path: Path) -> None:
    results, outcome = asked(question(), tmp_path, How(budget_s=0.0))
    assert (outcome.unfinished, outcome.lived) == (True, 0)
    assert results.replications == {"baseline": [], "dual_report": []}
    assert results.runs.empty


KILLED = """
import sys
from pathlib import Path
from sim.studies import runner
from tests.studies.folders import asked, question
runner.FLUSH_S = 0.05
asked(question(400, tables=True, case_rows=50), Path(sys.argv[1]), progress=lambda done, of: print(done, flush=True))
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_power_cut_loses_the_last_flush_at_most(tmp_path: Path) -> None:
    folder = tmp_path / "cut"
    command = [sys.executable, "-c", KILLED, str(folder)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = 0
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            while done < 13:
                done = int(process.stdout.readline())
            shards = len(StudyFolder(folder).shards("runs"))
        finally:
            process.kill()
    assert process.returncode == -signal.SIGKILL
    assert shards > 1
    kept = StudyFolder(folder).table("runs")
    assert kept is not None
    assert done - 8 <= kept.num_rows  # at 0.05 s between two flushes and 0.02 s and more a task
    assert (folder / "writers").is_dir()  # the heartbeat of the dead, which holds nobody up
    results, outcome = asked(question(8, tables=True, case_rows=50), folder)
    assert outcome.lived == 16 - sum(number < 8 for number in kept["replication"].to_pylist())
    assert (outcome.complete, outcome.damaged, results.remarks) == (True, [], [])
    at_once, _ = asked(question(8, tables=True, case_rows=50), tmp_path / "at once")
    pd.testing.assert_series_equal(bits(results), bits(at_once))
    for table in ("daily", "cases", "areas", "map", "costs", "flows", "waits"):
        pd.testing.assert_frame_equal(getattr(results, table), getattr(at_once, table))


# --- several writers


def test_two_who_share_the_work_give_the_table_of_one(tmp_path: Path, whole: pd.Series) -> None:
    others: list[int] = []

    def in_between(done: int, total: int) -> None:
        if done == 2 and not others:  # of which nothing is written yet
            others.append(asked(question(), tmp_path, How(join=True))[1].lived)

    results, outcome = asked(question(), tmp_path, How(join=True), progress=in_between)
    assert others == [6]
    assert outcome.complete
    assert outcome.lived < 6  # what the other had written meanwhile was not lived again
    assert len(results.runs) == len(set(results.tasks["task"])) == outcome.asked == 6
    pd.testing.assert_series_equal(bits(results), whole)


def test_who_was_there_first_shares_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "FLUSH_S", 0.0)
    others: list[int] = []

    def in_between(done: int, total: int) -> None:
        if done == 2 and not others:
            others.append(asked(question(), tmp_path, How(join=True))[1].lived)

    _, outcome = asked(question(), tmp_path, progress=in_between)
    assert others[0] > 2
    assert outcome.complete
    assert outcome.lived + others[0] <= outcome.asked + 1  # at most the one in hand twice


def test_a_second_writer_who_does_not_share_is_refused_before_it_asks(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(FolderInUse):
        asked(question(), tmp_path)
    assert list(tmp_path.iterdir()) == []


# --- failures


def breaks_at(number: int) -> Callable[[Batch, Event], Iterator[Row | Failed]]:
    """Work that fails at a replication with the lever."""

    def work(batch: Batch, stop: Event) -> Iterator[Row | Failed]:
        for came in evaluate(batch, stop):
            broken = came.replication == number and "dual_report" in batch.tree
            yield Failed(batch, number, "ValueError: no", "Traceback") if broken else came

    return work


def test_a_task_that_fails_is_recorded_and_tried_again(tmp_path: Path, whole: pd.Series) -> None:
    results, outcome = asked(question(), tmp_path, engine=Serial(breaks_at(1)))
    assert (outcome.there, outcome.complete, list(outcome.failed.values())) == (5, False, ["ValueError: no"])
    assert results.replications == {"baseline": [0, 1, 2], "dual_report": [0, 2]}
    (file,) = (tmp_path / "failed").iterdir()
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["arm"], told["replication"], told["trace"]) == ("dual_report", 1, "Traceback")
    results, outcome = asked(question(), tmp_path)
    assert (outcome.lived, outcome.failed) == (1, {})
    assert not list((tmp_path / "failed").iterdir())
    pd.testing.assert_series_equal(bits(results), whole)


# --- other code


@pytest.fixture
def other_code(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Say that this is other code."""

    def say(code: str) -> None:
        for name in ("runner", "results", "answers", "engines.work"):
            monkeypatch.setattr(f"sim.studies.{name}.identity", lambda: code)

    return say


def test_results_of_other_code_are_not_mixed(tmp_path: Path, other_code: Callable[[str], None]) -> None:
    other_code("aaaaaaaa")
    asked(question(2), tmp_path)
    other_code("bbbbbbbb")
    with pytest.raises(OtherCode, match="holds 4 tasks of this question, lived by code aaaaaaaa") as told:
        asked(question(2), tmp_path)
    assert told.value.exit_code == 7
    assert "--same" in str(told.value)
    assert "--anew" in str(told.value)
    results, outcome = asked(question(2), tmp_path, How(anew=True))
    assert outcome.lived == 4
    assert set(results.tasks["code"]) == {"bbbbbbbb"}
    assert len(rows_of(tmp_path)) == 8  # the old ones stay
    _, outcome = asked(question(2), tmp_path)
    assert outcome.lived == 0
    other_code("aaaaaaaa")
    again, outcome = asked(question(2), tmp_path)
    assert outcome.lived == 0
    assert set(again.tasks["code"]) == {"aaaaaaaa"}


def test_code_that_is_known_to_give_the_same_bits_goes_on(tmp_path: Path, other_code: Callable[[str], None]) -> None:
    other_code("aaaaaaaa")
    asked(question(2), tmp_path)
    StudyFolder(tmp_path).note_same("aaaaaaaa", "bbbbbbbb")
    other_code("bbbbbbbb")
    results, outcome = asked(question(3), tmp_path)
    assert outcome.lived == 2
    assert sorted(results.tasks["code"]) == ["aaaaaaaa"] * 4 + ["bbbbbbbb"] * 2


# --- tables asked for later


def test_tables_that_are_asked_for_later_are_lived_for_with_equal_bits(tmp_path: Path, whole: pd.Series) -> None:
    asked(question(), tmp_path)
    results, outcome = asked(question(tables=True), tmp_path)
    assert outcome.lived == 6
    assert results.has("cases")
    assert set(results.daily["replication"]) == {0, 1, 2}
    assert set(results.map["replication"]) == {0}  # the same in all
    pd.testing.assert_series_equal(bits(results), whole)
    _, outcome = asked(question(tables=True), tmp_path)
    assert outcome.lived == 0
    _, outcome = asked(question(), tmp_path)  # who asks for less has it
    assert outcome.lived == 0


def test_more_cases_are_lived_for(tmp_path: Path) -> None:
    few, _ = asked(question(2, [], tables=True, case_rows=5), tmp_path)
    assert few.cases.groupby("replication").size().max() <= 5
    more, outcome = asked(question(2, [], tables=True, case_rows=50), tmp_path)
    assert outcome.lived == 2
    assert len(more.cases) > len(few.cases)
    again, outcome = asked(question(2, [], tables=True, case_rows=20), tmp_path)
    assert outcome.lived == 0
    assert len(again.cases) == len(more.cases)


# --- damage


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("kind", ["runs", "cases", "map"])
def test_a_damaged_shard_is_told_and_lived_again(kind: str, tmp_path: Path) -> None:
    ask = question(1, [], tables=True)
    first, _ = asked(ask, tmp_path)
    tables = {name: getattr(first, name) for name in ("runs", "cases", "daily", "areas", "map", "costs")}
    half(StudyFolder(tmp_path).shards(kind)[0])
    _, outcome = asked(ask, tmp_path)
    assert outcome.lived == 1
    assert "is damaged" in "".join(outcome.damaged)
    results, outcome = asked(ask, tmp_path)
    assert outcome.lived == 0
    for name, table in tables.items():
        own = getattr(results, name)
        kept = [c for c in table.columns if c not in ("cpu_s", "peak_mb")]
        pd.testing.assert_frame_equal(own[kept], table[kept])


def test_a_changed_row_is_left_out_told_and_lived_again(tmp_path: Path, whole: pd.Series) -> None:
    results, _ = asked(question(), tmp_path)
    (file,) = StudyFolder(tmp_path).shards("runs")
    table = pq.read_table(file)
    value = table["response_mean"].to_pylist()
    value[2] += 1e-9
    pq.write_table(table.set_column(table.column_names.index("response_mean"), "response_mean", pa.array(value)), file)
    read = type(results)(results.path, results.answer, results.asked, results.codes)
    assert len(read.runs) == 5
    (told,) = read.remarks
    assert "1 row is not what was written" in told
    results, outcome = asked(question(), tmp_path)
    assert outcome.lived == 1
    assert "1 row is not what was written" in "".join(outcome.damaged)
    pd.testing.assert_series_equal(bits(results), whole)


@pytest.mark.parametrize("kind", ["cells", "cases", "runs"])
def test_a_full_disk_is_told_of_and_the_same_command_goes_on(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "FLUSH_S", 0.0)
    write, room = store.write_shard, itertools.count()

    def full(path: Path, table: pa.Table) -> None:
        if path.parent.name == kind and next(room) >= (kind != "cells"):
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write(path, table)

    with monkeypatch.context() as disk:
        disk.setattr(store, "write_shard", full)
        with pytest.raises(ResultError, match="cannot be written to: the disk is full") as told:
            asked(question(tables=True), tmp_path)
    assert str(told.value).startswith(str(tmp_path))
    assert "the same command goes on" in str(told.value)
    assert len(rows_of(tmp_path)) == (kind != "cells")  # no row without its tables
    assert not list(tmp_path.rglob(".*.tmp"))
    results, outcome = asked(question(tables=True), tmp_path)
    assert outcome.lived == 6 - (kind != "cells")
    assert results.remarks == []
    assert results.daily.groupby(["arm", "replication"]).ngroups == 6


def test_shards_of_a_writer_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "FLUSH_S", 0.0)
    monkeypatch.setattr(store, "MANY", 3)
    results, _ = asked(question(4, tables=True), tmp_path)
    assert len(StudyFolder(tmp_path).shards("runs")) == 1
    assert len(rows_of(tmp_path)) == len(results.runs) == 8


def test_configurations_lie_in_the_folder(tmp_path: Path) -> None:
    ask = question(1)
    asked(ask, tmp_path)
    cells = StudyFolder(tmp_path).table("cells")
    assert cells is not None
    assert set(cells["cell"].to_pylist()) == set(ask.cells.values())
    assert [cell_of(tree) for tree in cells["tree"].to_pylist()] == cells["cell"].to_pylist()


def test_a_batch_holds_a_few_seconds_and_cells_take_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Batch] = []

    class Slow(Serial):
        def run(self, batches: Iterator[Batch], stop: Event) -> Iterator[object]:  # type: ignore[override]
            for batch in batches:
                seen.append(batch)
                for came in super().run([batch], stop):
                    for row in came.rows:  # type: ignore[union-attr]
                        object.__setattr__(row, "cpu_s", 2.0)
                    yield came

    asked(question(16), tmp_path, engine=Slow())  # type: ignore[arg-type]
    sizes = [len(batch.replications) for batch in seen]
    assert sizes[:2] == [1, 1]
    assert max(sizes) == 2  # of two seconds each in five
    assert [batch.tree == seen[0].tree for batch in seen[:4]] == [True, False, True, False]
