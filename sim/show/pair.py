"""The pair that is shown, lived again from its configurations: only the stamps of one arm are kept at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.config.run import RunConfig
from sim.show.frames import frames_of, view_of, view_of_street
from sim.show.stamps import Ground, Stamps, lived_again


def shown_pair(
    configs: Mapping[str, RunConfig], number: int, streets: Sequence[int] = ()
) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """Derive the frames of a replication in several arms.

    Parameters
    ----------
    configs : mapping label -> RunConfig
        Of the arms; one whose place has another map than the first is left out: it cannot be laid beside it.
    number : int
        Which fate; see `sim.show.pairs.median_pair`.
    streets : sequence of int
        Streets whose cells are wanted too, where a place is drawn by community.

    Returns
    -------
    frames : dict
        See `sim.show.frames.frames_of`.
    details : dict street -> frames
        Empty where the frames show cells already.
    """
    arms: dict[str, Stamps] = {}
    ground: Ground | None = None
    for label, config in configs.items():
        its, stamps = lived_again(config, number)
        ground = ground or its
        if _same(ground, its) and stamps.days == next(iter(arms.values()), stamps).days:
            arms[label] = stamps
    if ground is None:
        raise ValueError("no arm to show")
    days = next(iter(arms.values())).days
    view = view_of(ground, days)
    wanted = sorted(set(streets)) if view.unit == "community" else []
    details = {
        street: frames_of(ground, arms, view_of_street(ground, street, days), replication=number) for street in wanted
    }
    return frames_of(ground, arms, view, replication=number, details=wanted), details


def _same(one: Ground, other: Ground) -> bool:
    """Whether two maps are the same."""
    return np.array_equal(one.community, other.community) and np.array_equal(one.cells.corners, other.cells.corners)
