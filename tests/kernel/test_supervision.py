"""The daily round through the queues, on a queue made by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.kernel.agenda import WAKE
from sim.kernel.heap import KIND_BITS, ROW_MASK
from sim.kernel.queues import enqueue, open_day
from sim.kernel.supervision import supervise
from sim.state.agenda import Count, empty_agenda
from sim.state.cases import Cases, Stage, Status, Urgency, due
from sim.state.desks import Desks
from sim.state.rules import RuleSheet
from sim.types import Array

LIMITS = (2.0, 24.0, 168.0, 360.0)
FIRST, AGAIN, TIRED, CALM = range(4)


def round_at(t: float, *, supervised: bool = True) -> tuple[Cases, Array]:
    """Walk at hour t past four cases of the 24 h class accepted at hour 0, two of which were reopened at hour 10."""
    cases, desks, rules = Cases(4), Desks(1), RuleSheet(1, supervise=float(supervised))
    agenda = empty_agenda(16, 1)
    cases.community[:], cases.t_accept[:], cases.t_stage[:] = 0, 0.0, 0.0
    cases.urgency[:] = cases.limit_class[:] = int(Urgency.UTILITY)
    cases.t_open[:] = 0.0, 10.0, 10.0, 0.0
    cases.patience_h[TIRED] = 13.0
    for case in range(4):
        enqueue(cases.rows, desks.rows, agenda.counts, case, 0)
    agenda.counts[Count.OPEN] = 4
    supervise(cases.rows, desks.rows, 1, rules.rows, LIMITS, agenda, t)
    return cases, agenda.counts


@pytest.mark.parametrize(("t", "pushed"), [(23.9, []), (24.0, []), (24.1, [FIRST, CALM]), (34.1, [FIRST, AGAIN, CALM])])
def test_a_limit_runs_from_when_the_case_was_last_opened(t: float, pushed: list[int]) -> None:
    cases, _ = round_at(t)
    assert np.flatnonzero(cases.escalated).tolist() == pushed
    assert np.flatnonzero(cases.urgency == Urgency.URGENT).tolist() == pushed
    waiting = cases.status == Status.QUEUED
    assert np.array_equal((due(LIMITS, cases.limit_class, cases.t_open) < t) & waiting, cases.escalated == 1)


@pytest.mark.parametrize(("t", "gone"), [(22.9, False), (23.0, True), (40.0, True)])
def test_patience_runs_from_when_the_case_was_last_opened(t: float, gone: bool) -> None:
    cases, counts = round_at(t)
    assert (cases.status == Status.ABANDONED).tolist() == [False, False, gone, False]
    assert counts[Count.GIVEN_UP] == counts[Count.LOST] == gone
    assert counts[Count.WAITING] == counts[Count.OPEN] == 4 - gone


def test_where_nobody_supervises_nothing_is_pushed() -> None:
    cases, _ = round_at(100.0, supervised=False)
    assert not cases.escalated.any()


def queue(cases: Cases, desks: Desks, urgency: int) -> list[int]:
    """Cases in the order in which a class would be served; the tail must be the last of them."""
    found, case = [], int(desks.head[0, urgency])
    while case >= 0:
        found.append(case)
        case = int(cases.next[case])
    assert desks.tail[0, urgency] == (found[-1] if found else -1)
    return found


@pytest.mark.parametrize(
    ("late", "gone", "urgent", "utility"),
    [
        ([], [], [9], [0, 1, 2, 3]),
        ([0], [], [9, 0], [1, 2, 3]),
        ([3], [], [9, 3], [0, 1, 2]),
        ([1, 2], [], [9, 1, 2], [0, 3]),
        ([0, 1, 2, 3], [], [9, 0, 1, 2, 3], []),
        ([], [0, 3], [9], [1, 2]),
        ([1], [2], [9, 1], [0, 3]),
        ([], [0, 1, 2, 3], [9], []),
        ([0], [0], [9], [1, 2, 3]),  # who gives up is not pushed
    ],
)
def test_queues_are_whole_after_the_round(
    late: list[int], gone: list[int], urgent: list[int], utility: list[int]
) -> None:
    cases, desks, rules = Cases(10), Desks(1), RuleSheet(1, supervise=1.0)
    agenda = empty_agenda(32, 1)
    cases.community[:], cases.t_stage[:], cases.t_open[:] = 0, 90.0, 99.0
    cases.urgency[:] = cases.limit_class[:] = int(Urgency.UTILITY)
    cases.urgency[9] = cases.limit_class[9] = int(Urgency.URGENT)
    cases.t_open[late] = 0.0
    cases.patience_h[gone] = 1.0
    for case in (9, 0, 1, 2, 3):
        enqueue(cases.rows, desks.rows, agenda.counts, case, 0)
    agenda.counts[Count.OPEN] = 5
    supervise(cases.rows, desks.rows, 1, rules.rows, LIMITS, agenda, 100.0)
    assert queue(cases, desks, Urgency.URGENT) == urgent
    assert queue(cases, desks, Urgency.UTILITY) == utility
    assert desks.waiting[0] == agenda.counts[Count.WAITING] == agenda.counts[Count.OPEN] == 5 - len(gone)
    assert sorted(agenda.lost[: len(gone)].tolist()) == gone
    assert (cases.t_close[gone] == 100.0).all()
    assert (cases.spent[gone, Stage.QUEUE] == 10.0).all()
    # nobody is pushed twice
    supervise(cases.rows, desks.rows, 1, rules.rows, LIMITS, agenda, 900.0)
    assert (cases.escalated[[k for k in late if k not in gone]] == 1).all()


@pytest.mark.parametrize(
    ("waiting", "busy", "wake", "woken"),
    [
        (1, 0, math.inf, True),
        (0, 0, math.inf, False),
        (1, 2, math.inf, False),
        (1, 1, math.inf, True),
        (1, 0, 99.0, False),
    ],
)
def test_desks_with_a_queue_and_a_free_server_are_woken(waiting: int, busy: int, wake: float, woken: bool) -> None:
    desks, agenda = Desks(2), empty_agenda(8, 1)
    desks.waiting[1], desks.busy[1], desks.servers[1], desks.wake[1] = waiting, busy, 2, wake
    desks.open_from[1], desks.open_to[1] = 9.0, 17.0
    open_day(desks.rows, 2, agenda, 48.0)
    assert agenda.counts[Count.EVENTS] == woken
    assert desks.wake[1] == (57.0 if woken else wake)
    if woken:
        assert (agenda.time[0], agenda.item[0] & ROW_MASK, agenda.item[0] >> KIND_BITS) == (57.0, 1, WAKE)


def test_a_desk_that_never_opens_is_not_woken() -> None:
    desks, agenda = Desks(1), empty_agenda(8, 1)
    desks.waiting[:], desks.servers[:], desks.open_days[:] = 1, 1, 0
    open_day(desks.rows, 1, agenda, 48.0)
    assert agenda.counts[Count.EVENTS] == 0
