"""Unsolved problems in sight: the running count is that of the table, and a household's own problems are not in it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.state.cases import Status
from sim.state.incidents import Extent
from tests.places import small

ENDED = (int(Status.ABANDONED), int(Status.EXPIRED), int(Status.MERGED))


@pytest.mark.parametrize("days", [1, 12, 40])
def test_the_count_is_that_of_the_table(days: int) -> None:
    world = small(needs={"requests_per_year": 6.0}, voice={"silent_days": 5.0}).live(days).world
    cases = world.cases
    shared = (cases.parent < 0) & (cases.extent != int(Extent.HOUSEHOLD))
    lasts = shared & np.isnan(cases.t_first_close) & ~np.isin(cases.status, ENDED)
    by_hand = np.bincount(cases.community[lasts], minlength=world.n_communities)
    assert world.people.unsolved.tolist() == by_hand.tolist()
    assert 0 < by_hand.sum() < shared.sum() or days == 1


def test_what_is_a_households_own_is_not_in_sight() -> None:
    world = small(needs={"requests_per_year": 6.0}, incidents={"shared": 0.0}).live(12).world
    assert world.cases.n > 100
    assert not world.people.unsolved.any()
