"""A district of three days with six cases made by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.config.run import load
from sim.district import District
from sim.state.cases import Category, Channel, Stage, Status

TINY: dict[str, Any] = {
    "place.population": 200, "place.households_per_cell": 10.0, "place.reporting_members": 5, "place.streets": 2,
    "place.communities": 3, "place.grids": 3, "place.workers": 3, "place.compounds": 3, "place.owners_committees": 1,
}  # fmt: skip
QUIET = {"needs.requests_per_year": 0.0, "needs.enquiries_per_year": 0.0}


def lived() -> District:
    """Three days of three communities in two streets, and six cases by hand."""
    district = District(load("demo", days=3, warmup_days=0, **TINY, **QUIET)).live(3)
    m = district.world.map
    assert m.street_of_community.tolist() in ([0, 0, 1], [0, 1, 1])
    cell = [int(np.flatnonzero(m.community == k)[0]) for k in (0, 0, 1, 2, 2, 0)]
    nan = math.nan
    district.world.cases.add(
        6, community=[0, 0, 1, 2, 2, 0], cell=cell, resident=[1, 2, 3, 4, 5, 6], parent=[-1, -1, -1, -1, -1, 0],
        t_occur=[1.0, 2.0, 3.0, 4.0, 5.0, 1.0], t_accept=[10.0, 12.0, 30.0, 50.0, nan, 11.0],
        t_contact=[14.0, 18.0, 40.0, 80.0, nan, 12.0], t_close=[23.9, 47.0, nan, 60.0, nan, 12.5],
        status=[Status.CLOSED, Status.CLOSED, Status.QUEUED, Status.ABANDONED, Status.SILENT, Status.MERGED],
        t_open=[10.0, 20.0, 30.0, 50.0, nan, 11.0], limit_class=[0, 1, 2, 3, 2, 2],
        category=int(Category.CARE), channel=int(Channel.PATROL), passes=[0, 1, 2, 3, 4, 5],
    )  # fmt: skip
    district.world.cases.spent[:, Stage.QUEUE] = np.arange(6)
    return district
