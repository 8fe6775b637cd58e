"""Intervals, paired differences, verdicts in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from sim.measures import MEASURES, Measure
from sim.types import Floats


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval over replications (Student's t); nan bounds from a single one."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2.0


def mean_interval(values: Sequence[float] | Floats, level: float = 0.95) -> Interval:
    """Mean and t interval of independent values; values that are nan are left out."""
    x = np.asarray(values, np.float64)
    x = x[~np.isnan(x)]
    n = len(x)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    mean = float(x.mean())
    if n == 1:
        return Interval(mean, math.nan, math.nan, 1)
    half = float(stats.t.ppf(0.5 + level / 2.0, n - 1)) * float(x.std(ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


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
        Two-sided p of no difference (paired t).
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
        if math.isnan(low):
            return "open"
        if -zone <= low and high <= zone:
            return "same"
        if self.p_holm < 0.05:
            return "more" if self.change.mean > 0 else "less"
        return "open"

    @property
    def unit(self) -> str:
        """Unit of the change: a change of a percentage is in points."""
        return "points" if self.measure.unit == "%" else self.measure.unit

    def verdict(self) -> str:
        """Say in words what the model shows."""
        title, unit = self.measure.title, self.unit
        size = f"{abs(self.change.mean):.3g} {unit} (95 % {self.change.low:+.3g} to {self.change.high:+.3g})"
        if self.settled == "same":
            return f"the model shows no change of {title} that matters ({self.change.mean:+.2g} {unit})"
        if self.settled == "open":
            size = f"{self.change.mean:+.3g} {unit} (95 % {self.change.low:+.3g} to {self.change.high:+.3g})"
            more = f"; about {self.pairs_needed} pairs would settle it" if self.pairs_needed else ""
            return f"the model does not settle {title}: {size}{more}"
        direction = "higher" if self.settled == "more" else "lower"
        return f"the model shows {title} {direction} by {size}"


def compare(measure: Measure, before: Floats, after: Floats) -> Difference:
    """Compare one measure between two arms of the same replications; Holm is applied by `holm`."""
    a, b = np.asarray(before, np.float64), np.asarray(after, np.float64)
    both = ~(np.isnan(a) | np.isnan(b))
    a, b = a[both], b[both]
    d = b - a
    change = mean_interval(d)
    p, cut, needed = math.nan, math.nan, 0
    if len(d) > 1:
        spread = float(d.std(ddof=1))
        apart = float(a.var(ddof=1) + b.var(ddof=1))
        cut = apart / spread**2 if spread > 0 else math.inf
        # a change that is the same in every pair has no spread to speak of: the test is then trivial
        t = abs(change.mean) / (spread / math.sqrt(len(d))) if spread > 0 else (math.inf if d.any() else 0.0)
        p = float(2.0 * stats.t.sf(t, len(d) - 1))
        if change.half_width > measure.matters:
            needed = max(len(d) + 1, math.ceil((1.96 * spread / measure.matters) ** 2))
    return Difference(measure, mean_interval(a), mean_interval(b), change, p, p, cut, needed)


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
    known = [n for n in names if n in runs.columns]
    return holm([compare(MEASURES[n], before.loc[both, n].to_numpy(), after.loc[both, n].to_numpy()) for n in known])


def holm(differences: Sequence[Difference]) -> list[Difference]:
    """Correct the p values of several comparisons (Holm 1979)."""
    order = sorted(range(len(differences)), key=lambda i: (math.isnan(differences[i].p), differences[i].p))
    corrected = list(differences)
    worst, n = 0.0, len(differences)
    for rank, i in enumerate(order):
        d = differences[i]
        worst = d.p if math.isnan(d.p) else max(worst, min(1.0, d.p * (n - rank)))
        corrected[i] = Difference(
            d.measure, d.before, d.after, d.change, d.p, worst, d.variance_cut, d.pairs_needed
        )  # fmt: skip
    return corrected
