"""Open hours: when a desk serves, and when work that is counted in open hours will be done."""

from __future__ import annotations

import math

from sim.jit import compiled


@compiled
def is_open(t, open_from, open_to, open_days):
    """Whether a desk is open at time t.

    Parameters
    ----------
    t : float
        Hours since midnight of day 0, which is a Monday.
    open_from, open_to : float
        Hours of the day.
    open_days : int
        Bits, Monday = 1.
    """
    if open_to - open_from >= 24.0 and open_days == 127:
        return True
    day = math.floor(t / 24.0)
    if not (open_days >> (int(day) % 7)) & 1:
        return False
    # the same sums as in `next_opening`, so that rounding cannot find a desk closed at its own opening
    return 24.0 * day + open_from <= t < 24.0 * day + open_to


@compiled
def next_opening(t, open_from, open_to, open_days):
    """Return the first time at or after t at which the desk is open (inf if it never opens)."""
    if is_open(t, open_from, open_to, open_days):
        return t
    day = math.floor(t / 24.0)
    if t >= 24.0 * day + open_from:
        day += 1.0
    for _ in range(8):
        if (open_days >> (int(day) % 7)) & 1:
            return 24.0 * day + open_from
        day += 1.0
    return math.inf


@compiled
def after_open_hours(t, hours, open_from, open_to, open_days):
    """Return the time at which `hours` of open time have passed since t."""
    per_day = open_to - open_from
    if per_day >= 24.0 and open_days == 127:
        return t + hours
    t = next_opening(t, open_from, open_to, open_days)
    day = math.floor(t / 24.0)
    left_today = 24.0 * day + open_to - t
    if hours <= left_today:
        return t + hours
    hours -= left_today
    week = 0
    for d in range(7):
        week += (open_days >> d) & 1
    weeks = math.floor(hours / (per_day * week))
    day += 7.0 * weeks
    hours -= weeks * per_day * week
    if hours <= 0.0 and weeks > 0.0:
        # ends exactly at closing time of the last open day of the week before
        while not (open_days >> (int(day) % 7)) & 1:
            day -= 1.0
        return 24.0 * day + open_to
    while True:
        day += 1.0
        if (open_days >> (int(day) % 7)) & 1:
            if hours <= per_day:
                return 24.0 * day + open_from + hours
            hours -= per_day


@compiled
def open_hours_between(start, end, open_from, open_to, open_days):
    """Count the open hours from start to end."""
    first = int(math.floor(start / 24.0))
    last = int(math.floor(end / 24.0))
    total = 0.0
    for day in range(first, last + 1):
        if (open_days >> (day % 7)) & 1:
            low = max(start, 24.0 * day + open_from)
            high = min(end, 24.0 * day + open_to)
            if high > low:
                total += high - low
    return total
