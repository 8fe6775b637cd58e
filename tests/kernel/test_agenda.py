"""The agenda: what comes first, and how many cases are open meanwhile."""

from __future__ import annotations

from sim.jit import compiled
from sim.kernel.agenda import ARRIVE, FINISH, KNOWN, REOPEN, WAKE, count_open, schedule
from sim.kernel.heap import KIND_BITS, ROW_MASK, drop_first
from sim.state.agenda import Area, Count, empty_agenda


@compiled
def put(agenda, t, kind, row):  # type: ignore[no-untyped-def]
    schedule(agenda, t, kind, row)


@compiled
def change(agenda, t, by):  # type: ignore[no-untyped-def]
    count_open(agenda, t, by)


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
