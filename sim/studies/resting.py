"""Which of the assumed numbers an answer rests on most: those that go with its change over the draws."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtr

from sim.studies.fetching import CHANCE, LEAST
from sim.studies.results import Results
from sim.types import Floats

MOST = 3
"""Numbers that are named at most."""


def rests_on(results: Results, arm: str, name: str) -> list[dict[str, Any]]:
    """Numbers that a change rests on.

    Parameters
    ----------
    results : Results
    arm : str
        Compared with the first one.
    name : str
        Measure.

    Returns
    -------
    list of {"key", "share"}
        The largest share first; empty where nothing was drawn, too little, or none stands out from chance.
    """
    if not results.asked.draws or name not in results.draws:
        return []
    change = results.draws.pivot(index="draw", columns="arm", values=name)
    change = (change[arm] - change[results.arms[0]]).dropna()
    drawn = results.asked.drawn
    return strongest(change.to_numpy(np.float64), [drawn[int(k)] for k in change.index])


def strongest(change: Floats, drawn: Sequence[Mapping[str, float]], most: int = MOST) -> list[dict[str, Any]]:
    """Drawn numbers whose rank goes with that of a change, beyond chance among so many (Bonferroni).

    Parameters
    ----------
    change : array [draws]
    drawn : sequence of mapping key -> value
        One a draw.
    most : int
        Numbers that are told.

    Returns
    -------
    list of {"key", "share"}
        ``share``: of the spread of the change that goes with the number, squared rank correlation.
    """
    n = len(change)
    values = pd.DataFrame(list(drawn)).dropna(axis=1)
    values = values.loc[:, values.nunique() > 1]
    if n < LEAST or np.ptp(change) == 0.0 or values.empty:
        return []
    shares = values.rank().corrwith(pd.Series(change).rank()) ** 2
    t = np.sqrt(shares * (n - 2) / (1.0 - shares).clip(lower=math.ulp(1.0)))
    p = pd.Series(2.0 * stdtr(n - 2, -t.to_numpy()), index=shares.index) * len(shares)
    told = shares[p < CHANCE].sort_values(ascending=False, kind="stable").head(most)
    return [{"key": str(key), "share": float(share)} for key, share in told.items()]
