"""Witnesses: while a shared problem lasts, others come upon it, and some of them report it again.

They come at a rate that depends on nothing but the extent, from the time the problem becomes known; whether one reports
it depends on the rules of the day. So a lever that makes people report more adds reports to the same chain of
encounters. A report of an open case, or of one that was explained, is a duplicate; a report of a case that was closed
formally opens it again. The chain ends when somebody comes upon the problem and it has been solved, has gone away since
it was closed, or its case was given up.
"""

from __future__ import annotations

import math

from sim.fate import TWIN_LIFE, TWINS, draw, of_lasting, of_witness
from sim.jit import merged
from sim.kernel.accept import accept, reopen
from sim.kernel.agenda import WITNESS, schedule
from sim.kernel.birth import bear, birth_of, speak_for
from sim.kernel.queues import NOBODY
from sim.rng import log
from sim.state.agenda import AgendaCols, Count
from sim.state.cases import Channel, Owner, Status
from sim.state.incidents import STAIRWELL_RESIDENTS, Extent

_CASES, _AGAIN = Count.CASES, Count.AGAIN
_CLOSED, _ABANDONED, _S_TOLD = int(Status.CLOSED), int(Status.ABANDONED), int(Status.TOLD)
_NOBODYS = int(Owner.NOBODY)
_DUPLICATE, _STAIRWELL, _NEIGHBOURS = int(Channel.DUPLICATE), int(Extent.STAIRWELL), STAIRWELL_RESIDENTS
MOST_MET = 60000
"""After so many have come upon a problem nobody else does."""


def count_rows(agenda: AgendaCols, n: int) -> None:
    """Tell the kernel how many rows of the case table are in use."""
    agenda.counts[Count.CASES] = n


@merged
def watch(work, case, t):
    """Let others come upon a shared problem from now on, unless the next one is on the agenda already."""
    cases, encounters = work.cases, work.around.encounters[work.cases.extent[case]]
    if encounters > 0.0 and cases.parent[case] < 0 and not cases.watched[case]:
        u_gap, _a, _b, _c = draw(work.fate, cases, case, of_witness(cases, case))
        cases.watched[case] = True
        schedule(work.agenda, t - 24.0 * log(u_gap) / encounters, WITNESS, case)


@merged
def come_upon(work, case, t):
    """Let somebody come upon a problem; return the case that now looks for the desk of its level, or nobody."""
    cases, around = work.cases, work.around
    if _is_over(work, case, t) or cases.met[case] >= MOST_MET:
        cases.watched[case] = False
        return NOBODY
    cases.met[case] += 1
    u_gap, u_tells, u_who, _a = draw(work.fate, cases, case, of_witness(cases, case))
    schedule(work.agenda, t - 24.0 * log(u_gap) / around.encounters[cases.extent[case]], WITNESS, case)
    if u_tells >= around.again[cases.community[case], cases.category[case]]:
        return NOBODY
    if cases.status[case] == _CLOSED and cases.owner[case] != _NOBODYS:
        # not before tomorrow: within a day a case closes once, which bounds the list of closed ones
        if t < 24.0 * (math.floor(cases.t_close[case] / 24.0) + 1.0):
            return NOBODY
        work.agenda.counts[_AGAIN] += 1
        return reopen(work, case, t)
    return _report_again(work, case, witness(work.cases, around, case, u_who), t)


@merged
def _is_over(work, case, t):
    """Whether a problem is solved, was given up, or has gone away since it was closed."""
    cases = work.cases
    if cases.status[case] == _ABANDONED:
        return True
    if cases.status[case] != _CLOSED:
        return False
    if cases.solved[case]:
        return True
    _a, _b, _c, u_lasts = draw(work.fate, cases, case, of_lasting(cases, case))
    return t > cases.t_close[case] - work.around.lasting_h * log(u_lasts)


@merged
def _report_again(work, case, resident, t):
    """Write a duplicate into the case table and open it."""
    cases, counts = work.cases, work.agenda.counts
    row = int(counts[_CASES])
    counts[_CASES] += 1
    twin = TWIN_LIFE + int(cases.copies[case]) % TWINS
    bear(cases, work.around.blank, row, birth_of(cases, case), _S_TOLD, _DUPLICATE, case, twin, 0)
    cases.copies[case] += 1
    speak_for(cases, row, resident)
    return accept(work, row, t)


@merged
def witness(cases, around, case, u):
    """Draw a resident from those within the extent of a problem."""
    extent, cell = cases.extent[case], cases.cell[case]
    first, size = around.first[cell, extent], around.size[cell, extent]
    if extent == _STAIRWELL:
        start = (cases.resident[case] - first) // _NEIGHBOURS * _NEIGHBOURS
        size = min(_NEIGHBOURS, size - start)
        first += start
    return int(first + int(u * size))
