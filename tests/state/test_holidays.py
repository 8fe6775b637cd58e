"""The table of holidays fits the calendar: make-up days are weekend days, holidays do not overlap."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from sim.state.holidays import HOLIDAYS, NOTICES, unknown_years

SEVEN = ["New Year", "Spring Festival", "Qingming", "Labour Day", "Dragon Boat", "Mid-Autumn", "National Day"]


def test_days_worked_instead_are_weekend_days_near_their_holiday() -> None:
    for holiday in HOLIDAYS:
        first, last = date.fromisoformat(holiday.first), date.fromisoformat(holiday.last)
        assert first <= last
        for text in holiday.worked:
            day = date.fromisoformat(text)
            assert day.weekday() >= 5, text
            assert not first <= day <= last
            assert abs((day - first).days) < 15


def test_holidays_come_one_after_another_and_each_year_has_its_seven() -> None:
    days = [(date.fromisoformat(h.first), date.fromisoformat(h.last)) for h in HOLIDAYS]
    assert all(a[1] < b[0] for a, b in pairwise(days))
    for year in NOTICES:
        names = [name for h in HOLIDAYS if h.last.startswith(str(year)) for name in h.name.split(", ")]
        assert sorted(names) == sorted(SEVEN)


def test_no_working_days_are_lost_but_the_public_holidays_themselves() -> None:
    public = {2023: 11, 2024: 11, 2025: 13, 2026: 13}  # days of the regulation; two more since 2025
    for year in NOTICES:
        own = [h for h in HOLIDAYS if h.last.startswith(str(year))]
        free = 0
        for h in own:
            first, last = date.fromisoformat(h.first), date.fromisoformat(h.last)
            free += sum(date.fromordinal(k).weekday() < 5 for k in range(first.toordinal(), last.toordinal() + 1))
        worked = sum(len(h.worked) for h in own)
        assert public[year] - 3 <= free - worked <= public[year], year


def test_years_without_a_notice() -> None:
    assert unknown_years(date(2022, 12, 1), date(2024, 1, 1)) == [2022]
    assert unknown_years(date(2026, 1, 1), date(2028, 1, 1)) == [2027, 2028]
