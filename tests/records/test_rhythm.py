"""When reports come, against days made with a known law."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from sim.records.rhythm import by_hour, completeness, moment_shape, repeated_within_a_day, rhythm, shape_of
from sim.records.windows import Kept

ZERO = np.datetime64("2024-01-01", "s")  # a Monday
HOUR = np.timedelta64(3600, "s")


def kept(counts: np.ndarray, first: date = date(2024, 1, 1)) -> Kept:
    return Kept(first, counts.astype(np.int64), (0, len(counts)))


def test_days_of_chance_alone() -> None:
    """Poisson days with a known weekend: the ratio is found, the weeks say no more than chance, no shape is told."""
    rng = np.random.default_rng(1)
    week = np.arange(364) % 7
    found = rhythm(kept(rng.poisson(np.where(week >= 5, 60.0, 100.0))))
    assert found.weekend.value == pytest.approx(0.6, abs=3.0 * found.weekend.sd)
    assert found.weekend.sd == pytest.approx(0.6 * math.sqrt(1 / 6240 + 1 / 26000), rel=0.2)
    mean = (5 * 100 + 2 * 60) / 7
    assert found.volume.value == pytest.approx(mean, abs=3.0 * found.volume.sd)
    assert found.volume.parts["chance"] == pytest.approx(math.sqrt(mean / 364), rel=0.02)
    assert found.volume.sd < 1.4 * found.volume.parts["chance"]
    assert found.shape[2] > 200.0
    assert abs(found.lag) < 0.15


def test_weeks_that_differ_make_the_volume_less_sure() -> None:
    """Weeks of 50 and of 150 a day: the mean of 52 is known to 50 / sqrt(52), which chance is far from."""
    found = rhythm(kept(np.repeat([50, 150], 7 * 26)[np.argsort(np.arange(364) % 14 // 7, kind="stable")]))
    assert found.volume.sd == pytest.approx(50.0 / math.sqrt(52.0), rel=0.12)
    assert found.volume.reason == "weeks"


@pytest.mark.parametrize("k", [2.0, 10.0])
def test_the_shape_of_days_is_found_again(k: float) -> None:
    rng = np.random.default_rng(4)
    usual = np.full(400, 80.0)
    found, low, high = shape_of(rng.poisson(rng.gamma(k, 80.0 / k, 400)).astype(np.float64), usual)
    assert low < k < high
    assert found == pytest.approx(k, rel=0.2)


def test_the_shape_by_moments_is_the_models_statistic() -> None:
    """Four weeks by hand: each day of the week 6 or 10 twice, mean 8, variance 16/3; days below chance have none."""
    week = np.arange(28) % 7
    counts = np.repeat([6.0, 10.0, 6.0, 10.0], 7) * 10.0
    found = moment_shape(counts, week, np.ones(28, np.bool_))
    assert found.value == pytest.approx(80.0**2 / (1600.0 / 3.0 - 80.0))
    assert found.sd > 0.0
    even = moment_shape(np.full(28, 50.0), week, np.ones(28, np.bool_))
    assert math.isnan(even.value)
    free = np.ones(28, np.bool_)
    free[9] = False
    assert math.isnan(moment_shape(counts, week, free).value)  # three whole weeks are too few


def test_the_first_week_of_october_is_told_apart() -> None:
    first = date(2024, 9, 2)
    days = [date.fromordinal(first.toordinal() + i) for i in range(84)]
    free = np.array([d.month == 10 and d.day <= 7 for d in days])
    found = rhythm(kept(np.where(free, 60, 120), first))
    assert found.holiday == pytest.approx(0.5)
    assert found.weekend.value == pytest.approx(1.0)  # the free days do not count
    assert found.months["2024-11"] == pytest.approx(120.0 / np.where(free, 60, 120).mean())


def test_hours_without_batches_and_without_rows_that_have_dates_alone() -> None:
    told = ZERO + HOUR * np.array([9, 9, 33, 24 * 6 + 23])
    batch = np.array([False, True, False, False])
    found = by_hour(told, batch)
    assert (found[0, 9], found[1, 9], found[6, 23], found.sum()) == (1, 1, 1, 3)
    some = np.concatenate([ZERO + HOUR * (24 * np.arange(30) + 10), ZERO + HOUR * 24 * np.arange(20)])
    assert by_hour(some, np.zeros(50, np.bool_)).sum(axis=0).tolist() == [0] * 10 + [30] + [0] * 13
    assert by_hour(some[30:], np.zeros(20, np.bool_)).sum() == 0


def test_the_share_of_running_numbers() -> None:
    month = np.arange(2000) // 1000
    when = ZERO + HOUR * np.arange(2000)
    whole, months = completeness(50_000 + 5 * np.arange(2000), when, month) or (0.0, [])
    assert whole == pytest.approx(0.2, abs=0.001)
    assert months == pytest.approx([0.2, 0.2], abs=0.002)
    case = 50_000 + 5 * np.arange(2000)
    case[1995:] += 10_000_000  # stragglers, typed in wrongly
    assert (completeness(case, when, month) or (0.0, []))[0] == pytest.approx(0.2, abs=0.001)
    shuffled = np.random.default_rng(1).permutation(np.arange(2000))
    assert completeness(shuffled, when, month) is None  # numbers that do not follow time do not run
    assert completeness(np.arange(99), when[:99], month[:99]) is None


def test_repeats_within_a_day_and_by_chance() -> None:
    """A hundred pairs, the second an hour after the first, in places of their own: half of all follow another."""
    place = np.repeat(np.arange(100), 2)
    when = ZERO + HOUR * (np.repeat(48 * np.arange(100), 2) + np.tile([0, 1], 100))
    seen, chance = repeated_within_a_day(place, np.zeros(200, np.int64), when)
    assert (seen, chance < 5.0) == (50.0, True)
    assert repeated_within_a_day(place, np.zeros(200, np.int64), when + 24 * HOUR * np.tile([0, 1], 100))[0] == 0.0
    assert math.isnan(repeated_within_a_day(place[:50], np.zeros(50, np.int64), when[:50])[0])
