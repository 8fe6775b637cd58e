"""The calendar of dates, against single days that everybody remembers."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from sim.state.calendar import AFTER_THE_END, calendar_of

FIVE_DAYS = 5


def counts_as(text: str) -> int:
    day = date.fromisoformat(text)
    monday = day - timedelta(days=day.weekday())
    return int(calendar_of(monday, 7)[(day - monday).days])


@pytest.mark.parametrize(
    ("day", "weekday"),
    [
        ("2024-02-09", 4),  # eve of the Spring Festival of 2024, a Friday: encouraged to rest, not a holiday
        ("2024-02-12", 6),  # a Monday in the Spring Festival
        ("2024-02-17", 6),  # its last day, a Saturday
        ("2024-02-18", 0),  # a Sunday on which is worked
        ("2024-02-19", 0),
        ("2024-02-04", 0),
        ("2024-09-14", 4),  # a Saturday on which is worked
        ("2024-09-30", 0),
        ("2024-10-01", 6),
        ("2025-10-08", 6),
        ("2026-02-16", 6),
        ("2026-02-28", 4),
        ("2022-12-26", 0),
        ("2023-01-02", 6),
        ("2023-04-06", 3),
        ("2024-07-06", 5),  # Saturdays and Sundays as usual
        ("2024-07-07", 6),
        ("2027-10-01", 4),  # a Friday of a year that is not known
    ],
)
def test_days_that_are_known(day: str, weekday: int) -> None:
    assert counts_as(day) == weekday


def test_without_holidays_a_week_is_a_week() -> None:
    found = calendar_of(date(2030, 1, 7), 100)
    assert found.dtype == np.int8
    assert found.tolist() == [day % 7 for day in range(100 + AFTER_THE_END)]


@pytest.mark.parametrize(("year", "days"), [(2023, 260 - 11), (2024, 262 - 11), (2025, 261 - 13), (2026, 261 - 13)])
def test_working_days_are_the_weekdays_of_a_year_less_its_public_holidays(year: int, days: int) -> None:
    first = date(year, 1, 1)
    monday = first - timedelta(days=first.weekday())
    calendar = calendar_of(monday, 400)[(first - monday).days :][: (date(year + 1, 1, 1) - first).days]
    assert int((calendar < FIVE_DAYS).sum()) == days
