"""Newer records against an earlier import."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sim.records.manifest import manifest
from sim.records.observed import rows_of
from sim.records.since import Changed, changes, since
from tests.records.made import imported, rows, text


def of(folder: Path, table: list[list[str]], before: list[list[str]]):  # type: ignore[no-untyped-def]
    old, new = imported(folder, text(before)), imported(folder, text(table))
    return since(manifest(old, rows_of(old.learned)), new, rows_of(new.learned))


def later(table: list[list[str]], on_time: str) -> list[list[str]]:
    """The same sixty days on, all on time or none."""
    return [[str(int(r[0]) + 5000), str(datetime.fromisoformat(r[1]) + timedelta(days=60)), *r[2:7], on_time, *r[8:]]
            for r in table]  # fmt: skip


@pytest.mark.parametrize("together", [True, False])
def test_a_change_is_seen_whether_or_not_the_older_records_are_in_the_file(tmp_path: Path, together: bool) -> None:
    first = rows(1000)
    found = of(tmp_path, [*(first if together else []), *later(first, "0")], first)
    told = {change.measure: change for change in found.changes}
    assert (found.newer, found.before, found.now) == (1000, "2024-05-02", "2024-07-01")
    assert (told["on_time"].before, told["on_time"].after, told["on_time"].beyond) == (90.0, 0.0, True)
    assert not told["reported:facilities"].beyond
    assert not told["rows_a_day"].beyond


def test_without_newer_cases_the_whole_is_held_against_it(tmp_path: Path) -> None:
    found = of(tmp_path, [[*row[:7], "0", *row[8:]] for row in rows(1000)], rows(1000))
    assert found.newer == 0
    assert next(c for c in found.changes if c.measure == "on_time").after == 0.0


def test_a_change_is_one_beyond_twice_the_sd_of_the_difference() -> None:
    assert not Changed("on_time", "%", 80.0, 86.0, 3.0).beyond
    assert Changed("on_time", "%", 80.0, 73.9, 3.0).beyond
    row = {"measure": "on_time", "unit": "%", "value": 80.0, "sd": 3.0}
    (change,) = changes({"observations": [row]}, {"observations": [row | {"value": 90.0, "sd": 4.0}]})
    assert (change.sd, change.beyond) == (5.0, False)
    assert changes({"observations": [row]}, {"observations": [row | {"unit": "0-1"}]}) == []


def test_of_parts_the_rows_a_day_are_told(tmp_path: Path) -> None:
    found = of(tmp_path, later(rows(2000), "1")[::3], rows(2000)[::7])
    volume = next(change for change in found.changes if change.measure == "rows_a_day")
    assert volume.after / volume.before == pytest.approx(7.0 / 3.0, rel=0.02)
    assert volume.beyond
