"""What a change rests on: which of the numbers that were drawn moves it most.

Numbers are taken one at a time. Where draws come from a posterior, numbers that were found together go together, and
so do their shares: they need not add up to 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtr

from sim.types import Floats

ENDS = (10.0, 90.0)
"""Percentiles of a number at which the change is told."""
LEAST = 20
"""Draws without which nothing is told."""
CHANCE = 0.05
"""Chance that any number is called sure although none of them moves the change."""
_DOSE = "policies."
CHANGES = ("arm", "draw", "parameter", "value", "measure", "change")
COLUMNS = ("arm", "measure", "parameter", "share", "low", "high", "at_low", "at_high", "sure")


def drawn_changes(
    draws: pd.DataFrame,
    values: Sequence[Mapping[str, float]],
    levers: Mapping[str, Sequence[str]],
    names: Sequence[str],
) -> pd.DataFrame:
    """Lay out what was drawn beside what it made of each change.

    Parameters
    ----------
    draws : DataFrame
        A row per arm and draw, with its measures.
    values : sequence of mapping parameter -> value
        Of each draw.
    levers : mapping arm -> levers
        That act in each arm; the first arm is what others are compared with.
    names : sequence of str
        Measures.

    Returns
    -------
    DataFrame
        Columns `CHANGES`; draws that both arms have, without doses of levers that act in neither.
    """
    base, *arms = levers
    drawn = pd.DataFrame([{"draw": k, **own} for k, own in enumerate(values)]).melt(
        "draw", var_name="parameter", value_name="value"
    ) if values else pd.DataFrame(columns=["draw", "parameter", "value"])  # fmt: skip
    own = [name for name in names if name in draws.columns]
    first = draws[draws["arm"] == base].set_index("draw")[own]
    parts = []
    for arm in arms:
        change = (draws[draws["arm"] == arm].set_index("draw")[own] - first).dropna(how="all")
        told = change.rename_axis("draw").reset_index().melt("draw", var_name="measure", value_name="change")
        acting = {*levers[base], *levers[arm]}
        own_key = [not key.startswith(_DOSE) or key.split(".")[1] in acting for key in drawn["parameter"]]
        parts.append(drawn[own_key].merge(told, on="draw").assign(arm=arm))
    found = pd.concat(parts) if parts else pd.DataFrame(columns=list(CHANGES))
    return found[list(CHANGES)].sort_values(["arm", "measure", "parameter", "draw"], ignore_index=True)


def rests_on(changes: pd.DataFrame, most: int = 10) -> pd.DataFrame:
    """The numbers that move each change most, the strongest first.

    Parameters
    ----------
    changes : DataFrame
        As `drawn_changes` makes it.
    most : int
        Numbers that are told of an arm and measure.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`: ``share`` of the spread of the change that goes with the number (squared rank correlation),
        ``low`` and ``high`` (10 and 90 % of the values drawn), ``at_low`` and ``at_high`` (the change there, on the
        line through all draws), and whether it is ``sure`` (p < 0.05, Bonferroni over the numbers drawn).
    """
    rows = []
    for (arm, measure), own in changes.groupby(["arm", "measure"], sort=False):
        tried = own["parameter"].nunique()
        found = [(str(name), *_one(part, tried)) for name, part in own.groupby("parameter", sort=False)]
        known = sorted((row for row in found if row[1] == row[1]), key=lambda row: (-row[1], row[0]))
        rows += [(arm, measure, *row) for row in known[:most]]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _one(part: pd.DataFrame, tried: int) -> tuple[float, float, float, float, float, bool]:
    """Share, ends and what the change is there, of one number."""
    value, change = (part[name].to_numpy(np.float64) for name in ("value", "change"))
    known = np.isfinite(value) & np.isfinite(change)
    value, change, n = value[known], change[known], int(known.sum())
    if n < LEAST or np.ptp(value) == 0.0 or np.ptp(change) == 0.0:
        return (math.nan,) * 5 + (False,)
    rank = _ranks(value)
    share = float(np.corrcoef(rank, _ranks(change))[0, 1] ** 2)
    slope, start = np.polyfit(rank, change, 1)
    low, high = np.percentile(value, ENDS)
    places = 1.0 + (n - 1) * np.array(ENDS) / 100.0
    at_low, at_high = (start + slope * places).tolist()
    return share, float(low), float(high), at_low, at_high, _by_chance(share, n) * tried < CHANCE


def _ranks(values: Floats) -> Floats:
    """Rank values from 1; equal ones share the mean of their ranks. As `pandas` does, a hundred times as fast."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last: Floats = np.cumsum(count).astype(np.float64)
    return (last - (count - 1) / 2.0)[place]


def _by_chance(share: float, n: int) -> float:
    """Chance of as large a squared correlation of n ranks that have nothing to do with each other."""
    t = math.sqrt(share * (n - 2) / (1.0 - share)) if share < 1.0 else math.inf
    return 2.0 * float(stdtr(n - 2, -t))
