"""What draws say of a difference: its interval over districts that one could meet, and how sure it is under them.

The interval at the defaults is one of fate alone: more pairs make it as narrow as one likes, whatever the assumptions.
Over draws of what nobody has measured here the difference varies, and no pair makes that less.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from sim.i18n import Bilingual, say
from sim.measures import Measure
from sim.studies.fetching import FIGURES, LEAST, Fetch, fetch_next
from sim.studies.statistics import Difference
from sim.types import Floats

Sure = Literal["sure_too", "rests", "too_few", "not_sure"]
"""sure_too: at the defaults and under the draws; rests: at the defaults alone, it depends on numbers nobody has
measured; too_few: at the defaults, and too few draws to say more; not_sure: not at the defaults either."""

_WORDS: dict[Sure, str] = {
    "sure_too": "draws.sure_too",
    "rests": "draws.rests",
    "too_few": "draws.too_few",
    "not_sure": "draws.not_sure",
}

SAME_SIGN, ABOVE = 0.95, 0.80
"""Shares of the draws with the sign that the defaults give, and of those that are also beyond the indifference zone."""


@dataclass(frozen=True, slots=True)
class Under:
    """One measure's difference over draws.

    Attributes
    ----------
    measure : Measure
    low, median, high : float
        5, 50 and 95 % of the draws; nan where there are none.
    same_sign, above : float
        Shares of the draws with the sign of the difference at the defaults; with it and beyond the indifference zone.
    n : int
        Draws in which both arms have a value.
    assumed : float
        Share of the variance over draws that rests on the numbers drawn: 1 less that of fate, which pairs at the
        defaults show. nan where there are fewer than two pairs or draws, or nothing varies.
    sure : str
        See `Sure`.
    fetch : Fetch, optional
        Figure of the office that would narrow it most.
    """

    measure: Measure
    low: float
    median: float
    high: float
    same_sign: float
    above: float
    n: int
    assumed: float
    sure: Sure
    fetch: Fetch | None = None

    @property
    def words(self) -> Bilingual:
        """The verdict."""
        return say(_WORDS[self.sure])


def judge(d: Difference, change: Floats) -> tuple[float, float, Sure]:
    """Shares of the draws that agree with a difference at the defaults, and what that makes of it.

    Parameters
    ----------
    d : Difference
        At the defaults.
    change : array [draws]
        The difference in each draw, none of them nan.
    """
    sign = math.copysign(1.0, d.change.mean) if d.change.n else math.nan
    own = sign * change
    same = float((own > 0.0).mean()) if len(change) else math.nan
    above = float((own > d.measure.matters).mean()) if len(change) else math.nan
    if d.settled not in ("more", "less"):
        return same, above, "not_sure"
    if len(change) < LEAST:
        return same, above, "too_few"
    return same, above, "sure_too" if same >= SAME_SIGN and above >= ABOVE else "rests"


def resting(change: Floats, pairs: Floats) -> float:
    """Share of the variance over draws that is not that of fate: 1 - noise variance / variance over draws, 0 to 1.

    Parameters
    ----------
    change : array [draws]
        Differences of single pairs, one a draw.
    pairs : array [pairs]
        Differences of single pairs at the defaults.
    """
    if len(change) < 2 or len(pairs) < 2:
        return math.nan
    over = float(np.var(change, ddof=1))
    return min(max(1.0 - float(np.var(pairs, ddof=1)) / over, 0.0), 1.0) if over > 0.0 else math.nan


def under_draws(
    draws: pd.DataFrame, first: str, arm: str, found: Sequence[Difference], runs: pd.DataFrame
) -> list[Under]:
    """Judge differences of an arm to the first one under draws.

    Parameters
    ----------
    draws : DataFrame
        A row per arm and draw.
    first, arm : str
    found : sequence of Difference
        At the defaults.
    runs : DataFrame
        A row per arm and replication at the defaults, whose spread is that of fate.
    """
    before, after = (draws[draws["arm"] == label].set_index("draw") for label in (first, arm))
    both = before.index.intersection(after.index)
    before, after = before.loc[both], after.loc[both]
    fates = _paired(runs, first, arm, [d.measure.name for d in found])
    figures = {name: before[name].to_numpy(np.float64) for name in FIGURES if name in before}
    told = []
    for d in found:
        name = d.measure.name
        change = after[name].to_numpy(np.float64) - before[name].to_numpy(np.float64)
        known = change[~np.isnan(change)]
        low, median, high = np.percentile(known, (5, 50, 95)) if len(known) else (math.nan,) * 3
        same, above, sure = judge(d, known)
        rests = resting(known, fates[name])
        ends = float(low), float(median), float(high)
        told.append(Under(d.measure, *ends, same, above, len(known), rests, sure, fetch_next(change, figures)))
    return told


def _paired(runs: pd.DataFrame, first: str, arm: str, names: Sequence[str]) -> dict[str, Floats]:
    """Differences of the pairs at the defaults by measure, without nan; selecting rows costs more than subtracting."""
    before, after = (runs[runs["arm"] == label].set_index("replication")[list(names)] for label in (first, arm))
    change = after - before
    return {name: np.asarray(change[name].dropna(), np.float64) for name in names}
