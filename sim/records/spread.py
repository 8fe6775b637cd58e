"""How far a number of the records is to be trusted: never by chance alone, for weeks and months differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, expit

from sim.types import Array, Bools, Floats, Ints

RESAMPLED, SEED = 400, 14
LEAST = 30
"""Cases below which a part is not told alone."""
DAYS_OF_MONTH = 15
"""Days of the window that a month must have to be compared with others."""
LOGITS, LOG_SIZES = 12.0, (-3.0, 14.0)
"""How far a search for spread between parts goes: beyond, shares differ by nothing or are all or none."""
CHANCE, WEEKS, MONTHS, READINGS = "chance", "weeks", "months", "readings"


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its standard deviation.

    Attributes
    ----------
    value, sd : float
    n : int
        Cases, or days, that it was counted on.
    parts : dict
        Standard deviation by chance alone, by weeks, by months, by two readings; the largest is `sd`.
    """

    value: float
    sd: float
    n: int
    parts: dict[str, float]

    @property
    def reason(self) -> str:
        """What the standard deviation comes from."""
        return max(self.parts, key=lambda name: self.parts[name]) if self.parts else CHANCE


def number(value: float, n: int, **parts: float) -> Number:
    """A number with the largest of some standard deviations, those that are not known left out."""
    known = {name: float(sd) for name, sd in parts.items() if np.isfinite(sd)}
    return Number(float(value), max(known.values(), default=float("nan")), int(n), known)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Weeks and months of cases, for spread between them.

    Attributes
    ----------
    week, month : array of int [cases]
        -1 where a month is too short to be compared.
    """

    week: Ints
    month: Ints

    def kept(self, rows: Bools) -> Blocks:
        """Those of some cases."""
        return Blocks(self.week[rows], self.month[rows])


def blocks_of(reported: Array, first: np.datetime64, days: int) -> Blocks:
    """Weeks and months of cases.

    Parameters
    ----------
    reported : array of datetime64[s]
    first : datetime64[D]
        First day of the window.
    days : int
        Of the window.
    """
    day = (reported.astype("datetime64[D]") - first).astype(np.int64)
    whole = max(days // 7, 1)
    week = np.minimum(day // 7, whole - 1)  # the days left over belong to the last week
    months = (first + np.arange(max(days, 1))).astype("datetime64[M]").astype(np.int64)
    names, many = np.unique(months, return_counts=True)
    full = names[many >= DAYS_OF_MONTH]
    own = reported.astype("datetime64[M]").astype(np.int64)
    place = np.searchsorted(full, own)
    there = (place < len(full)) & (full[np.minimum(place, len(full) - 1)] == own) if len(full) else own < own
    return Blocks(week, np.where(there, place, -1))


def ratio_by_weeks(above: Floats, below: Floats) -> float:
    """Standard deviation of a ratio of sums when weeks are drawn anew.

    Parameters
    ----------
    above, below : array [weeks]
    """
    w = len(above)
    if w < 4:
        return float("nan")
    drawn = np.random.default_rng(SEED).multinomial(w, np.full(w, 1.0 / w), RESAMPLED).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (drawn @ above) / (drawn @ below)
    return float(np.std(found[np.isfinite(found)], ddof=1))


def sums(rows: Array, block: Ints) -> Floats:
    """Sum of a column by block; rows without a block are left out."""
    there = block >= 0
    return np.asarray(np.bincount(block[there], weights=np.asarray(rows, np.float64)[there]), np.float64)


def share(hits: Bools, known: Bools, blocks: Blocks | None, other: float = float("nan")) -> Number:
    """A share in percent, with its standard deviation.

    Parameters
    ----------
    hits, known : array of bool [cases]
    blocks : Blocks, optional
        None for a sample, of which only chance is known.
    other : float
        The share under another reading, percent: half of the gap counts.
    """
    n = int(np.count_nonzero(known))
    if n == 0:
        return number(float("nan"), 0)
    p = float(np.count_nonzero(hits & known)) / n
    inside = (p * n + 1.0) / (n + 2.0)  # none of few is not never
    parts = {CHANCE: 100.0 * float(np.sqrt(inside * (1.0 - inside) / n)), READINGS: abs(100.0 * p - other) / 2.0}
    if blocks is not None:
        parts[WEEKS] = 100.0 * ratio_by_weeks(sums(hits & known, blocks.week), sums(known, blocks.week))
        many = sums(known, blocks.month)
        enough = many >= LEAST
        if enough.sum() >= 3:
            parts[MONTHS] = 100.0 * float(
                np.std((sums(hits & known, blocks.month) / np.maximum(many, 1))[enough], ddof=1)
            )
    return number(100.0 * p, n, **parts)


def between(hits: Ints, known: Ints) -> float:
    """Standard deviation of true shares between parts, in percent, chance taken out (beta-binomial, by likelihood).

    Parameters
    ----------
    hits, known : array [parts]
    """
    if len(known) < 3:
        return float("nan")
    if hits.sum() in (0, known.sum()):
        return 0.0

    def loss(at: Floats) -> float:
        mean, size = expit(np.clip(at[0], -LOGITS, LOGITS)), np.exp(np.clip(at[1], *LOG_SIZES))
        a, b = mean * size, (1.0 - mean) * size
        return -float(np.sum(betaln(hits + a, known - hits + b) - betaln(a, b)))

    middle = (hits.sum() + 0.5) / (known.sum() + 1.0)
    found = minimize(loss, [float(np.log(middle / (1.0 - middle))), 3.0], method="Nelder-Mead")
    mean, size = float(expit(np.clip(found.x[0], -LOGITS, LOGITS))), float(np.exp(np.clip(found.x[1], *LOG_SIZES)))
    return 100.0 * float(np.sqrt(mean * (1.0 - mean) / (size + 1.0)))
