"""Stamps of a district that has lived, against its case table."""

from __future__ import annotations

import numpy as np

from sim.config.run import load
from sim.show.stamps import lived_again, stamps_of
from tests.studies.lived import lived


def test_stamps_are_days_and_what_has_not_happened_is_never() -> None:
    district = lived()
    own = stamps_of(district, [(0, district.world.map.grids.of_cell)])
    assert own.days == 3
    assert own.occur.tolist() == [0] * 6
    assert own.accept.tolist() == [0, 0, 1, 2, 3, 0]
    assert own.contact.tolist() == [0, 0, 1, 3, 3, 0]  # at hour 80 it is only planned
    assert own.end.tolist() == [0, 1, 3, 2, 3, 0]
    assert own.wait_s.tolist() == [4 * 3600, 6 * 3600, 10 * 3600, 0, 0, 3600]
    assert own.original.tolist() == [True] * 5 + [False]
    assert own.cell.tolist() == district.world.cases.cell.tolist()
    assert np.array_equal(own.satisfaction, district.recorder.satisfaction)


def test_grids_are_kept_from_the_day_on_which_they_are_redrawn() -> None:
    config = load("demo", ["grid_redivision"], days=6, **{"policies.grid_redivision.start_day": 4})
    ground, own = lived_again(config, 0)
    assert [day for day, _ in own.grids] == [0, 4]
    before, after = (len(set(of_cell.tolist())) for _, of_cell in own.grids)
    assert before == config.place.grids < after
    assert ground.n_communities == config.place.communities


def test_living_again_gives_the_same_stamps() -> None:
    config = load("demo", days=5)
    first, second = (lived_again(config, 3)[1] for _ in range(2))
    for name in ("occur", "accept", "contact", "end", "wait_s", "cell", "satisfaction"):
        assert np.array_equal(getattr(first, name), getattr(second, name)), name
