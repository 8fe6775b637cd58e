"""What is learned, on cases whose answer is known by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.observations.table import read_observations
from sim.records.durations import quantile, survival
from sim.records.importing import import_cases
from sim.records.manifest import changes, manifest
from sim.records.observed import rows_of, table
from sim.records.spread import between
from sim.records.windows import kept_days
from tests.records.made import file, rows, text


def test_an_open_case_waits_on() -> None:
    """By hand: four waits, the second still open; 3/4 left at 1, then 3/8 at 3, none at 4 (Kaplan-Meier)."""
    curve = survival(np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, True]))
    assert curve[0].tolist() == [1.0, 3.0, 4.0]
    assert curve[1].tolist() == pytest.approx([0.75, 0.375, 0.0])
    assert quantile(curve, 0.5) == 3.0
    assert np.isnan(quantile(survival(np.array([1.0, 9.0, 9.0]), np.array([True, False, False])), 0.5))


def test_the_window_is_the_longest_stretch_without_two_empty_days() -> None:
    days = [*range(3), *range(10, 50), *(d for d in range(51, 60))]
    kept = kept_days(np.datetime64("2024-01-01", "s") + np.array(days) * np.timedelta64(1, "D"))
    assert kept.window == (10, 60)  # a single empty day is no gap
    assert kept.empty == 60 - len(days)
    assert kept_days(np.datetime64("2024-01-01", "s") + np.arange(27) * np.timedelta64(1, "D")).window is None


def test_a_spread_between_parts_is_told_from_chance() -> None:
    rng = np.random.default_rng(1)
    many = np.full(60, 200)
    assert between(rng.binomial(many, 0.9), many) < 1.0
    assert between(rng.binomial(many, np.where(np.arange(60) % 2, 0.7, 0.9)), many) == pytest.approx(10.0, abs=2.0)


def test_a_part_of_the_numbers_makes_no_rate(tmp_path: Path) -> None:
    whole = rows(2000)
    part = file(tmp_path, text(whole[::5]), "part.csv")
    found = import_cases([part]).learned
    assert found.filled == pytest.approx(0.2, abs=0.01)
    assert not any(row.measure == "reported" for row in rows_of(found))
    told = import_cases([part], total=2000.0).learned
    volume = next(row for row in rows_of(told) if row.measure == "reported")
    assert volume.value == pytest.approx(2000 / told.kept.days)


def test_the_model_reads_every_observation(tmp_path: Path) -> None:
    found = import_cases([file(tmp_path, text(rows(2000)))]).learned
    path = file(tmp_path, table(rows_of(found), found.kept.said), "observations.csv")
    read = read_observations(path)
    assert {"reported", "on_time", "weekend_ratio"} <= {row.name for row in read}
    noise = next(row for row in read if row.measure == "reported:disputes")
    assert noise.sd >= 10.0  # half of the gap between the two readings: 20 and 40 %


def test_newer_records_say_what_has_changed(tmp_path: Path) -> None:
    late = [[*row[:7], "0" if k % 2 else "1", *row[8:]] for k, row in enumerate(rows(1000, seed=4))]
    both = [import_cases([file(tmp_path, text(t), "x.csv")]) for t in (rows(1000), late)]
    before, now = (manifest(found, rows_of(found.learned)) for found in both)
    told = {change.measure: change.beyond for change in changes(before, now)}
    assert told["on_time"]
    assert not told["reported:facilities"]
