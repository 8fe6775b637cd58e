"""The calendar of a run with dates: as which day of the week each day counts for those who open and work.

A holiday counts as a Sunday. A weekend day that makes up for one counts as the working day next to it: a Saturday as a
Friday, a Sunday as a Monday (assumed: the notices do not say whose day it takes the place of).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np

from sim.state.holidays import HOLIDAYS
from sim.types import Array

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
AFTER_THE_END = 400
"""Days that the calendar reaches beyond a run: work begun in it may end after it."""


@cache
def _special_days() -> dict[date, int]:
    """Days that count as others than they are."""
    days: dict[date, int] = {}
    for holiday in HOLIDAYS:
        first, last = date.fromisoformat(holiday.first), date.fromisoformat(holiday.last)
        for k in range((last - first).days + 1):
            days[first + timedelta(days=k)] = SUNDAY
        for text in holiday.worked:
            day = date.fromisoformat(text)
            days[day] = FRIDAY if day.weekday() == SATURDAY else MONDAY
    return days


def calendar_of(start: date, days: int) -> Array:
    """As which day of the week each day of a run counts, Monday = 0.

    Parameters
    ----------
    start : date
        Of day 0.
    days : int
        Length of the run.

    Returns
    -------
    array [days + `AFTER_THE_END`], int8
    """
    week = (start.weekday() + np.arange(days + AFTER_THE_END)) % 7
    calendar = week.astype(np.int8)
    for day, counts_as in _special_days().items():
        at = (day - start).days
        if 0 <= at < len(calendar):
            calendar[at] = counts_as
    return calendar
