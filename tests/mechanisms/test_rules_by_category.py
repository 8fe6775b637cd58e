"""Rules that differ by category: how long a case lies between two desks, and where figures are polished."""

from __future__ import annotations

import numpy as np

from sim.state.cases import Stage, Status
from sim.state.desks import Net
from tests.shops import one_net, serve, table_of
from tests.theory import agrees

N = 4000
CATEGORY = 2
"""The category whose rules differ; the other is 0."""


def test_a_case_lies_between_two_desks_as_long_as_its_category_says() -> None:
    cases = table_of(np.linspace(0.0, 10.0, N), np.zeros(N, int))
    cases.category[:] = np.where(np.arange(N) % 2, CATEGORY, 0)
    desks, routes, rules = one_net(np.array([N, N]), 1.0, 0.0)
    routes.of_cell[Net.GRID], routes.of_cell[Net.COMMUNITY] = 0, 1
    routes.table.net[:, 1] = int(Net.COMMUNITY)
    rules.rows.handover_h[:], rules.rows.solve[:, :, 0] = 8.0, 0.0
    rules.rows.handover[:, CATEGORY] = 0.25
    serve(cases, desks, routes, rules)
    assert (cases.status == Status.CLOSED).all()
    waited = cases.spent[:, Stage.HANDOVER].astype(np.float64)
    agrees(waited[cases.category == 0], 8.0)
    agrees(waited[cases.category == CATEGORY], 2.0)


def test_a_level_that_polishes_its_figures_closes_more_without_solving() -> None:
    cases = table_of(np.linspace(0.0, 1000.0, N), np.zeros(N, int))
    cases.category[:] = np.where(np.arange(N) % 2, CATEGORY, 0)
    desks, routes, rules = one_net(np.array([N]), 1.0, 0.0)
    rules.rows.formal[:] = 0.1
    rules.rows.gloss[:, CATEGORY, 0] = 0.2
    rules.rows.gloss[:, CATEGORY, 1] = 0.5  # another level, which nobody reaches
    serve(cases, desks, routes, rules)
    agrees(cases.formal[cases.category == 0].astype(np.float64), 0.1)
    agrees(cases.formal[cases.category == CATEGORY].astype(np.float64), 0.3)
