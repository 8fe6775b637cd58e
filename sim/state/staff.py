"""Grid workers and property firms: one row per worker, one per firm."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sim.state.table import Spec, Table


class Staff(Table):
    """The grid workers."""

    SPEC: ClassVar[Spec] = {
        "desk": (np.int32, -1),
        "net": (np.int8, 0),
        "community": (np.int32, -1),
        "layer": (np.int8, 0),  # department of a specialist
        "generalist": (np.bool_, False),
        "skill": (np.float64, 1.0),  # speed relative to a specialist in his own field
        "familiarity": (np.float64, 1.0),  # with the area now served, 0..1
        "fatigue": (np.float64, 0.0),  # smoothed utilisation
        "hired_day": (np.int32, 0),
        "vacant_until": (np.int32, -1),  # day on which the post is filled again; -1 in post
        "added": (np.bool_, False),  # post made by a lever
    }


class PropertyFirms(Table):
    """The property firms, one per managed compound."""

    SPEC: ClassVar[Spec] = {
        "compound": (np.int32, -1),
        "community": (np.int32, -1),
        "desk": (np.int32, -1),
        "crew": (np.int32, 1),
        "n_households": (np.int32, 0),
        "effort": (np.float64, 0.6),  # share of its cases that the firm really solves, 0..1
        "pressure": (np.float64, 0.0),  # today, on its effort, by levers
        "star": (np.int8, 0),  # -1 below, 1 above the district's stars, 0 unrated or between
        "closed_until": (np.int32, -1),  # day on which a new firm takes over
        "replaced": (np.int32, 0),  # times
        "rating": (np.float64, 0.5),  # smoothed satisfaction with its cases, 0..1
        "fee_income_yuan": (np.float64, 0.0),  # per day
        "owners_committee": (np.bool_, False),
    }
