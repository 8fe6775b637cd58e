"""Group-sequential comparison: how often one may look at the pairs, and what a look may say.

Whoever looks again and again until something is sure finds something in a third of all comparisons in which there is
nothing. So the looks are named beforehand, at 10, 20, 40, ... pairs up to a maximum, and the chance of a false verdict
is spent over them, O'Brien and Fleming's way (1979, Biometrics 35, 549-556; spending after Lan and DeMets 1983,
Biometrika 70, 659-663): little at first, most at the end. A look's own share is what is spent by it less what was spent
before; that leaves the correlation of the looks out and is therefore on the safe side.

Of 5 % in all, 4 % are spent up to the maximum. The rest is for extensions: the first may spend half of it, the next
half of what is left, and so on, so that it never runs out.

Inside a look Holm's correction (1979) holds over all measures asked, and each has the interval that belongs to it: it
leaves out 0 exactly where Holm's test rejects.

False verdicts where the truth is 0, at most 40 pairs, standard deviation 2 and 4 indifference zones, 4,000 simulated
comparisons each: 3 and 4 % of normal differences, 5 and 6 % with a skewness of 1.5, as real ones have at most. Beyond
that t intervals err: 6 and 14 % with the skewness of 6 of a lognormal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from sim.errors import ConfigError, Problem, did_you_mean
from sim.measures import MEASURES
from sim.types import Floats

FIRST = 10
"""Pairs at the first look; each further look doubles them."""
ALPHA, KEPT = 0.05, 0.01
"""Chance of a false verdict over all looks, and what of it is kept for extensions."""
MAXIMUM = 40
MOST_MEASURES = 10
"""More measures share the chance of error until nothing can be settled."""
FAR = 1_000_000
"""Pairs beyond which nobody is told how many more are needed."""


def looks(maximum: int, after: int = 0) -> tuple[int, ...]:
    """Numbers of pairs at which one looks: 10, 20, 40, ... and the maximum, those after `after` pairs."""
    doubled = [FIRST << k for k in range(max(maximum, 1).bit_length())]
    return (*(n for n in doubled if after < n < maximum), maximum)


def spent(fraction: float, alpha: float) -> float:
    """Chance of error that is spent by the time a fraction of the pairs is there (O'Brien-Fleming type).

    Parameters
    ----------
    fraction : float
        0 to 1; at 1 all of `alpha` is spent.
    alpha : float
    """
    if fraction <= 0.0:
        return 0.0
    return float(2.0 * ndtr(ndtri(alpha / 2.0) / math.sqrt(min(fraction, 1.0))))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked and when one looks, named before the first pair is run.

    Attributes
    ----------
    measures : tuple of str
        At most `MOST_MEASURES`.
    zones : tuple of float
        Indifference zone of each, in its unit.
    maximum : int
        Most pairs, before any extension.
    extensions : tuple of int
        The maximum after each extension, rising.
    """

    measures: tuple[str, ...]
    zones: tuple[float, ...]
    maximum: int = MAXIMUM
    extensions: tuple[int, ...] = ()

    @classmethod
    def of(cls, measures: Sequence[str], maximum: int = MAXIMUM) -> Plan:
        """Plan for measures of the register, with their indifference zones.

        Raises
        ------
        ConfigError
            With all problems: unknown measures, none or too many, fewer than two pairs.
        """
        wrong = [
            Problem("measures", f"there is no measure {name}", hint=did_you_mean(name, list(MEASURES)))
            for name in measures
            if name not in MEASURES
        ]
        asked = tuple(dict.fromkeys(measures))
        if not 1 <= len(asked) <= MOST_MEASURES:
            wrong.append(
                Problem("measures", f"{len(asked)} are to be settled", f"1..{MOST_MEASURES}", "ask for what decides")
            )
        if maximum < 2:
            wrong.append(Problem("max_pairs", f"found {maximum}", "2 or more pairs: one has no interval"))
        if wrong:
            raise ConfigError(wrong)
        return cls(asked, tuple(MEASURES[name].matters for name in asked), maximum)

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Plan:
        """Read what `to_dict` wrote, e.g. from a manifest."""
        return cls(
            tuple(told["measures"]), tuple(told["zones"]), int(told["maximum"]), tuple(told.get("extensions", ()))
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for a manifest."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    def extended(self, maximum: int) -> Plan:
        """The same plan with a later end, for which half of what was kept is spent.

        Raises
        ------
        ConfigError
            If the end is not later.
        """
        if maximum <= self.end:
            raise ConfigError([Problem("max_pairs", f"found {maximum}", f"more than the {self.end} planned so far")])
        return Plan(self.measures, self.zones, self.maximum, (*self.extensions, maximum))

    @property
    def end(self) -> int:
        """Most pairs, extensions included."""
        return self.extensions[-1] if self.extensions else self.maximum

    @property
    def looks(self) -> tuple[int, ...]:
        """Every look, in pairs."""
        return tuple(self.alphas())

    def alphas(self) -> dict[int, float]:
        """Chance of error of each look, by its number of pairs; all of them together stay under `ALPHA`."""
        found: dict[int, float] = {}
        last, budget = 0, ALPHA - KEPT
        for k, end in enumerate((self.maximum, *self.extensions)):
            before = 0.0
            for n in looks(end, last):
                now = spent((n - last) / (end - last), budget)
                found[n] = now - before
                before = now
            last, budget = end, KEPT / 2.0 ** (k + 1)
        return found


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
