"""Group-sequential comparison: what may be said of the pairs at each look of a plan (`sim.studies.looks`).

Inside a look Holm's correction (1979) holds over all measures asked, and each has the interval that belongs to it: it
leaves out 0 exactly where Holm's test rejects.

False verdicts where the truth is 0, at most 40 pairs, standard deviation 2 and 4 indifference zones, 4,000 simulated
comparisons each: 3 and 4 % of normal differences, 5 and 6 % with a skewness of 1.5, as real ones have at most. Beyond
that t intervals err: 6 and 14 % with the skewness of 6 of a lognormal.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtr, stdtrit

from sim.studies.looks import KEPT, Plan, looks
from sim.types import Floats

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Plan", "Verdict", "judge", "looks", "next_look", "pairs_needed", "pairs_of", "settled", "verdicts"]

FAR = 1_000_000
"""Pairs beyond which nobody is told how many more are needed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look says of one measure.

    Attributes
    ----------
    measure : str
    look : int
        Pairs looked at.
    pairs, missing : int
        Those of them with a value in both arms, and those without.
    mean, low, high : float
        Mean difference and the look's interval; nan bounds from fewer than two pairs.
    alpha : float
        The look's chance of error after Holm: the interval's level is 1 less it.
    word : {"more", "less", "same", "open"}
        same: the interval lies inside the indifference zone.
    """

    measure: str
    look: int
    pairs: int
    missing: int
    mean: float
    low: float
    high: float
    alpha: float
    word: str

    @property
    def settled(self) -> bool:
        """Whether something is said."""
        return self.word != "open"


@dataclass(frozen=True, slots=True)
class _Sample:
    """Mean and spread of differences, summed exactly, so that their order cannot matter."""

    n: int
    missing: int
    mean: float
    sd: float

    @classmethod
    def of(cls, differences: Floats) -> _Sample:
        x = [float(v) for v in differences if not math.isnan(v)]
        n = len(x)
        mean = math.fsum(x) / n if n else math.nan
        sd = math.sqrt(math.fsum((v - mean) ** 2 for v in x) / (n - 1)) if n > 1 else math.nan
        return cls(n, len(differences) - n, mean, sd)

    @property
    def p(self) -> float:
        """Two-sided p of no difference (t test); 1 from fewer than two."""
        if self.n < 2:
            return 1.0
        if self.sd == 0.0:
            return 0.0 if self.mean else 1.0
        return float(2.0 * stdtr(self.n - 1, -abs(self.mean) * math.sqrt(self.n) / self.sd))

    def half(self, alpha: float) -> float:
        """Half the width of the interval of level 1 - alpha; nan from fewer than two."""
        return _half(self.sd, self.n, alpha)


def _half(sd: float, n: int, alpha: float) -> float:
    if n < 2:
        return math.nan
    return sd / math.sqrt(n) * float(stdtrit(n - 1, 1.0 - alpha / 2.0)) if sd > 0.0 else 0.0


def pairs_of(
    runs: pd.DataFrame, before: str, after: str, measures: Sequence[str], failed: Collection[int] = ()
) -> dict[str, Floats]:
    """Differences between two arms in the order of replications, up to the first one that is not there yet.

    So the answer is the same whichever replication ends first.

    Parameters
    ----------
    runs : DataFrame
        Columns arm, replication and the measures.
    before, after : str
        Labels of the arms.
    measures : sequence of str
    failed : collection of int
        Replications that will never be there: they count as pairs without a value.

    Returns
    -------
    dict measure -> array [n]
        After less before; nan where an arm has no value.
    """
    a, b = (runs[runs.arm == arm].set_index("replication") for arm in (before, after))
    there = (set(a.index) & set(b.index)) | set(failed)
    n = next(k for k in range(len(there) + 1) if k not in there)
    values = [arm.reindex(range(n))[list(measures)].to_numpy(np.float64) for arm in (a, b)]
    return dict(zip(measures, (values[1] - values[0]).T, strict=True))


def judge(plan: Plan, pairs: Mapping[str, Floats], look: int) -> dict[str, Verdict]:
    """Judge every measure at one look.

    Parameters
    ----------
    plan : Plan
    pairs : dict measure -> array [n]
        Differences in the order of replications, nan where an arm has no value; those after the look are left out.
    look : int
        A look of the plan, pairs.

    Raises
    ------
    ValueError
        If it is no look of the plan, or fewer pairs are there.
    """
    alphas = plan.alphas()
    if look not in alphas:
        raise ValueError(f"{look} pairs are no look of this plan; its looks are {list(alphas)}")
    short = [name for name in plan.measures if len(pairs[name]) < look]
    if short:
        raise ValueError(f"{look} pairs are looked at, {', '.join(short)} has fewer")
    found = {name: _Sample.of(np.asarray(pairs[name], np.float64)[:look]) for name in plan.measures}
    shares = _holm({name: s.p for name, s in found.items()}, alphas[look])
    zones = dict(zip(plan.measures, plan.zones, strict=True))
    return {name: _verdict(name, s, look, shares[name], zones[name]) for name, s in found.items()}


def _holm(p: Mapping[str, float], alpha: float) -> dict[str, float]:
    """Chance of error that Holm's steps leave to each measure: p is at most that where it rejects, and nowhere else.

    The k-th smallest p has alpha / (m - k) for as long as all before it were rejected; those behind the first that is
    not rejected have its share.
    """
    shares, rejected = {}, 0
    for name in sorted(p, key=lambda n: (p[n], n)):
        shares[name] = alpha / (len(p) - rejected)
        if rejected == len(shares) - 1 and p[name] <= shares[name]:
            rejected += 1
    return shares


def _verdict(name: str, s: _Sample, look: int, alpha: float, zone: float) -> Verdict:
    half = s.half(alpha)
    low, high = s.mean - half, s.mean + half
    word = "open"
    if s.n > 1:
        if -zone <= low and high <= zone:
            word = "same"
        elif s.p <= alpha:
            word = "more" if s.mean > 0.0 else "less"
    return Verdict(name, look, s.n, s.missing, s.mean, low, high, alpha, word)


def verdicts(plan: Plan, pairs: Mapping[str, Floats]) -> dict[str, Verdict]:
    """What is known after the pairs so far: of each measure the first look that settled it, else the last one.

    Parameters
    ----------
    plan : Plan
    pairs : dict measure -> array [n]
        As `judge` takes them; those after the last look wait for the next one.

    Returns
    -------
    dict measure -> Verdict
        Empty before the first look.
    """
    n = min(len(pairs[name]) for name in plan.measures)
    said: dict[str, Verdict] = {}
    for look in plan.looks:
        if look > n or (said and settled(said)):
            break
        now = judge(plan, pairs, look)
        said = {name: said[name] if name in said and said[name].settled else now[name] for name in plan.measures}
    return said


def settled(said: Mapping[str, Verdict]) -> bool:
    """Whether every measure has its verdict, so that one may stop."""
    return bool(said) and all(v.settled for v in said.values())


def next_look(plan: Plan, pairs: int) -> int | None:
    """How many pairs must be there before one may look again; None after the last look."""
    return next((n for n in plan.looks if n > pairs), None)


def pairs_needed(plan: Plan, verdict: Verdict) -> int | None:
    """About how many more pairs would settle a measure, if its mean and spread stay as they are.

    The interval must become narrower than the distance of the mean from 0, or than what is left up to the edge of the
    indifference zone: whichever comes first. Looks of the plan are tried first; beyond its end, an extension that looks
    once.

    Returns
    -------
    int or None
        0 if it is settled; None where nothing can be said: fewer than two pairs, or more than a million.
    """
    if verdict.settled:
        return 0
    half = verdict.high - verdict.mean
    if math.isnan(half):
        return None
    zone = plan.zones[plan.measures.index(verdict.measure)]
    narrow = max(abs(verdict.mean), zone - abs(verdict.mean))
    sd = half * math.sqrt(verdict.pairs) / float(stdtrit(verdict.pairs - 1, 1.0 - verdict.alpha / 2.0))
    alphas = plan.alphas()
    among = alphas[verdict.look] / verdict.alpha  # measures that share a look's chance of error
    told = verdict.pairs / verdict.look  # of the pairs have a value
    for look, alpha in alphas.items():
        if look > verdict.look and _half(sd, int(look * told), alpha / among) <= narrow:
            return look - verdict.look
    beyond = KEPT / 2.0 ** (len(plan.extensions) + 1) / among
    low, high = plan.end, FAR
    if not _half(sd, int(high * told), beyond) <= narrow:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _half(sd, int(middle * told), beyond) <= narrow else (middle, high)
    return high - verdict.look
