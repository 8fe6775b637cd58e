"""Points outlive the process that ran them."""

import math

import pytest

from sim.calibration.points import Points, task_of
from sim.errors import ResultError
from sim.observations.table import Observation
from sim.store.shards import shards_in


def test_what_was_added_is_there_again(tmp_path):
    first = Points(tmp_path)
    first.add("a", {"x": 1.0 / 3.0, "y": math.nan})
    first.flush()
    first.add("b", {})
    first.flush()
    again = Points(tmp_path)
    assert again.get("a")["x"] == pytest.approx(1.0 / 3.0, abs=1e-9)
    assert math.isnan(again.get("a")["y"])
    assert again.get("b") == {}
    assert again.get("c") is None


def test_a_run_now_and_one_read_again_have_the_same_bits(tmp_path):
    points = Points(tmp_path)
    points.add("a", {"x": 1.0 / 3.0})
    points.flush()
    assert points.get("a") == Points(tmp_path).get("a")


def test_many_shards_become_one(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.calibration.points.MANY", 3)
    points = Points(tmp_path)
    for k in range(7):
        points.add(f"t{k}", {"x": float(k)})
        points.flush()
    assert len(shards_in(tmp_path / "points")) < 4
    again = Points(tmp_path)
    assert [again.get(f"t{k}")["x"] for k in range(7)] == [float(k) for k in range(7)]


def test_a_draft_of_a_writer_that_died_is_no_point(tmp_path):
    (tmp_path / "points").mkdir()
    (tmp_path / "points" / ".x.parquet.tmp").write_bytes(b"half")
    assert Points(tmp_path).get("a") is None


def test_a_damaged_shard_is_told_of(tmp_path):
    (tmp_path / "points").mkdir()
    (tmp_path / "points" / "x.parquet").write_bytes(b"half")
    with pytest.raises(ResultError, match=r"x\.parquet"):
        Points(tmp_path)


def test_a_task_is_of_its_configuration_fate_code_and_rows():
    row = Observation("A", "on_time", 90.0, "%", 1.0)
    other = Observation("A", "on_time", 91.0, "%", 1.0)
    tasks = {
        task_of("tree", 1, "code", [row]), task_of("tree", 2, "code", [row]), task_of("tree", 1, "else", [row]),
        task_of("more", 1, "code", [row]), task_of("tree", 1, "code", [other]),
    }  # fmt: skip
    assert len(tasks) == 5
