"""Study folders: found, described as they are; nothing that is finished and of this code is ever offered to go."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.store.code import identity
from sim.store.folder import StudyFolder
from sim.store.writers import writing
from sim.studies.folders import left_over, listed, of_other_code, remove, study_folders
from sim.studies.results import results_of
from sim.studies.runner import How
from tests.studies.folders import asked, bits, question

OTHER = "bbbbbbbb"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of results: ``done`` by this code, ``old`` by another, ``both`` by both, each in shards of its own."""
    root = tmp_path_factory.mktemp("folders")
    ask = question(2, tables=True)
    asked(ask, root / "done")
    shutil.copytree(root / "done", root / "both")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("runner", "results", "answers", "engines.work"):
            patch.setattr(f"sim.studies.{name}.identity", lambda: OTHER)
        asked(ask, root / "old")
        asked(question(3, tables=True), root / "both", How(anew=True))
        asked(ask, root / "both", How(anew=True))
    return root


@pytest.fixture
def results(made: Path, tmp_path: Path) -> Path:
    """Copy all, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "results"))


def test_studies_are_found_down_to_three_levels(results: Path) -> None:
    (results / "a" / "b").mkdir(parents=True)
    shutil.move(results / "old", results / "a" / "b" / "old")
    (results / "no study").mkdir()
    (results / "file").touch()
    assert study_folders(results) == [results / name for name in ("a/b/old", "both", "done")]
    assert study_folders(results / "nowhere") == []


def test_a_study_is_described(results: Path) -> None:
    done = listed(results / "done")
    assert (done.path, done.state, done.answers) == (results / "done", "complete", 1)
    assert (done.tasks, done.asked, done.of_it) == (4, 4, 4)
    assert done.question.startswith("compare")
    assert done.bytes == sum(p.stat().st_size for p in (results / "done").rglob("*") if p.is_file())
    assert done.written is not None
    assert done.written.tzinfo is not None
    newest = max(p.stat().st_mtime for p in (results / "done").rglob("*") if p.is_file())
    assert done.written.timestamp() == pytest.approx(newest)


def test_the_state_is_what_it_is(results: Path) -> None:
    assert listed(results / "old").state == "of other code"
    both = listed(results / "both")
    assert (both.state, both.tasks, both.answers) == ("complete", 10, 2)
    StudyFolder(results / "old").note_same(identity(), OTHER)
    assert listed(results / "old").state == "complete"
    more = shutil.copytree(results / "done", results / "more")
    asked(question(5), more, How(budget_s=0.0))
    one = listed(more)
    assert (one.state, one.of_it, one.asked, one.answers) == ("unfinished", 4, 10, 2)
    with writing(results / "done"):
        assert listed(results / "done").state == "being written"
    (shard,) = StudyFolder(results / "done").shards("runs")
    shard.write_bytes(b"PAR1")
    assert listed(results / "done").state == "damaged"
    next((results / "old" / "answers").glob("*/study.yaml")).write_text("a: [", encoding="utf-8")
    old = listed(results / "old")
    assert (old.state, old.tasks) == ("damaged", 4)
    assert "no YAML" in old.question


# --- what may go


def test_nothing_of_a_finished_study_may_go(results: Path) -> None:
    assert left_over(results / "done") == []


def test_rows_of_other_code_may_go_and_the_rest_stays_as_it_was(results: Path) -> None:
    before = bits(results_of(results / "both"))
    cases = results_of(results / "both").cases
    going = left_over(results / "both")
    assert going
    assert {why.en for _, why in going} == {"rows of other code"}
    size = sum(p.stat().st_size for p, _ in going)
    assert remove([p for p, _ in going]) == size
    assert left_over(results / "both") == []
    after = results_of(results / "both")
    assert (after.complete, after.remarks) == (True, [])
    assert bits(after).equals(before)
    assert after.cases.equals(cases)
    assert StudyFolder(results / "both").codes() == {identity(): 4}
    assert StudyFolder(results / "both").shards("cells")  # the configurations of both


def test_a_shard_that_holds_one_row_of_this_code_stays(results: Path) -> None:
    both = results / "both"
    shards = StudyFolder(both).shards("runs")
    tables = [pq.read_table(shard) for shard in shards]
    for shard in shards:
        shard.unlink()
    pq.write_table(pa.concat_tables(tables, promote_options="permissive"), both / "runs" / "one.parquet")
    assert both / "runs" / "one.parquet" not in of_other_code(both)
    assert of_other_code(both)  # tables of the others are in shards of their own


def test_codes_that_give_the_same_bits_are_no_other_code(results: Path) -> None:
    StudyFolder(results / "both").note_same(identity(), OTHER)
    assert left_over(results / "both") == []


def test_a_damaged_shard_may_not_go(results: Path) -> None:
    shard = StudyFolder(results / "both").shards("daily")[0]
    shard.write_bytes(b"PAR1")
    assert shard not in of_other_code(results / "both")  # whose it was is not known


def test_drafts_and_heartbeats_of_the_dead_may_go(results: Path) -> None:
    done = results / "done"
    (done / "runs" / ".x.parquet.tmp").touch()
    (done / "writers").mkdir()
    beat = {"host": "gone", "pid": 1, "started": 1.0, "beat": time.time() - 1e6}
    (done / "writers" / "gone-1.json").write_text(json.dumps(beat), encoding="utf-8")
    assert [(p.name, why.en) for p, why in left_over(done)] == [
        (".x.parquet.tmp", "draft of a process that died"),
        ("gone-1.json", "heartbeat of a process that died"),
    ]


def test_whole_folders_are_removed(results: Path) -> None:
    size = sum(p.stat().st_size for p in (results / "old").rglob("*") if p.is_file())
    assert remove([results / "old"]) == size
    assert sorted(os.listdir(results)) == ["both", "done"]
