"""Which pair is shown: the one with the median change, never the prettiest."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def median_pair(changes: Mapping[int, float]) -> int:
    """Choose the replication whose change of the main measure is the median one.

    Of an even number of pairs it is the lower of the two in the middle, of equal changes the first replication.

    Parameters
    ----------
    changes : mapping replication -> change
        nan is left out.

    Raises
    ------
    ValueError
        If no pair has a change.
    """
    known = sorted((change, number) for number, change in changes.items() if np.isfinite(change))
    if not known:
        raise ValueError("no pair has a change of the main measure")
    middle = known[(len(known) - 1) // 2][0]
    return min(number for change, number in known if change == middle)
