"""Which figure of the office would narrow an answer most: the value of information, by rank.

Over the draws an answer varies, and so does every figure that the present district would show. A figure that goes with
the answer tells which draws are wrong once somebody looks it up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtr

from sim.types import Floats

FIGURES = ("cases_accepted", "duplicate", "found", "response_median", "on_time", "repeat", "admin_share")
"""Measures of the baseline that an office has or can count in a week; those that are not measured are left out."""
LEAST = 60
"""Draws without which nothing is told."""
CHANCE = 0.05
"""Chance that a figure is named although none of them has to do with the answer."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """A figure to look up next.

    Attributes
    ----------
    figure : str
        Measure of the baseline.
    share : float
        Of the spread of the answer that goes with it: squared rank correlation.
    """

    figure: str
    share: float


def shares(change: Floats, figures: Mapping[str, Floats]) -> dict[str, float]:
    """Squared rank correlation of a difference with each figure.

    Parameters
    ----------
    change : array [draws]
        nan where there is none.
    figures : mapping of str to array [draws]

    Returns
    -------
    dict figure -> share; a figure with fewer than `LEAST` draws, or with one value in all, is left out.
    """
    found = {}
    for name, values in figures.items():
        known = ~(np.isnan(change) | np.isnan(values))
        if known.sum() < LEAST:
            continue
        a, b = (pd.Series(x[known]).rank().to_numpy() for x in (change, np.asarray(values, np.float64)))
        if a.std() > 0.0 and b.std() > 0.0:
            found[name] = float(np.corrcoef(a, b)[0, 1] ** 2)
    return found


def fetch_next(change: Floats, figures: Mapping[str, Floats]) -> Fetch | None:
    """The figure with the largest share; None where no share is more than chance among so many figures."""
    found = shares(change, figures)
    if not found:
        return None
    best = max(found, key=lambda name: found[name])
    n, share = int((~np.isnan(change)).sum()), found[best]
    t = math.sqrt(share * (n - 2) / (1.0 - share)) if share < 1.0 else math.inf
    p = 2.0 * float(stdtr(n - 2, -t)) * len(found)
    return Fetch(best, share) if p < CHANCE else None
