"""Desks that close hand their waiting cases to the desks that now serve the cells, in their order."""

from __future__ import annotations

import numpy as np

from sim.kernel.queues import hand_over
from sim.state.agenda import Count, empty_agenda
from sim.state.cases import Cases, Status
from sim.state.desks import Desks


def test_every_waiting_case_moves_and_keeps_its_place() -> None:
    cases, desks, counts = Cases(4), Desks(3), empty_agenda(8, 3).counts
    cases.cell[:] = [0, 1, 0, 1]
    cases.status[:] = Status.QUEUED
    # desk 0 closes; its queue of class 1 is 0, 2, 1 and that of class 2 is 3
    cases.urgency[:] = [1, 1, 1, 2]
    cases.desk[:] = 0
    cases.next[:] = [2, -1, 1, -1]
    desks.head[0, 1], desks.tail[0, 1] = 0, 1
    desks.head[0, 2], desks.tail[0, 2] = 3, 3
    desks.waiting[0] = counts[Count.WAITING] = 4
    hand_over(cases.rows, desks.rows, counts, np.array([0]), np.array([1, 2]))  # cell 0 to desk 1, cell 1 to desk 2
    assert cases.desk.tolist() == [1, 2, 1, 2]
    assert desks.waiting.tolist() == [0, 2, 2]
    assert counts[Count.WAITING] == 4
    assert (desks.head[1, 1], cases.next[0], cases.next[2], desks.tail[1, 1]) == (0, 2, -1, 2)
    assert (desks.head[2, 1], desks.tail[2, 1]) == (1, 1)
    assert (desks.head[2, 2], desks.tail[2, 2]) == (3, 3)
    assert (desks.head[0] == -1).all()
    assert (desks.tail[0] == -1).all()
