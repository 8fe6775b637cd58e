"""The daily round through the queues, on a queue made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.queues import enqueue
from sim.kernel.supervision import supervise
from sim.state.cases import Cases, Status, Urgency, due
from sim.state.desks import Desks
from sim.state.rules import RuleSheet
from sim.state.world import Count, empty_agenda
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
