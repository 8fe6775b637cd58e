"""What measures may read of the evenings: what they are promised, the recorder keeps, a value for each day lived."""

from __future__ import annotations

import numpy as np
import pytest

from sim.district import District
from sim.measures.evenings import Evenings
from tests.places import small

DAYS = 6
PROMISED = [name for name, value in vars(Evenings).items() if isinstance(value, property)]
SINCE_DAY_0 = [name for name in PROMISED if (vars(Evenings)[name].__doc__ or "").find("since day 0") >= 0]


@pytest.fixture(scope="module")
def district() -> District:
    return small("dual_report", population=1500, days=DAYS).live(DAYS)


@pytest.mark.parametrize("name", PROMISED)
def test_an_evening_has_what_is_promised(district: District, name: str) -> None:
    values = np.asarray(getattr(district.recorder, name))
    assert len(values) == DAYS
    assert np.isfinite(values).all()
    assert (values >= 0.0).all()
    if name in SINCE_DAY_0:
        assert (np.diff(values, axis=0) >= 0.0).all()
        assert values[-1] > 0.0


def test_the_last_evening_is_that_of_the_world(district: District) -> None:
    world, evenings = district.world, district.recorder
    assert evenings.worked_h[-1] == world.sums.hours_worked > 0.0
    assert evenings.paid_h[-1] == world.sums.hours_paid > evenings.worked_h[-1]
    assert evenings.offered_h[-1] == world.sums.hours_offered >= evenings.given_h[-1] > 0.0
    assert evenings.in_post[-1] == world.today.in_post > 0
    assert evenings.satisfaction.shape == (DAYS, world.n_communities)
    assert evenings.levers_yuan[-1] <= evenings.spent_yuan[-1]
    assert (evenings.given_up_h >= evenings.cut_h).all()
