"""The agenda: what will happen when, and how many cases are open meanwhile."""

from __future__ import annotations

from sim.jit import merged
from sim.kernel.heap import KIND, push
from sim.state.world import Area, Count

# Kinds of event; of those at the same time the first kind comes first.
ARRIVE = 0  # a case reaches the desk of its level
FINISH = 1  # a service ends
WAKE = 2  # a desk opens
REOPEN = 3  # a closed case comes back
KNOWN = 4  # a problem becomes known

# Compiled code reads plain numbers, not enums.
_EVENTS, _OPEN = Count.EVENTS, Count.OPEN
_LAST, _AREA = Area.LAST, Area.OPEN


@merged
def schedule(agenda, t, kind, row):
    """Put an event of a case or a desk on the agenda."""
    counts = agenda.counts
    counts[_EVENTS] = push(agenda.time, agenda.item, counts[_EVENTS], t, kind * KIND + int(row))


@merged
def count_open(agenda, t, change):
    """Note that the number of open cases changes at time t."""
    counts, area = agenda.counts, agenda.area
    area[_AREA] += counts[_OPEN] * (t - area[_LAST])
    area[_LAST] = t
    counts[_OPEN] += change


@merged
def end_case(cases, agenda, case, status, kind, t):
    """End an open case with a status and count it among its kind (a place of `Count`)."""
    count_open(agenda, t, -1)
    agenda.counts[kind] += 1
    cases.status[case] = status
    cases.t_close[case] = t
