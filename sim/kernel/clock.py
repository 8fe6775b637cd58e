"""Open hours: when a desk serves, and when work that is counted in open hours will be done.

A desk is open on days of the week. Where a run has dates, its calendar (`sim.state.calendar`) says as which day of the
week each of its days counts: a holiday as a Sunday, a make-up day as a working day. Without dates the calendar is
empty, and every week is like the others.
"""

from __future__ import annotations

import math

from sim.jit import compiled, merged

_WEEK, _LONGEST_GAP = 8, 60


@merged
def weekday(calendar, day):
    """As which day of the week a day counts, Monday = 0; days outside of the calendar are like those of any week."""
    return calendar[day] if 0 <= day < len(calendar) else day % 7


@compiled
def is_open(t, open_from, open_to, open_days, calendar):
    """Whether a desk is open at time t.

    Parameters
    ----------
    t : float
        Hours since midnight of day 0, which is a Monday.
    open_from, open_to : float
        Hours of the day.
    open_days : int
        Bits, Monday = 1.
    calendar : array [days]
        As which day of the week each day counts, see `weekday`; empty without dates.
    """
    if open_to - open_from >= 24.0 and open_days == 127:
        return True
    day = math.floor(t / 24.0)
    if not (open_days >> weekday(calendar, int(day))) & 1:
        return False
    # the same sums as in `next_opening`, so that rounding cannot find a desk closed at its own opening
    return 24.0 * day + open_from <= t < 24.0 * day + open_to


@compiled
def next_opening(t, open_from, open_to, open_days, calendar):
    """Return the first time at or after t at which the desk is open (inf if it never opens)."""
    if is_open(t, open_from, open_to, open_days, calendar):
        return t
    day = math.floor(t / 24.0)
    if t >= 24.0 * day + open_from:
        day += 1.0
    for _ in range(_WEEK if len(calendar) == 0 else _LONGEST_GAP):
        if (open_days >> weekday(calendar, int(day))) & 1:
            return 24.0 * day + open_from
        day += 1.0
    return math.inf


@compiled
def after_open_hours(t, hours, open_from, open_to, open_days, calendar):
    """Return the time at which `hours` of open time have passed since t."""
    per_day = open_to - open_from
    if per_day >= 24.0 and open_days == 127:
        return t + hours
    t = next_opening(t, open_from, open_to, open_days, calendar)
    day = math.floor(t / 24.0)
    left_today = 24.0 * day + open_to - t
    if hours <= left_today:
        return t + hours
    hours -= left_today
    if len(calendar) > 0:
        return _day_by_day(day, hours, open_from, open_to, open_days, calendar)
    week = 0
    for d in range(7):
        week += (open_days >> d) & 1
    weeks = math.floor(hours / (per_day * week))
    day += 7.0 * weeks
    hours -= weeks * per_day * week
    if hours <= 0.0 and weeks > 0.0:
        return 24.0 * day + open_to  # at closing time of the same day of the week, so many weeks later
    while True:
        day += 1.0
        if (open_days >> (int(day) % 7)) & 1:
            if hours <= per_day:
                return 24.0 * day + open_from + hours
            hours -= per_day


@merged
def _day_by_day(day, hours, open_from, open_to, open_days, calendar):
    """Count down the hours after a day, where weeks differ; a desk that opens never again does not end."""
    closed = 0
    while closed < _LONGEST_GAP:
        day += 1.0
        closed += 1
        if (open_days >> weekday(calendar, int(day))) & 1:
            closed = 0
            if hours <= open_to - open_from:
                return 24.0 * day + open_from + hours
            hours -= open_to - open_from
    return math.inf


@compiled
def open_hours_between(start, end, open_from, open_to, open_days, calendar):
    """Count the open hours from start to end."""
    first = int(math.floor(start / 24.0))
    last = int(math.floor(end / 24.0))
    total = 0.0
    for day in range(first, last + 1):
        if (open_days >> weekday(calendar, day)) & 1:
            low = max(start, 24.0 * day + open_from)
            high = min(end, 24.0 * day + open_to)
            if high > low:
                total += high - low
    return total
