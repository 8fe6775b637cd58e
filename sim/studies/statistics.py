"""Intervals, paired differences, verdicts in words.

Intervals are Student's t over replications, cut at what the measure can take: a share stays within 0 and 100 %, a
time does not fall below 0. A mean cannot lie outside, so cutting takes away nothing that could be true and the
interval covers as often as before (the truncated classical interval; Mandelkern 2002, Setting confidence intervals
for bounded parameters, Statistical Science 17(2), 149-172). A single replication has no interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit  # of scipy.stats, which takes a second to import, these are Student's t

from sim.i18n import Bilingual, say, word
from sim.measures import MEASURES, Measure
from sim.types import Array, Floats

ANYTHING = (-math.inf, math.inf)
LEVEL = 0.95
MOST_CUT = 1000.0
"""Beyond it a cut of the variance by pairing says no more than that the fates are the same."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval over replications; nan bounds from a single one."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def known(self) -> bool:
        """Whether there are bounds."""
        return not math.isnan(self.low)

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2.0


def half_widths(values: Array, axis: int = -1) -> Floats:
    """Half the width of the 95 % t interval along an axis, before it is cut; nan where there are under two values.

    Parameters
    ----------
    values : float array
        Independent values along `axis`; nan is left out.
    """
    x = np.asarray(values, np.float64)
    n = (~np.isnan(x)).sum(axis=axis)
    many = np.maximum(n, 2)
    mean = np.nansum(x, axis=axis) / np.maximum(n, 1)
    squares = np.nansum((x - np.expand_dims(mean, axis)) ** 2, axis=axis)
    half = stdtrit(many - 1, 0.5 + LEVEL / 2.0) * np.sqrt(squares / (many - 1) / many)
    return np.where(n > 1, half, np.nan)


def mean_interval(values: Sequence[float] | Floats, within: tuple[float, float] = ANYTHING) -> Interval:
    """Mean and t interval of independent values, cut at what they can be; values that are nan are left out."""
    x = np.asarray(values, np.float64)
    x = x[~np.isnan(x)]
    n = len(x)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    mean = float(x.mean())
    if n == 1:
        return Interval(mean, math.nan, math.nan, 1)
    half = float(stdtrit(n - 1, 0.5 + LEVEL / 2.0)) * float(x.std(ddof=1)) / math.sqrt(n)
    # rounding may carry a mean of equal values past the end that they stand at
    return Interval(mean, min(max(mean - half, within[0]), mean), max(min(mean + half, within[1]), mean), n)


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in one arm against another, paired by replication.

    Attributes
    ----------
    before, after : Interval
        The two arms.
    change : Interval
        After less before.
    p : float
        Two-sided p of no difference (paired t); nan from a single pair.
    p_holm : float
        The same after Holm's correction over the measures compared.
    variance_cut : float
        By how much pairing cut the variance of the difference: (var a + var b) / var(difference).
    pairs_needed : int
        Pairs in all until the interval is as narrow as the indifference zone; 0 if it is.
    """

    measure: Measure
    before: Interval
    after: Interval
    change: Interval
    p: float
    p_holm: float
    variance_cut: float
    pairs_needed: int

    @property
    def settled(self) -> str:
        """more, less, same (inside the indifference zone) or open."""
        low, high, zone = self.change.low, self.change.high, self.measure.matters
        if not self.change.known:
            return "open"
        if -zone <= low and high <= zone:
            return "same"
        if self.p_holm < 0.05:
            return "more" if self.change.mean > 0 else "less"
        return "open"

    @property
    def unit(self) -> str:
        """Unit of the change."""
        return self.measure.unit_of_change

    def verdict(self) -> Bilingual:
        """Say in words what the model shows."""
        title, unit, c = self.measure.called, word("units", self.unit), self.change
        if c.n == 0:
            return say("verdict.none", title=title)
        if c.n == 1:
            return say("verdict.single", title=title, x=c.mean, unit=unit)
        interval = say("verdict.interval", low=c.low, high=c.high)
        if self.settled == "same":
            return say("verdict.same", title=title, x=c.mean, unit=unit)
        if self.settled == "open":
            key = "verdict.open_until" if self.pairs_needed else "verdict.open"
            return say(key, title=title, x=c.mean, unit=unit, interval=interval, pairs=self.pairs_needed)
        key = "verdict.higher" if self.settled == "more" else "verdict.lower"
        return say(key, title=title, x=abs(c.mean), unit=unit, interval=interval)


def compare(measure: Measure, before: Floats, after: Floats) -> Difference:
    """Compare one measure between two arms of the same replications; Holm is applied by `holm`."""
    a, b = np.asarray(before, np.float64), np.asarray(after, np.float64)
    both = ~(np.isnan(a) | np.isnan(b))
    a, b = a[both], b[both]
    d = b - a
    change = mean_interval(d, measure.limits_of_change)
    p, cut, needed = math.nan, math.nan, 0
    if len(d) > 1:
        spread = float(d.std(ddof=1))
        apart = float(a.var(ddof=1) + b.var(ddof=1))
        cut = apart / spread**2 if spread > 0 else math.inf
        # a change that is the same in every pair has no spread to speak of: the test is then trivial
        t = abs(change.mean) / (spread / math.sqrt(len(d))) if spread > 0 else (math.inf if d.any() else 0.0)
        p = float(2.0 * stdtr(len(d) - 1, -t))
        if change.half_width > measure.matters:
            needed = max(len(d) + 1, math.ceil((1.96 * spread / measure.matters) ** 2))
    ends = measure.limits
    return Difference(measure, mean_interval(a, ends), mean_interval(b, ends), change, p, p, cut, needed)


def paired(runs: pd.DataFrame, first: str, arm: str, names: Sequence[str]) -> list[Difference]:
    """Compare an arm with another one, paired by replication, with Holm's correction over the measures.

    Parameters
    ----------
    runs : DataFrame
        Columns arm, replication and the measures; see ``runs.parquet``.
    first, arm : str
        Labels of the arms; the change is `arm` less `first`.
    names : sequence of str
        Measures; those that the table does not have are left out.
    """
    before = runs[runs.arm == first].set_index("replication")
    after = runs[runs.arm == arm].set_index("replication")
    both = before.index.intersection(after.index)
    before, after = before.loc[both], after.loc[both]  # once: finding rows costs more than comparing them
    known = [n for n in names if n in runs.columns]
    return holm([compare(MEASURES[n], before[n].to_numpy(), after[n].to_numpy()) for n in known])


def holm(differences: Sequence[Difference]) -> list[Difference]:
    """Correct the p values of several comparisons (Holm 1979)."""
    order = sorted(range(len(differences)), key=lambda i: (math.isnan(differences[i].p), differences[i].p))
    corrected = list(differences)
    worst, n = 0.0, len(differences)
    for rank, i in enumerate(order):
        d = differences[i]
        worst = d.p if math.isnan(d.p) else max(worst, min(1.0, d.p * (n - rank)))
        corrected[i] = replace(d, p_holm=worst)
    return corrected
