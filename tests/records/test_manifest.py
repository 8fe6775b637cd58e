"""What is kept of an import, and what newer records say against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.records.manifest import Changed, changes, manifest, read_manifest, same_files, written
from sim.records.observed import rows_of
from tests.records.made import file, imported, rows, text


def told(folder: Path, table: list[list[str]]):  # type: ignore[no-untyped-def]
    found = imported(folder, text(table))
    return found, manifest(found, rows_of(found.learned))


def test_newer_records_say_what_has_changed(tmp_path: Path) -> None:
    _, before = told(tmp_path, rows(1000))
    late = [[*row[:7], "0" if k % 2 else "1", *row[8:]] for k, row in enumerate(rows(1000, seed=4))]
    now, after = told(tmp_path, late)
    found = {change.measure: change for change in changes(before, after)}
    assert (found["on_time"].before, found["on_time"].after) == (90.0, 50.0)
    assert found["on_time"].beyond
    assert not found["reported:facilities"].beyond
    assert not same_files(before, now)


def test_a_change_is_one_beyond_twice_the_sd_of_the_difference() -> None:
    assert not Changed("on_time", "%", 80.0, 86.0, 3.0).beyond
    assert Changed("on_time", "%", 80.0, 73.9, 3.0).beyond
    row = {"measure": "on_time", "unit": "%", "value": 80.0, "sd": 3.0}
    (change,) = changes({"observations": [row]}, {"observations": [row | {"value": 90.0, "sd": 4.0}]})
    assert (change.sd, change.beyond) == (5.0, False)
    assert changes({"observations": [row]}, {"observations": [row | {"unit": "0-1"}]}) == []


def test_volumes_of_parts_are_held_against_each_other_as_rows_a_day(tmp_path: Path) -> None:
    _, before = told(tmp_path, rows(2000)[::7])
    _, after = told(tmp_path, rows(2000)[::3])
    volume = next(change for change in changes(before, after) if change.measure == "rows_a_day")
    assert volume.after / volume.before == pytest.approx(7.0 / 3.0, rel=0.02)


def test_it_is_written_and_read_again_and_anothers_is_not(tmp_path: Path) -> None:
    found, kept = told(tmp_path, rows(300))
    file(tmp_path, written(kept), "import.yaml")
    assert read_manifest(tmp_path) == kept
    assert same_files(kept, found)
    for content in ("format: other/1\n", "- a", "{", "\xff\xfe"):
        file(tmp_path, content, "import.yaml")
        assert read_manifest(tmp_path) is None
