"""Time is booked on stages from stamp to stamp."""

from __future__ import annotations

import numpy as np

from sim.jit import compiled
from sim.kernel import stages
from sim.state.cases import Cases, Stage


@compiled
def live(cases):  # type: ignore[no-untyped-def]
    stages.book_discovery(cases, 1, 10.0)
    stages.stamp(cases, 1, 10.0)
    stages.book(cases, 1, 4, 12.5)
    stages.book(cases, 1, 6, 13.0)
    stages.book(cases, 1, 4, 17.0)


def test_all_time_is_booked_once() -> None:
    cases = Cases(2)
    cases.t_occur[1] = 3.0
    live(cases.rows)
    spent = cases.spent[1]
    assert (spent[Stage.DISCOVERY], spent[Stage.QUEUE], spent[Stage.WORK]) == (7.0, 2.5 + 4.0, 0.5)
    assert spent.sum() == 17.0 - 3.0
    assert cases.t_stage[1] == 17.0
    assert np.isnan(cases.t_stage[0])
    assert cases.spent[0].sum() == 0.0
