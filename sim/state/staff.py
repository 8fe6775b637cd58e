"""Grid workers, in-service members and property firms: one row for each."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sim.state.table import MADE, Spec, Table


class Staff(Table):
    """The grid workers."""

    SPEC: ClassVar[Spec] = {
        "desk": (np.int32, -1, "mechanisms.grid_net"),
        "net": (np.int8, 0, "mechanisms.grid_net"),
        "community": (np.int32, -1, "mechanisms.grid_net"),
        "layer": (np.int8, 0, "mechanisms.grid_net"),  # department of a specialist
        "generalist": (np.bool_, False, "mechanisms.grid_net"),
        "skill": (np.float64, 1.0, "mechanisms.workers"),  # speed relative to a specialist in his own field
        "familiarity": (np.float64, 1.0, "mechanisms.workers"),  # with the area now served, 0..1
        "load": (np.float64, 0.0, "mechanisms.workers"),  # of the last working day: all work over paid hours
        "fatigue": (np.float64, 0.0, "mechanisms.workers"),  # smoothed load
        "hired_day": (np.int32, 0, "mechanisms.workers"),
        "vacant_until": (np.int32, -1, "mechanisms.workers"),  # day on which the post is filled again; -1 in post
        "added": (np.bool_, False, MADE),  # post made by a lever
    }
    MAKERS: ClassVar[tuple[str, ...]] = ("mechanisms.founding", "mechanisms.grid_net")


class Members(Table):
    """The in-service members who report where they live, in the order of the residents."""

    SPEC: ClassVar[Spec] = {
        "resident": (np.int32, -1, MADE),
        "unit": (np.int32, 0, "mechanisms.members"),  # where they work
        "month": (np.int32, -1, "mechanisms.members"),  # for which they decided last, of 30 days; -1 never
        "turns": (np.int32, 0, "mechanisms.members"),  # taken so far
        "turn_day": (np.int8, 0, "mechanisms.members"),  # day of the month, 0..29
        "called": (np.bool_, False, "mechanisms.members"),  # could be called upon in that month
        "comes": (np.bool_, False, "mechanisms.members"),  # takes a turn in it
    }
    MAKERS: ClassVar[tuple[str, ...]] = ("mechanisms.founding",)


class PropertyFirms(Table):
    """The property firms, one per managed compound."""

    SPEC: ClassVar[Spec] = {
        "compound": (np.int32, -1, MADE),
        "community": (np.int32, -1, MADE),
        "desk": (np.int32, -1, MADE),
        "crew": (np.int32, 1, "mechanisms.property"),
        "n_households": (np.int32, 0, MADE),
        "floor": (np.float64, 0.4, "mechanisms.property"),  # effort without fees, rating or threat, 0..1
        "target": (np.float64, 0.4, "mechanisms.property"),  # effort aimed at since the end of last month, 0..1
        "effort": (np.float64, 0.6, "mechanisms.property"),  # share of its cases that the firm really solves, 0..1
        "pressure": (np.float64, 0.0, "mechanisms.property"),  # today, on its effort, by levers
        "star": (np.int8, 0, "mechanisms.property"),  # -1 below, 1 above the district's stars, 0 unrated or between
        "closed_until": (np.int32, -1, "mechanisms.property"),  # day on which a new firm takes over
        "replaced": (np.int32, 0, "mechanisms.property"),  # times
        "rating": (np.float64, 0.5, "mechanisms.property"),  # smoothed satisfaction with its cases, 0..1
        "fee_income_yuan": (np.float64, 0.0, "mechanisms.property"),  # per day
        "owners_committee": (np.bool_, False, "mechanisms.property"),
    }
    MAKERS: ClassVar[tuple[str, ...]] = ("mechanisms.property",)
