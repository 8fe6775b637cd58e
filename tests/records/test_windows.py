"""The stretch of days in which records were kept, by hand."""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.records.windows import in_window, kept_days

ZERO = np.datetime64("2024-01-01", "s")  # a Monday


def days(*those: int) -> np.ndarray:
    return ZERO + np.array(those) * np.timedelta64(86_400, "s")


def test_the_window_is_the_longest_stretch_without_two_empty_days() -> None:
    told = days(*range(3), *range(10, 50), *range(51, 60))
    kept = kept_days(told)
    assert kept.window == (10, 60)  # a single empty day is no gap
    assert (kept.days, kept.empty, kept.said) == (50, 60 - len(told), "2024-01-11..2024-02-29")
    assert in_window(told, kept).tolist() == [False] * 3 + [True] * 49
    assert kept.weekdays[:5].tolist() == [3, 4, 5, 6, 0]
    assert (kept.date(0), str(kept.months[-1])) == (date(2024, 1, 1), "2024-02")


def test_less_than_four_weeks_is_a_sample() -> None:
    kept = kept_days(days(*range(27)))
    assert (kept.window, kept.days, kept.said) == (None, 0, "")
    assert in_window(days(*range(27)), kept).all()
    assert kept_days(days(*range(28))).window == (0, 28)
    assert kept_days(days(5)).counts.tolist() == [1]
