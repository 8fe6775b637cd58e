"""The agenda: what comes first, and how many cases are open meanwhile."""

from __future__ import annotations

import numpy as np

from sim.jit import compiled
from sim.kernel.agenda import ARRIVE, FINISH, KNOWN, REOPEN, WAKE, count_open, end_case, schedule
from sim.kernel.heap import KIND_BITS, ROW_MASK, drop_first
from sim.state.cases import Cases, Status
from sim.state.world import Area, Count, empty_agenda


@compiled
def put(agenda, t, kind, row):  # type: ignore[no-untyped-def]
    schedule(agenda, t, kind, row)


@compiled
def change(agenda, t, by):  # type: ignore[no-untyped-def]
    count_open(agenda, t, by)


@compiled
def end(cases, agenda, case, status, kind, t):  # type: ignore[no-untyped-def]
    end_case(cases, agenda, case, status, kind, t)


def test_events_come_by_time_and_at_one_time_by_kind_and_row() -> None:
    agenda = empty_agenda(16, 1)
    put_in = [(5.0, ARRIVE, 1), (3.0, KNOWN, 2), (3.0, FINISH, 9), (3.0, FINISH, 4), (4.0, WAKE, 0), (3.0, REOPEN, 1)]
    for t, kind, row in put_in:
        put(agenda, t, kind, row)
    came = []
    while agenda.counts[Count.EVENTS]:
        came.append((float(agenda.time[0]), int(agenda.item[0]) >> KIND_BITS, int(agenda.item[0]) & ROW_MASK))
        agenda.counts[Count.EVENTS] = drop_first(agenda.time, agenda.item, agenda.counts[Count.EVENTS])
    assert came == sorted(put_in)
    assert ARRIVE < FINISH < WAKE < REOPEN < KNOWN


def test_open_cases_are_added_up_over_time() -> None:
    agenda = empty_agenda(4, 1)
    change(agenda, 2.0, 1)  # none until 2 h
    change(agenda, 5.0, 1)  # one for 3 h
    change(agenda, 6.0, -1)  # two for 1 h
    assert agenda.area[Area.OPEN] == 3.0 + 2.0
    assert agenda.counts[Count.OPEN] == 1


def test_a_case_ends_once_with_its_status_and_its_hour() -> None:
    agenda, cases = empty_agenda(4, 1), Cases(2)
    agenda.counts[Count.OPEN] = 2
    end(cases.rows, agenda, 1, int(Status.ABANDONED), int(Count.GIVEN_UP), 7.5)
    assert cases.status.tolist()[1] == Status.ABANDONED
    assert np.isnan(cases.t_close[0]) or cases.t_close[0] != 7.5
    assert cases.t_close[1] == 7.5
    assert (agenda.counts[Count.OPEN], agenda.counts[Count.GIVEN_UP], agenda.counts[Count.DONE]) == (1, 1, 0)
