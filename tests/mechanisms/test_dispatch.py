"""Dispatch: how often a case first goes to a wrong department."""

from __future__ import annotations

import numpy as np
import pytest

from sim.mechanisms.dispatch import p_misroute
from sim.state.cases import Category
from tests.places import small
from tests.theory import share_agrees


@pytest.mark.parametrize(
    ("layers", "exponent", "share"),
    # 1 - L^-e
    [(1, 0.15, 0.0), (4, 0.5, 0.5), (19, 0.0, 0.0), (10, 1.0, 0.9), (2, 0.15, 0.0987), (19, 0.15, 0.357)],
)
def test_more_layers_go_astray_more_often(layers: int, exponent: float, share: float) -> None:
    assert p_misroute(layers, exponent) == pytest.approx(share, abs=0.0005)


@pytest.mark.parametrize("layers", [1, 2, 19])
def test_misrouting(layers: int) -> None:
    run = small(
        place={"layers": layers, "grids": 38, "workers": 38}, needs={"requests_per_year": 12.0}, days=40,
        dispatch={"acceptance_h": 0.0, "p_come_back": 0.0}, mediation={"p_fulfil": 1.0, "p_relapse": 0.0},
    ).live(40)  # fmt: skip
    cases = run.world.cases
    # asked first of all: grid workers
    sent = (cases.parent < 0) & ~np.isnan(cases.t_accept)
    sent &= ~np.isin(cases.category, (Category.PROPERTY, Category.SERVICES))
    assert sent.sum() > 500
    wrong = (cases.misroutes[sent] > 0).sum()
    if layers == 1:
        assert wrong == 0
    else:
        share_agrees(float(wrong), float(sent.sum()), 1.0 - layers**-0.15)
