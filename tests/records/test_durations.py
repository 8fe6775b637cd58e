"""Waits of which some have not ended, by hand and against a known law."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.records.cases import Cases
from sim.records.durations import closing_sds, quantile, stage, stages, survival

ZERO = np.datetime64("2024-01-01", "s")


def at(hours: np.ndarray) -> np.ndarray:
    seconds = np.round(np.nan_to_num(hours) * 3600.0).astype("timedelta64[s]")
    return np.where(np.isfinite(hours), ZERO + seconds, np.datetime64("NaT", "s"))


def test_an_open_case_waits_on() -> None:
    """By hand: four waits, the second still open; 3/4 left at 1, then 3/8 at 3, none at 4 (Kaplan-Meier)."""
    curve = survival(np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, True]))
    assert curve[0].tolist() == [1.0, 3.0, 4.0]
    assert curve[1].tolist() == pytest.approx([0.75, 0.375, 0.0])
    assert quantile(curve, 0.5) == 3.0
    assert survival(np.array([2.0, 2.0]), np.array([False, True]))[1].tolist() == [0.5]  # still there as the other ends
    assert math.isnan(quantile(survival(np.array([1.0, 9.0, 9.0]), np.array([True, False, False])), 0.5))


def test_what_is_open_at_the_end_does_not_shorten_the_median() -> None:
    """Exponential waits of 100 h in the mean, half of them cut off: the median stays 100 ln 2."""
    rng = np.random.default_rng(2)
    begun, took = rng.uniform(0.0, 200.0, 6000), rng.exponential(100.0, 6000)
    closed = np.where(begun + took <= 200.0, begun + took, math.nan)
    cases = Cases(6000, {"reported": at(begun), "closed": at(closed)})
    found = stage(cases, ("all", "accepted", "closed"), ZERO + np.timedelta64(200 * 3600, "s"), None)
    assert found is not None
    assert found.median.value == pytest.approx(100.0 * math.log(2.0), abs=3.0 * found.median.sd)
    assert found.median.sd < 3.0
    assert found.naive < 45.0
    assert (found.ended + found.open, found.open > 2000) == (6000, True)


def test_stages_follow_each_other_and_lack_what_the_file_lacks() -> None:
    n = 30
    hours = {"reported": 0.0, "accepted": 2.0, "dispatched": 3.0, "started": 10.0, "done": 30.0, "closed": 36.0}
    cases = Cases(n, {name: at(np.full(n, hour)) for name, hour in hours.items()})
    told = {found.name: found.median.value for found in stages(cases, ZERO, None)}
    assert told == {"accepted": 2.0, "dispatched": 1.0, "started": 8.0, "done": 20.0, "closed": 6.0, "all": 34.0}
    del cases.times["started"], cases.times["done"]
    assert [found.name for found in stages(cases, ZERO, None)] == ["accepted", "dispatched", "all"]


def test_spread_between_and_within_categories() -> None:
    rng = np.random.default_rng(3)
    category = np.repeat(np.arange(3), 2000)
    took = 48.0 * np.exp(np.array([-0.5, 0.0, 0.5])[category] + 0.8 * rng.standard_normal(6000))
    cases = Cases(6000, {"reported": at(np.zeros(6000)), "closed": at(took)})
    across, inside = closing_sds(cases, category)
    assert across is not None
    assert inside is not None
    assert (across.value, inside.value) == (pytest.approx(0.5, abs=0.05), pytest.approx(0.8, abs=0.03))
    assert closing_sds(cases, np.zeros(6000, np.int64)) == (None, None)


def test_a_median_of_whole_days_is_no_surer_than_a_day() -> None:
    days = np.arange(900) % 3 + 1.0
    cases = Cases(900, {"reported": at(np.zeros(900)), "closed": at(24.0 * days)})
    found = stage(cases, ("all", "accepted", "closed"), ZERO, None)
    assert found is not None
    assert (found.median.value, found.median.sd) == (48.0, pytest.approx(24.0 / math.sqrt(12.0)))
