"""Which rows a place is calibrated to, and where they lie on their scales."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.calibration.goals import Goals
from sim.observations.published import published
from sim.observations.table import Observation, for_place
from sim.types import Floats
from sim.validation.predictive import forth, scale_of, tolerance


def targets(place: str, own: Sequence[Observation] = ()) -> tuple[Observation, ...]:
    """Rows that a place is fitted to; what is known of the place itself takes the stead of what is known of others.

    Parameters
    ----------
    place : str
        Its name.
    own : sequence of Observation
        Rows that somebody gives for it; those of other places are left out.
    """
    public = [row for row in for_place(published(), place) if row.role == "fit"]
    given = for_place(own, place)
    ranked = [*given, *(row for row in public if row.place), *(row for row in public if not row.place)]
    found: dict[tuple[str, str], list[Observation]] = {}
    for row in ranked:
        group = found.setdefault((row.measure, row.area), [])
        if not group or _rank(row, given) == _rank(group[0], given):
            group.append(row)  # several windows of one statistic are several rows
    return tuple(row for group in found.values() for row in group)


def _rank(row: Observation, given: Sequence[Observation]) -> int:
    return 0 if any(row is other for other in given) else 1 if row.place else 2


def goals_of(rows: Sequence[Observation]) -> Goals:
    """Put targets on their scales."""
    values = [float(forth(np.array(row.value), scale_of(row), row.unit)) for row in rows]
    sds = [tolerance(row, value, scale_of(row)) for row, value in zip(rows, values, strict=True)]
    return Goals(tuple(row.id for row in rows), np.array(values), np.array(sds))


def on_scale(row: Observation, figures: Floats) -> Floats:
    """Put what the model says of a row on the row's scale; nan stays nan."""
    known = np.asarray(figures, np.float64)
    return np.where(np.isfinite(known), forth(known, scale_of(row), row.unit), np.nan)
