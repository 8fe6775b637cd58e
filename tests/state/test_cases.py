"""When a limit ends, and how many rooms there are for a case's history."""

from __future__ import annotations

import numpy as np

from sim.state.cases import N_CATEGORIES, N_STAGES, N_URGENCIES, Cases, Status, due


def test_a_limit_ends_so_many_hours_after_the_last_opening() -> None:
    limits = (2.0, 24.0, 168.0, 360.0)
    classes, opened = np.array([0, 3, 1]), np.array([10.0, 20.0, 100.0])
    assert due(limits, classes, opened).tolist() == [12.0, 380.0, 124.0]


def test_a_new_case_is_unknown_general_and_patient() -> None:
    cases = Cases(1)
    assert (cases.status[0], cases.urgency[0], cases.limit_class[0], cases.parent[0]) == (Status.SILENT, 2, 2, -1)
    assert np.isnan(cases.t_accept[0])
    assert cases.patience_h[0] == np.inf
    assert cases.spent.shape == (1, N_STAGES)
    assert (N_CATEGORIES, N_URGENCIES) == (8, 4)
