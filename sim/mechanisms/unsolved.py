"""Unsolved problems that others see, of a stairwell, a compound or a street, from arising to being closed or gone.

A count by community that is kept up to date from the day's lists, so that no list of all cases is gone through.
A household's own problem is nobody else's business. One that was closed formally
counts no more, whether it comes back or not.
"""

from __future__ import annotations

from sim.jit import merged
from sim.state.agenda import Count
from sim.state.incidents import Extent

_CLOSED, _LOST = Count.CLOSED, Count.LOST
_HOUSEHOLD = int(Extent.HOUSEHOLD)


@merged
def _is_seen(cases, case):
    """Tell whether a case is a problem of its own that others see."""
    return cases.parent[case] < 0 and cases.life[case] == 0 and cases.extent[case] != _HOUSEHOLD


@merged
def count_unsolved(cases, first, n, agenda, unsolved):
    """Count by community the unsolved problems that others see, this evening; to be asked once a day.

    Adds the problems that arose today, rows ``first`` to n, to ``unsolved`` [M], and takes off those that ended for
    the first time.
    """
    closed, lost, counts = agenda.closed, agenda.lost, agenda.counts
    for case in range(first, n):
        if _is_seen(cases, case):
            unsolved[cases.community[case]] += 1
    for i in range(counts[_CLOSED]):
        if _is_seen(cases, closed[i]):
            unsolved[cases.community[closed[i]]] -= 1
    for i in range(counts[_LOST]):
        if _is_seen(cases, lost[i]):
            unsolved[cases.community[lost[i]]] -= 1
