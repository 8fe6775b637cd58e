"""Kaplan-Meier curves of all parts at once: what share still waits after a time, where not every wait was seen to end.

A wait that was not seen to end (its resident gave up, or the run ended) counts as long as it was seen. The last wait of
a part counts as ended, seen or not (Efron 1967), and no wait counts beyond a horizon, so that every part with a case
has a mean and quantiles: near the horizon they are lower bounds. Kaplan and Meier 1958, Journal of the American
Statistical Association 53, 457-481; restricted mean: Royston and Parmar 2013, BMC Med. Res. Methodology 13, 152.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim import sums
from sim.measures.parts import Ordered
from sim.types import Floats, Ints

ROUNDING = 1e-9
"""A share of those waiting is exact to this much."""


class Waits(NamedTuple):
    """Curves of parts, one stretch a part.

    Attributes
    ----------
    times : array
        When waits were seen to end, shortest first within a part.
    left : array
        Share that waits longer.
    first, many : array [parts]
        Where the stretch of a part begins, and its length.
    longest : array [parts]
        Longest wait, whether seen to end or not; nan of a part without waits.
    """

    times: Floats
    left: Floats
    first: Ints
    many: Ints
    longest: Floats

    def quantile(self, q: float, horizon: float = np.inf) -> Floats:
        """Shortest time within which a share q of the waits ends, at most the horizon, [parts]."""
        longer = np.zeros(len(self.left) + 1, np.int32)
        np.cumsum(self.left > 1.0 - q + ROUNDING, out=longer[1:])
        nth = longer[self.first + self.many] - longer[self.first]
        found = self.longest.copy()
        there = nth < self.many
        found[there] = self.times[self.first[there] + nth[there]]
        return np.minimum(found, horizon)

    def median(self) -> Floats:
        """The time within which half of the waits end; nan where more than half were not seen to end by any time."""
        reached = self.many > 0
        reached[reached] = self.left[(self.first + self.many - 1)[reached]] <= 0.5 + ROUNDING
        return np.where(reached, self.quantile(0.5), np.nan)

    def mean(self, horizon: float = np.inf) -> Floats:
        """Mean wait, none counted longer than the horizon: the area below the curve, [parts]."""
        # of all parts of a district these arrays are its largest: each is made once, and worked on where it stands
        parts, some = len(self.first), self.many > 0
        begin, end = self.first[some], (self.first + self.many - 1)[some]
        times = np.minimum(self.times, horizon)
        area = times.copy()  # of each step: its width times the share that waits through it
        area[1:] -= times[:-1]
        area[1:] *= self.left[:-1]
        area[begin] = times[begin]  # everybody waits through the first
        last, left = np.zeros(parts), np.ones(parts)
        last[some], left[some] = times[end], self.left[end]
        del times
        whole = sums.by_part(np.repeat(np.arange(parts), self.many), area, parts)
        return whole + left * (np.minimum(self.longest, horizon) - last)


def waits(ended: Ordered, unended: Ordered) -> Waits:
    """Make the curves of waits that were seen to end and of those that were not; at a tie the ended come first."""
    left = np.ones(len(ended.values))
    longest = np.full(len(ended.many), np.nan)
    stretches = zip(ended.first.tolist(), ended.many.tolist(), ended.by_part(), unended.by_part(), strict=True)
    for part, (first, many, own, seen) in enumerate(stretches):
        if not many + len(seen):
            continue
        longest[part] = max(own[-1] if many else 0.0, seen[-1] if len(seen) else 0.0)
        at_risk = np.arange(many + len(seen), len(seen), -1)
        if len(seen):
            at_risk -= np.searchsorted(seen, own)
        np.cumprod(1.0 - 1.0 / at_risk, out=left[first : first + many])
    return Waits(ended.values, left, ended.first, ended.many, longest)
